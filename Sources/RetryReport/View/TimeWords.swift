/// Moments and spans of time as English text: UTC, no locale, and always relative to the report's own moment.
struct TimeWords: Sendable {
    let now: Timestamp
    /// What is written between a number and its unit: a no-break space where lines are short.
    var space = " "

    /// What a moment is, which decides how its past and its future are worded.
    enum Kind {
        /// Something that happened. It is never in the future: where a tenant's clock is ahead, it happened just now.
        case event
        /// Something that happened when the schedule says so.
        case estimatedEvent
        /// A retry or a death that the schedule predicts.
        case prediction
    }

    /// The names of a moment. `unknown` is said when there is none.
    func values(_ time: Timestamp?, _ kind: Kind = .event, unknown: String = "unknown") -> ViewObject {
        guard let time else { return ViewObject(UnknownMoment(kind: kind, words: unknown)) }
        return ViewObject(Moment(words: self, time: time, kind: kind))
    }

    private struct Moment: ViewSubject {
        let words: TimeWords
        let time: Timestamp
        let kind: Kind

        var relative: String { words.relative(time, kind) }

        static let fields: ViewFields<Moment> = [
            "isKnown": { _ in .flag(true) },
            "iso": { .text(TimeWords.iso($0.time)) },
            "date": { .text(TimeWords.date($0.time)) },
            "clock": { .text(TimeWords.clock($0.time)) },
            "relative": { .text($0.relative) },
            "age": { .text($0.words.age($0.time, $0.kind)) },
            "words": { moment in
                let mark = moment.kind == .event ? "" : "≈\(moment.words.space)"
                return .text("\(mark)\(TimeWords.iso(moment.time)) (\(moment.relative))")
            },
            "isEstimate": { .flag($0.kind != .event) },
            "isPast": { .flag($0.kind != .prediction || $0.time < $0.words.now) },
        ]
    }

    private struct UnknownMoment: ViewSubject {
        let kind: Kind
        let words: String

        static let fields: ViewFields<UnknownMoment> = [
            "isKnown": { _ in .flag(false) },
            "iso": { _ in .text("") },
            "date": { _ in .text("") },
            "clock": { _ in .text("") },
            "relative": { .text($0.words) },
            "age": { .text($0.words) },
            "words": { .text($0.words) },
            "isEstimate": { .flag($0.kind != .event) },
            "isPast": { _ in .flag(false) },
        ]
    }

    /// `3 d 4 h ago`, `just now`; for estimates `≈ 3 d 4 h ago`, `in ≈ 5 h`, `expected ≈ 2 h ago`.
    func relative(_ time: Timestamp, _ kind: Kind = .event) -> String {
        let ahead = time.seconds(after: now)
        let seconds = Int64(clamping: ahead.magnitude)
        let span = Self.span(seconds: seconds, space)
        switch kind {
        case .event: return ahead < 0 ? "\(span) ago" : "just now"
        case .estimatedEvent: return ahead < 0 ? "≈\(space)\(span) ago" : "≈\(space)just now"
        case .prediction:
            if seconds == 0 { return "≈\(space)now" }
            return ahead < 0 ? "expected ≈\(space)\(span) ago" : "in ≈\(space)\(span)"
        }
    }

    /// How long ago something was: `19 d 4 h`, and `≈ 19 d 4 h` for an estimate.
    func age(_ time: Timestamp, _ kind: Kind = .event) -> String {
        let span = Self.span(seconds: max(0, now.seconds(after: time)), space)
        return kind == .event ? span : "≈\(space)\(span)"
    }

    /// The two largest units that say something: `42 s`, `12 min`, `2 h 5 min`, `5 h`, `3 d 4 h`, `6 y 10 mo`.
    static func span(seconds: Int64, _ space: String = " ") -> String {
        let minutes = seconds / 60
        let hours = minutes / 60
        let days = hours / 24
        func pair(_ first: Int64, _ unit: String, _ second: Int64, _ smaller: String) -> String {
            second == 0 ? "\(first)\(space)\(unit)" : "\(first)\(space)\(unit) \(second)\(space)\(smaller)"
        }
        if minutes < 1 { return "\(seconds)\(space)s" }
        if hours < 1 { return "\(minutes)\(space)min" }
        if hours < 3 { return pair(hours, "h", minutes % 60, "min") }
        if days < 1 { return "\(hours)\(space)h" }
        if days < 100 { return pair(days, "d", hours % 24, "h") }
        if days < 731 { return "\(days)\(space)d" }
        let months = Int64(Double(days) / 30.436_875)
        if months < 120 { return pair(months / 12, "y", months % 12, "mo") }
        return "\(NumberWords.grouped(Int(months / 12)))\(space)y"
    }

    /// `2026-07-26T12:00:00Z`: ISO 8601 in UTC, to the second.
    static func iso(_ time: Timestamp) -> String {
        let (rest, overflow) = time.microseconds.subtractingReportingOverflow(fraction(of: time))
        return overflow ? time.iso8601 : Timestamp(microseconds: rest).iso8601
    }

    /// `2026-07-26`.
    static func date(_ time: Timestamp) -> String {
        String(iso(time).prefix { $0 != "T" })
    }

    /// `12:00`, in UTC.
    static func clock(_ time: Timestamp) -> String {
        String(iso(time).drop { $0 != "T" }.dropFirst().prefix(5))
    }

    private static func fraction(of time: Timestamp) -> Int64 {
        let rest = time.microseconds % 1_000_000
        return rest < 0 ? rest + 1_000_000 : rest
    }
}

extension Timestamp {
    /// Complete seconds from another moment to this one; negative when this one is earlier.
    func seconds(after other: Timestamp) -> Int64 {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        return (overflow ? (self < other ? Int64.min : Int64.max) : difference) / 1_000_000
    }
}
