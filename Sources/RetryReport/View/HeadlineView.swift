/// The one sentence that a reader takes away: as one text (`sentence`) and in parts that a template can set off.
struct HeadlineView {
    let context: ViewContext
    let totals: Totals
    let errors: ErrorRanking
    /// The jobs that need attention.
    let open: OpenJobs
    /// What part of the jobs a policy mutes or accepts, such as `300 of them muted`.
    let covered: String?

    init(_ context: ViewContext) {
        self.context = context
        totals = context.report.totals
        errors = ErrorRanking(context.groups)
        open = context.open
        covered = PolicyView(context).partOfThem
    }

    /// A piece of the sentence and what it is.
    private enum Part {
        case plain(String)
        case strong(String)
        case urgent(String)
        case name(String)

        var text: String {
            switch self {
            case .plain(let text), .strong(let text), .urgent(let text), .name(let text): text
            }
        }

        var values: ViewObject {
            var values: ViewObject = [
                "text": .text(text), "isPlain": .flag(false), "isStrong": .flag(false), "isUrgent": .flag(false),
                "isName": .flag(false),
            ]
            switch self {
            case .plain: values["isPlain"] = .flag(true)
            case .strong: values["isStrong"] = .flag(true)
            case .urgent: values["isUrgent"] = .flag(true)
            case .name: values["isName"] = .flag(true)
            }
            return values
        }
    }

    var isIncomplete: Bool { !context.reading.isComplete }
    var isUnverified: Bool { context.reading.isComplete && !context.reading.isVerified }

    var unreadable: Int { context.report.reading.unreadableJobs }

    private var isCalm: Bool {
        totals.jobs == 0 && unreadable == 0 && context.isWhole && died + (diedSince ?? 0) == 0 && notPlaced == 0
    }

    /// Jobs that died since the last complete report; nil when that is not known.
    private var diedSince: Int? { context.report.changes?.jobs?.died }

    /// Dead jobs whose last retry was within the last 24 hours; none where the comparison with the last report says what
    /// died, which would say them twice.
    var died: Int { diedSince == nil ? context.report.dead?.within24Hours ?? 0 : 0 }

    private var notPlaced: Int { context.report.filter?.jobsNotPlaced ?? 0 }

    var isRestricted: Bool { context.report.filter != nil }

    /// `isEmpty` and `isCalm` differ: an empty list that was not read completely is not calm.
    var values: ViewObject {
        let (now, since) = (now, since)
        let parts = now + (since.isEmpty ? [] : [.plain(" ")] + since)
        return [
            "sentence": .text(Self.unbound(parts.map(\.text).joined())),
            "parts": .list(ViewList(parts.map(\.values))),
            "nowParts": .list(ViewList(now.map(\.values))),
            "sinceParts": .list(ViewList(since.map(\.values))),
            "hasSince": .flag(!since.isEmpty),
            "subject": .text(subject),
            "preheader": .text(preheader),
            "warning": .text(warning),
            "hasWarning": .flag(!warning.isEmpty),
            "isIncomplete": .flag(isIncomplete),
            "isUnverified": .flag(isUnverified),
            "isComplete": .flag(context.isWhole),
            "isEmpty": .flag(totals.jobs == 0),
            "hasJobs": .flag(totals.jobs > 0),
            "hasNews": .flag(!isCalm),
            "isCalm": .flag(isCalm),
        ]
    }

    /// The first words when the report does not cover the complete list.
    var warning: String {
        isIncomplete ? "Incomplete:" : isUnverified ? "Possibly incomplete:" : ""
    }

    /// What is waiting now.
    private var now: [Part] {
        let start: [Part] = warning.isEmpty ? [] : [.urgent(warning), .plain(" ")]
        let body =
            totals.jobs == 0
            ? empty : waiting + mostFrequent + stopped + soon + dead + [.plain(".")] + besides
        return start + restriction + body + outside
    }

    /// What a restricted report is about, such as "Story Phishing triage: ".
    private var restriction: [Part] {
        guard let filter = context.report.filter else { return [] }
        let lists = [
            ("story", "stories", filter.stories), ("team", "teams", filter.teams), ("type", "types", filter.types),
            ("error class", "error classes", filter.errorClasses), ("action", "actions", filter.actions),
        ]
        var parts: [Part] = []
        for (one, many, names) in lists where !names.isEmpty {
            let word = names.count == 1 ? one : many
            parts.append(.plain(parts.isEmpty ? "Only \(word) " : ", \(word) "))
            for (place, name) in names.prefix(3).enumerated() {
                if place > 0 { parts.append(.plain(", ")) }
                parts.append(.name(context.names.clipped(name, to: Self.nameLength).text))
            }
            if names.count > 3 { parts.append(.plain(" and \(names.count - 3) more")) }
        }
        return parts + [.plain(": ")]
    }

    /// Jobs that may belong to a restricted report.
    private var outside: [Part] {
        guard notPlaced > 0 else { return [] }
        let verb = notPlaced == 1 ? "is" : "are"
        return [
            .plain(" "), .urgent(NumberWords.counted(notPlaced, "job")),
            .plain(" whose story or team is not known \(verb) not included."),
        ]
    }

    /// What died lately, by the list of dead jobs.
    private var dead: [Part] {
        guard died > 0, let list = context.report.dead else { return [] }
        let least = list.isComplete && !list.isFull ? "" : "at least "
        return [.plain("; "), .urgent("\(least)\(NumberWords.grouped(died)) died in the last 24\u{a0}h")]
    }

    /// Jobs that are in no group, because it is not known what they are.
    private var besides: [Part] {
        unreadable == 0
            ? [] : [.plain(" "), .urgent("\(NumberWords.grouped(unreadable)) more could not be read"), .plain(".")]
    }

    /// What changed since the last complete report: a sentence of its own, which a page may set smaller.
    private var since: [Part] {
        guard let news = ChangesView(context).news else { return [] }
        return [.plain("Since the last complete report: "), .strong(news), .plain(".")]
    }

    private var empty: [Part] {
        if unreadable > 0 {
            return [
                .urgent("\(NumberWords.counted(unreadable, "job")) could not be read"),
                .plain(context.isWhole ? ", and there are no others." : ", and no others were read."),
            ]
        }
        if isIncomplete { return [.plain("no job was read, but reading stopped early: jobs may be waiting.")] }
        if isUnverified { return [.plain("no job was found, but some may have been missed.")] }
        return [.plain(isRestricted ? "no jobs are waiting for a retry" : "No jobs are waiting for a retry")] + dead
            + [.plain(".")]
    }

    private var waiting: [Part] {
        let least: [Part] = isIncomplete ? [.plain("at least ")] : []
        return least + [
            .strong(NumberWords.counted(totals.jobs, "job")),
            .plain(totals.jobs == 1 ? " is waiting for a retry" : " are waiting for a retry"),
        ] + (ChangesView(context).difference.map { [.plain(", \(Self.bound($0))")] } ?? [])
            + (covered.map { [.plain(", \(Self.bound($0))")] } ?? [])
    }

    private var mostFrequent: [Part] {
        guard let first = errors.first else { return [] }
        let name = first.errorClass.map { Part.name(context.names.clipped($0, to: Self.nameLength).text) }
        guard errors.classes > 1 else {
            let all =
                covered != nil
                ? "; \(ofThese)all with "
                : totals.jobs == 1 ? ", with " : isIncomplete ? ", all that were read with " : ", all with "
            return [.plain(all), name ?? .plain("no error class")]
        }
        let count = NumberWords.grouped(first.count)
        guard errors.equals == 1 else {
            let each = Self.bound("\(NumberWords.counted(first.count, "job")) each")
            return [
                .plain(
                    "; \(ofThese)the \(NumberWords.grouped(errors.equals)) most frequent errors have \(each), one is "
                ),
                name ?? .plain("no error class"),
            ]
        }
        let share = Self.bound(NumberWords.share(first.count, of: open.jobs))
        guard let name else { return [.plain("; \(ofThese)most have no error class (\(count),\u{a0}\(share))")] }
        return [.plain("; \(ofThese)the most frequent error is "), name, .plain(" (\(count),\u{a0}\(share))")]
    }

    var noRetryFor: String? { context.timeWithoutRetry.map { "no retry for \($0)" } }

    private var stopped: [Part] {
        noRetryFor.map { [.plain(isIncomplete ? "; of those read, " : "; "), .urgent(Self.bound($0))] } ?? []
    }

    /// Which jobs a clause is about, when they are not all.
    private var ofThese: String {
        covered == nil
            ? isIncomplete ? "of those read, " : ""
            : isIncomplete ? "of the others that were read, " : "of the others, "
    }

    private var soon: [Part] {
        guard open.jobs > 0 else { return [] }
        // The clause before it says already which jobs; of an incomplete reading each claim says it.
        let ofThese = covered != nil && !isIncomplete ? "" : ofThese
        let deaths = open.deaths
        let next = deaths.next.map { Self.bound(context.time.relative($0, .prediction)) }
        var parts: [Part] = []
        if deaths.within24Hours > 0 {
            let verb = deaths.within24Hours == 1 ? "dies" : "die"
            parts += [
                .plain("; \(ofThese)"),
                .urgent("≈\u{a0}\(NumberWords.grouped(deaths.within24Hours)) \(verb) within 24\u{a0}h"),
                .plain(next.map { deaths.within24Hours == 1 ? ", \($0)" : ", the next \($0)" } ?? ""),
            ]
        }
        if deaths.overdue > 0 {
            parts += [
                .plain(parts.isEmpty ? "; \(ofThese)" : "; "),
                .urgent("\(NumberWords.grouped(deaths.overdue)) should be dead already"),
            ]
        }
        guard parts.isEmpty, noRetryFor == nil else { return parts }
        guard let next else { return [.plain("; \(ofThese)when they die cannot be estimated")] }
        return context.isWhole
            ? [.plain("; \(ofThese)no death is estimated within 24\u{a0}h, the next is \(next)")]
            : [.plain("; \(ofThese)the next dies \(next)")]
    }

    private static let nameLength = 60

    /// Keeps a number and its unit on one line, in the parts; the sentence as one text has plain spaces, which can be
    /// searched for.
    private static func bound(_ text: String) -> String {
        text.replacing(" ", with: "\u{a0}")
    }

    private static func unbound(_ text: String) -> String {
        text.replacing("\u{a0}", with: " ")
    }
}
