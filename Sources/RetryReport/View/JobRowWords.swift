import RetryJobs

/// A name of a job's row whose text can be written without a view of the row: see ``JobRowWords``.
package enum JobRowField: String, Sendable, CaseIterable {
    case id
    case retries
    case events
    case isUrgent
    case actionName = "action.name"
    case actionLabel = "action.label"
    case actionID = "action.idInWords"
    case actionIsLinked = "action.isLinked"
    case actionURL = "action.url"
    case lastRetry = "lastRetry.words"
    case lastRetryRelative = "lastRetry.relative"
    case lastRetryISO = "lastRetry.iso"
    case nextRetry = "nextRetry.words"
    case nextRetryRelative = "nextRetry.relative"
    case nextRetryISO = "nextRetry.iso"
    case dies = "dies.words"
    case diesRelative = "dies.relative"
    case diesISO = "dies.iso"
}

/// The jobs of a group that a list shows, so that their words can be written row by row.
package struct JobRowList: Sendable {
    fileprivate let context: ViewContext
    fileprivate let jobs: JobList
    let knownActions: KnownActions

    init(_ context: ViewContext, _ group: ErrorGroup) {
        self.context = context
        jobs = group.jobs
        knownActions = KnownActions(context, group)
    }
}

/// Writes what ``JobView`` says of jobs, row after row, without a view of each row and its parts: the names of an action
/// are made once for all its rows, and times and numbers are written as bytes.
///
/// By hand: a row of Markdown takes 1 µs, with a view 11, which for a hundred thousand jobs is a second of a run. A test
/// compares every field with the view's.
package struct JobRowWords {
    /// Makes text from the tenant safe for its format. Words of times and numbers need nothing: a test makes sure.
    private let escape: (String) -> [UInt8]
    private let list: JobRowList
    private var actions: [ActionKey: Int] = [:]
    private var names: [ActionNames] = []
    private var record: JobRecord?
    private var dates = DateTexts()
    /// The place of the row's action in ``names``; nil until it is asked for.
    private var action: Int?

    private struct ActionKey: Hashable {
        let id: Int64
        let name: TextTable.Symbol
        let isKnown: Bool
    }

    private struct ActionNames {
        let values: ViewObject
        let isLinked: Bool
        /// What was written before: name, label, id and link.
        var written: [[UInt8]?] = [nil, nil, nil, nil]
    }

    package init(_ list: JobRowList, escape: @escaping (String) -> [UInt8]) {
        self.list = list
        self.escape = escape
    }

    /// Goes to the row of a job, by its place from 0.
    package mutating func move(to place: Int) {
        record = list.jobs.records[place]
        action = nil
    }

    /// The value of a field that is a flag; nil for a text.
    package mutating func flag(_ field: JobRowField) -> Bool? {
        switch field {
        case .isUrgent: return list.context.isUrgent(death)
        case .actionIsLinked: return names[placeOfAction()].isLinked
        default: return nil
        }
    }

    /// Appends the text of a field; nothing for a flag.
    package mutating func append(_ field: JobRowField, to bytes: inout [UInt8]) {
        guard let record else { return }
        switch field {
        case .isUrgent, .actionIsLinked: break
        case .id:
            if record.hasTextID || record.id < 0 {
                let id = list.jobs.texts.id(record).description
                bytes.append(contentsOf: escape(list.context.names.clipped(id).text))
            } else {
                bytes.append(decimal: record.id)
            }
        case .retries:
            if (0..<1000).contains(record.retryCount) {
                bytes.append(decimal: Int64(record.retryCount))
            } else {
                bytes.append(contentsOf: escape(record.knownRetryCount.map(NumberWords.grouped) ?? "unknown"))
            }
        case .events:
            if record.hasManyEvents || record.event < 0 {
                bytes.append(contentsOf: escape(JobView.events(list.jobs.texts.events(record))))
            } else {
                bytes.append(decimal: record.event)
            }
        case .actionName: appendAction(0, "name", to: &bytes)
        case .actionLabel: appendAction(1, "label", to: &bytes)
        case .actionID: appendAction(2, "idInWords", to: &bytes)
        case .actionURL: appendAction(3, "url", to: &bytes)
        case .lastRetry: appendTime(lastRetry, .event, unknownLastRetry, .words, to: &bytes)
        case .lastRetryRelative: appendTime(lastRetry, .event, unknownLastRetry, .relative, to: &bytes)
        case .lastRetryISO: appendTime(lastRetry, .event, unknownLastRetry, .iso, to: &bytes)
        case .nextRetry: appendTime(nextRetry, .prediction, JobView.noEstimate, .words, to: &bytes)
        case .nextRetryRelative: appendTime(nextRetry, .prediction, JobView.noEstimate, .relative, to: &bytes)
        case .nextRetryISO: appendTime(nextRetry, .prediction, JobView.noEstimate, .iso, to: &bytes)
        case .dies: appendTime(death, .prediction, JobView.noEstimate, .words, to: &bytes)
        case .diesRelative: appendTime(death, .prediction, JobView.noEstimate, .relative, to: &bytes)
        case .diesISO: appendTime(death, .prediction, JobView.noEstimate, .iso, to: &bytes)
        }
    }

    // MARK: Times

    private enum Form { case words, relative, iso }

    private var lastRetry: Timestamp? { record?.knownLastRetry }

    private var unknownLastRetry: String { JobView.unknownLastRetry(retryCount: record?.knownRetryCount) }

    private var nextRetry: Timestamp? {
        list.context.nextRetry(retryCount: record?.knownRetryCount, lastRetry: lastRetry)
    }

    private var death: Timestamp? {
        list.context.schedule.death(retryCount: record?.knownRetryCount, lastRetry: lastRetry).earliest
    }

    private mutating func appendTime(
        _ time: Timestamp?,
        _ kind: TimeWords.Kind,
        _ unknown: String,
        _ form: Form,
        to bytes: inout [UInt8]
    ) {
        let words = list.context.time
        guard let time else {
            if form != .iso { bytes.append(contentsOf: escape(unknown)) }
            return
        }
        guard time.microseconds >= 0 else {
            // A year before 0 begins with a sign.
            let text =
                switch form {
                case .words: words.words(time, kind)
                case .relative: words.relative(time, kind)
                case .iso: TimeWords.iso(time)
                }
            return bytes.append(contentsOf: escape(text))
        }
        switch form {
        case .words: words.appendWords(time, kind, to: &bytes) { appendISO($0, to: &$1) }
        case .relative: words.appendRelative(time, kind, to: &bytes)
        case .iso: appendISO(time, to: &bytes)
        }
    }

    private mutating func appendISO(_ time: Timestamp, to bytes: inout [UInt8]) {
        let microseconds = dates.append(time, to: &bytes)
        Timestamp.appendISO8601Time(microseconds - microseconds % 1_000_000, to: &bytes)
    }

    // MARK: Actions

    private mutating func appendAction(_ slot: Int, _ name: String, to bytes: inout [UInt8]) {
        let place = placeOfAction()
        if let known = names[place].written[slot] { return bytes.append(contentsOf: known) }
        var written: [UInt8] = []
        if case .text(let text)? = names[place].values[name] {
            // An address is empty unless it is a link, of characters that mean nothing to any format.
            written = slot == 3 ? Array(text.utf8) : escape(text)
        }
        bytes.append(contentsOf: written)
        names[place].written[slot] = written
    }

    private mutating func placeOfAction() -> Int {
        if let action { return action }
        let key = ActionKey(
            id: record?.actionID ?? JobRecord.none,
            name: record?.actionName ?? TextTable.none,
            isKnown: record?.hasAction ?? false
        )
        if let known = actions[key] {
            action = known
            return known
        }
        let facts = list.knownActions.facts(of: record.flatMap { list.jobs.texts.action($0) })
        let values = list.context.names.action(facts: facts)
        var isLinked = false
        if case .flag(let flag)? = values["isLinked"] { isLinked = flag }
        names.append(ActionNames(values: values, isLinked: isLinked))
        actions[key] = names.count - 1
        action = names.count - 1
        return names.count - 1
    }
}
