/// Moments and spans of time as English text: UTC, no locale, and always seen from the report's own moment.
struct TimeWords: Sendable {
    let now: Timestamp
    /// What stands between a number and its unit: a no-break space where lines are short.
    var space = " "

    /// What a moment is, which decides how its past is told.
    enum Kind {
        /// Something that happened.
        case event
        /// Something that the schedule says has happened.
        case estimatedEvent
        /// A death that the schedule foretells.
        case death
        /// A retry that the schedule foretells.
        case retry
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
            "words": { moment in
                let mark = moment.kind == .event ? "" : "≈\(moment.words.space)"
                return .text("\(mark)\(TimeWords.iso(moment.time)) (\(moment.relative))")
            },
            "isEstimate": { .flag($0.kind != .event) },
            "isPast": { .flag($0.time < $0.words.now) },
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
            "words": { .text($0.words) },
            "isEstimate": { .flag($0.kind != .event) },
            "isPast": { _ in .flag(false) },
        ]
    }

    /// `3 d 4 h ago`, `in 5 h`; estimates `in ≈ 5 h`, `overdue by ≈ 2 h`.
    func relative(_ time: Timestamp, _ kind: Kind = .event) -> String {
        let (difference, overflow) = time.microseconds.subtractingReportingOverflow(now.microseconds)
        let micro = overflow ? (time < now ? Int64.min : Int64.max) : difference
        let isPast = micro < 0
        let seconds = Int64(clamping: micro.magnitude / 1_000_000)
        guard seconds > 0 else { return kind == .event ? "now" : "≈\(space)now" }
        let span = Self.span(seconds: seconds, space)
        return switch (kind, isPast) {
        case (.event, true): "\(span) ago"
        case (.event, false): "in \(span)"
        case (.estimatedEvent, true): "≈\(space)\(span) ago"
        case (_, true): "overdue by ≈\(space)\(span)"
        case (_, false): "in ≈\(space)\(span)"
        }
    }

    /// The time from a moment to the report's, without a direction: `19 d 4 h`.
    func age(_ time: Timestamp) -> String {
        let (difference, overflow) = now.microseconds.subtractingReportingOverflow(time.microseconds)
        return Self.span(seconds: overflow ? Int64.max : Int64(clamping: difference.magnitude / 1_000_000), space)
    }

    /// The two largest units that matter: `42 s`, `12 min`, `2 h 5 min`, `5 h`, `3 d 4 h`, `6 y 10 mo`.
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
