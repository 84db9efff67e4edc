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
            "words": { .text($0.words.words($0.time, $0.kind)) },
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

    /// The moment and how far away it is: `2026-07-26T12:00:00Z (3 d 4 h ago)`.
    func words(_ time: Timestamp, _ kind: Kind) -> String {
        Self.text { appendWords(time, kind, to: &$0) }
    }

    /// Appends ``words(_:_:)`` as UTF-8; `appendISO` may remember dates.
    func appendWords(
        _ time: Timestamp,
        _ kind: Kind,
        to bytes: inout [UInt8],
        appendISO: (Timestamp, inout [UInt8]) -> Void = { TimeWords.appendISO($0, to: &$1) }
    ) {
        if kind != .event { appendEstimateMark(to: &bytes) }
        appendISO(time, &bytes)
        bytes.append(contentsOf: " (".utf8)
        appendRelative(time, kind, to: &bytes)
        bytes.append(UInt8(ascii: ")"))
    }

    private func appendEstimateMark(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "≈".utf8)
        bytes.append(contentsOf: space.utf8)
    }

    /// `3 d 4 h ago`, `just now`; for estimates `≈ 3 d 4 h ago`, `in ≈ 5 h`, `expected ≈ 2 h ago`.
    func relative(_ time: Timestamp, _ kind: Kind = .event) -> String {
        Self.text { appendRelative(time, kind, to: &$0) }
    }

    /// Appends ``relative(_:_:)`` as UTF-8.
    func appendRelative(_ time: Timestamp, _ kind: Kind, to bytes: inout [UInt8]) {
        let ahead = time.seconds(after: now)
        let seconds = Int64(clamping: ahead.magnitude)
        let isPast = ahead < 0
        switch kind {
        case .event: break
        case .estimatedEvent: appendEstimateMark(to: &bytes)
        case .prediction:
            if seconds > 0 { bytes.append(contentsOf: (isPast ? "expected " : "in ").utf8) }
            appendEstimateMark(to: &bytes)
            if seconds == 0 { return bytes.append(contentsOf: "now".utf8) }
        }
        if kind != .prediction, !isPast { return bytes.append(contentsOf: "just now".utf8) }
        Self.appendSpan(seconds: seconds, space, to: &bytes)
        if isPast { bytes.append(contentsOf: " ago".utf8) }
    }

    /// How long ago something was: `19 d 4 h`, and `≈ 19 d 4 h` for an estimate.
    func age(_ time: Timestamp, _ kind: Kind = .event) -> String {
        let span = Self.span(seconds: max(0, now.seconds(after: time)), space)
        return kind == .event ? span : "≈\(space)\(span)"
    }

    /// The two largest units that say something: `42 s`, `12 min`, `2 h 5 min`, `5 h`, `3 d 4 h`, `6 y 10 mo`.
    static func span(seconds: Int64, _ space: String = " ") -> String {
        text { appendSpan(seconds: seconds, space, to: &$0) }
    }

    private static func appendSpan(seconds: Int64, _ space: String, to bytes: inout [UInt8]) {
        func append(_ number: Int64, _ unit: String) {
            bytes.append(decimal: number)
            bytes.append(contentsOf: space.utf8)
            bytes.append(contentsOf: unit.utf8)
        }
        func append(_ first: Int64, _ unit: String, _ second: Int64, _ smaller: String) {
            append(first, unit)
            guard second != 0 else { return }
            bytes.append(UInt8(ascii: " "))
            append(second, smaller)
        }
        let minutes = seconds / 60
        let hours = minutes / 60
        let days = hours / 24
        if minutes < 1 { return append(seconds, "s") }
        if hours < 1 { return append(minutes, "min") }
        if hours < 3 { return append(hours, "h", minutes % 60, "min") }
        if days < 1 { return append(hours, "h") }
        if days < 100 { return append(days, "d", hours % 24, "h") }
        if days < 731 { return append(days, "d") }
        let months = Int64(Double(days) / 30.436_875)
        if months < 120 { return append(months / 12, "y", months % 12, "mo") }
        bytes.append(contentsOf: "\(NumberWords.grouped(Int(months / 12)))\(space)y".utf8)
    }

    /// `2026-07-26T12:00:00Z`: ISO 8601 in UTC, to the second.
    static func iso(_ time: Timestamp) -> String {
        text { appendISO(time, to: &$0) }
    }

    /// Appends ``iso(_:)`` as ASCII.
    static func appendISO(_ time: Timestamp, to bytes: inout [UInt8]) {
        let (rest, overflow) = time.microseconds.subtractingReportingOverflow(fraction(of: time))
        (overflow ? time : Timestamp(microseconds: rest)).appendISO8601(to: &bytes)
    }

    private static func text(_ append: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        append(&bytes)
        return String(decoding: bytes, as: UTF8.self)
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
