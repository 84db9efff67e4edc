/// The one sentence that a reader takes away, whole (`sentence`) and in parts that a template can set off.
struct HeadlineView {
    private let context: ViewContext
    private let totals: Totals

    init(_ context: ViewContext) {
        self.context = context
        totals = context.report.totals
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

    private var reading: Reading { context.reading }
    private var isIncomplete: Bool { !reading.isComplete }
    private var isUnconfirmed: Bool { reading.isComplete && !reading.isVerified }

    private var unreadable: Int { context.report.reading.unreadableJobs }

    private var isCalm: Bool { totals.jobs == 0 && unreadable == 0 && reading.isComplete && reading.isVerified }

    /// `isEmpty` and `isCalm` differ: an empty set that was not read whole is no reason to be calm.
    var values: ViewObject {
        let parts = parts
        return [
            "sentence": .text(Self.unbound(parts.map(\.text).joined())),
            "parts": .list(ViewList(parts.map(\.values))),
            "subject": .text(subject),
            "preheader": .text(preheader),
            "warning": .text(warning),
            "hasWarning": .flag(!warning.isEmpty),
            "isIncomplete": .flag(isIncomplete),
            "isUnconfirmed": .flag(isUnconfirmed),
            "isComplete": .flag(reading.isComplete && reading.isVerified),
            "isEmpty": .flag(totals.jobs == 0),
            "hasJobs": .flag(totals.jobs > 0),
            "hasNews": .flag(!isCalm),
            "isCalm": .flag(isCalm),
        ]
    }

    /// The first words when the report can't speak for the whole set.
    private var warning: String {
        isIncomplete ? "Incomplete:" : isUnconfirmed ? "Possibly incomplete:" : ""
    }

    private var parts: [Part] {
        let start: [Part] = warning.isEmpty ? [] : [.urgent(warning), .plain(" ")]
        return start + (totals.jobs == 0 ? empty : waiting + worst + soon + besides)
    }

    /// Jobs that are in no group, because nothing tells what they are.
    private var besides: [Part] {
        unreadable == 0
            ? [] : [.plain(" "), .urgent("\(NumberWords.grouped(unreadable)) more could not be read"), .plain(".")]
    }

    private var empty: [Part] {
        if unreadable > 0 {
            let jobs = NumberWords.counted(unreadable, "job")
            return [.urgent("\(jobs) could not be read"), .plain(", and there are no others.")]
        }
        if isIncomplete { return [.plain("no job was read, but the reading stopped early, so some may wait.")] }
        if isUnconfirmed { return [.plain("no job was found, but some may have been missed.")] }
        return [.plain("No job waits for a retry.")]
    }

    private var waiting: [Part] {
        let jobs = NumberWords.counted(totals.jobs, "job")
        let least: [Part] = isIncomplete ? [.plain("at least ")] : []
        let rest: String
        if totals.groups > 1 {
            rest = " in \(NumberWords.counted(totals.groups, "group")) wait for a retry, "
        } else {
            rest = totals.jobs == 1 ? " waits for a retry, with " : " wait for a retry, all with "
        }
        return least + [.strong(jobs), .plain(rest)]
    }

    private var worst: [Part] {
        guard let group = context.groups.first else { return [] }
        let name: Part =
            group.errorClass.map { .name(context.names.clipped($0, to: Self.nameLength).text) }
            ?? .plain("no error class")
        guard totals.groups > 1 else { return [name] }
        if largest == context.groups.count { return [.plain(each(group))] }
        if largest > 1 { return [.plain("the \(largest) largest with \(each(group)), one of them "), name] }
        let share = Self.bound(NumberWords.share(group.count, of: totals.jobs))
        // "Most" would claim a majority.
        let lead = group.count * 2 > totals.jobs ? "most with " : "the largest with "
        return [.plain(lead), name, .plain(" (\(NumberWords.grouped(group.count)),\u{a0}\(share))")]
    }

    /// How many groups are as large as the largest: of these none is the largest.
    private var largest: Int {
        context.groups.prefix { $0.count == context.groups.first?.count }.count
    }

    private func each(_ group: ErrorGroup) -> String {
        Self.bound("\(NumberWords.grouped(group.count)) each")
    }

    private var soon: [Part] {
        let deaths = totals.deaths
        let next = deaths.next.map { Self.bound(context.time.relative($0, .death)) }
        if deaths.overdue > 0, deaths.within24Hours == 0 {
            return [
                .plain("; "), .urgent("≈\u{a0}\(NumberWords.grouped(deaths.overdue)) should be dead by now"),
                .plain("."),
            ]
        }
        if deaths.within24Hours > 0 {
            let verb = deaths.within24Hours == 1 ? "dies" : "die"
            let dying = "≈\u{a0}\(NumberWords.grouped(deaths.within24Hours)) \(verb) within 24\u{a0}h"
            return [.plain("; "), .urgent(dying), .plain(next.map { ", the next \($0)." } ?? ".")]
        }
        guard let next else { return [.plain("; when they die can't be estimated.")] }
        return [.plain("; none should die within 24\u{a0}h, the next \(next).")]
    }

    /// The news for a mail's subject line: numbers only, so that nothing from the tenant stands in a header.
    private var subject: String {
        let start = isIncomplete ? "Incomplete: " : isUnconfirmed ? "Possibly incomplete: " : ""
        let more = unreadable == 0 ? "" : ", \(NumberWords.grouped(unreadable)) unreadable"
        guard totals.jobs > 0 else { return start + (start.isEmpty ? "No retry jobs" : "no retry jobs") + more }
        let jobs = NumberWords.counted(totals.jobs, "retry job")
        let deaths = totals.deaths
        var dying = ""
        if deaths.within24Hours > 0 {
            let verb = deaths.within24Hours == 1 ? "dies" : "die"
            dying = ", \(NumberWords.grouped(deaths.within24Hours)) \(verb) within 24 h"
        } else if deaths.overdue > 0 {
            dying = ", \(NumberWords.grouped(deaths.overdue)) overdue"
        }
        return "\(start)\(jobs) in \(NumberWords.counted(totals.groups, "group"))\(dying)\(more)"
    }

    /// What an inbox shows beside the subject: that which the subject did not say.
    private var preheader: String {
        guard totals.jobs > 0, let group = context.groups.first else {
            if unreadable > 0 { return "What was read is not what a job looks like; the mail says where." }
            return reading.isComplete && reading.isVerified
                ? "The watch is alive: the whole set was read and it is empty."
                : "The set was not read whole; the mail says why."
        }
        let name = group.errorClass.map { context.names.clipped($0, to: 40).text } ?? "no error class"
        let share = NumberWords.share(group.count, of: totals.jobs)
        let next = totals.deaths.next.map { "; next death \(context.time.relative($0, .death))" } ?? ""
        if totals.groups == 1 { return "All with \(name)\(next)." }
        if largest == 1 { return "Largest: \(name), \(share) of all\(next)." }
        return
            "\(NumberWords.grouped(largest)) groups of \(NumberWords.counted(group.count, "job")), one of them \(name)\(next)."
    }

    private static let nameLength = 60

    /// Keeps a number and its unit on one line, in the parts; the whole sentence has plain spaces, which can be
    /// searched for.
    private static func bound(_ text: String) -> String {
        text.replacing(" ", with: "\u{a0}")
    }

    private static func unbound(_ text: String) -> String {
        text.replacing("\u{a0}", with: " ")
    }
}
