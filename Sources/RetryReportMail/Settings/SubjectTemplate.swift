import RetryReport

/// A subject with placeholders for what changes from report to report.
///
/// | placeholder | example |
/// |---|---|
/// | `{tenant}` | `acme` for acme.tines.com; the host of another tenant; `unknown tenant` |
/// | `{news}` | `≈ 17 die within 24 h; 1,284 retry jobs in 14 groups`, `no retry jobs`, `INCOMPLETE: …` |
/// | `{jobs}` | `1,284` |
/// | `{groups}` | `14` |
/// | `{dying}` | `17`: the jobs that die within 24 hours, by estimate |
/// | `{overdue}` | `4`: the jobs that should be dead already, by estimate |
/// | `{title}` | `Retry jobs of acme`: the report's title, at most 100 characters of it |
///
/// `{{` means a brace. When the reading is incomplete or not verified and the template has no `{news}`, the subject
/// begins by saying so, so that no choice of words hides it.
public struct SubjectTemplate: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case text(String)
        case placeholder(Placeholder)
    }

    private enum Placeholder: String, CaseIterable {
        case tenant, news, jobs, groups, dying, overdue, title
    }

    /// The text of ``standard``.
    package static let standardText = "[{tenant}] {news}"

    /// `[{tenant}] {news}`: deaths before the count, since a phone shows the first 35 characters or so.
    public static let standard = SubjectTemplate(
        pieces: [.text("["), .placeholder(.tenant), .text("] "), .placeholder(.news)],
        hasWarning: true
    )

    /// `[{tenant}] {title}`, the same for every report of a tenant, complete or not: Gmail begins a new thread when a
    /// subject changes. It claims nothing; the message itself begins with a warning.
    public static let threaded = SubjectTemplate(
        pieces: [.text("["), .placeholder(.tenant), .text("] "), .placeholder(.title)],
        hasWarning: false
    )

    private let pieces: [Piece]
    private let hasWarning: Bool

    private init(pieces: [Piece], hasWarning: Bool) {
        self.pieces = pieces
        self.hasWarning = hasWarning
    }

    /// Reads a template. Throws ``MailSettingError`` for a control character, an unknown placeholder, a brace that is
    /// not closed, and a text that is empty or longer than 500 bytes.
    public init(_ text: String) throws(MailSettingError) {
        try MailSettingError.refuseControls(in: text)
        guard !text.trimmed.isEmpty else { throw MailSettingError(.subject, "must not be empty") }
        guard text.utf8.count <= 500 else {
            throw MailSettingError(.subject, value: text, "must not be longer than 500 bytes")
        }
        var pieces: [Piece] = []
        var rest = text[...]
        while let brace = rest.firstIndex(of: "{") {
            pieces.append(.text(String(rest[..<brace])))
            rest = rest[rest.index(after: brace)...]
            if rest.first == "{" {
                pieces.append(.text("{"))
                rest.removeFirst()
                continue
            }
            guard let end = rest.firstIndex(of: "}") else {
                throw MailSettingError(.subject, value: text, "must close each '{' with '}', or write '{{' for a brace")
            }
            let name = String(rest[..<end])
            guard let placeholder = Placeholder(rawValue: name) else {
                let known = Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
                throw MailSettingError(
                    .unknownPlaceholder,
                    value: "{\(name)}",
                    "may have the placeholders \(known), and '{{' for a brace"
                )
            }
            pieces.append(.placeholder(placeholder))
            rest = rest[rest.index(after: end)...]
        }
        self.init(pieces: pieces + [.text(String(rest))], hasWarning: true)
    }

    /// Whether every report of a tenant has the same subject, unless a warning is needed.
    package var isConstant: Bool {
        pieces.allSatisfy { piece in
            switch piece {
            case .text, .placeholder(.tenant), .placeholder(.title): true
            case .placeholder: false
            }
        }
    }

    /// The subject for a report: one line, cut to 250 characters. `view` is the report in words.
    func text(_ report: Report, view: ViewObject) -> String {
        let words = pieces.map { piece in
            switch piece {
            case .text(let text): VisibleText.clean(text)
            case .placeholder(let placeholder): Self.value(placeholder, report, view)
            }
        }
        let warning = hasWarning && !pieces.contains(.placeholder(.news)) ? Self.warning(view) : ""
        let subject = warning + words.joined()
        let start = String(subject.unicodeScalars.prefix(250))
        let cut = start.unicodeScalars.count < subject.unicodeScalars.count ? start + "…" : start
        return NameIsolation.closedPerLine([cut])[0]
    }

    private static func value(_ placeholder: Placeholder, _ report: Report, _ view: ViewObject) -> String {
        switch placeholder {
        // Never the source: that may be a path on the sender's machine.
        case .tenant: report.reading.tenant?.label ?? "unknown tenant"
        case .news: news(view)
        case .jobs: view.text("totals.jobs")
        case .groups: view.text("totals.groups")
        case .dying: view.text("totals.dieWithin24Hours")
        case .overdue: view.text("totals.overdue")
        case .title: NameIsolation.isolated(VisibleText.clean(report.title, to: 100))
        }
    }

    /// The news of a report, with a warning in capitals: an inbox shows no colours.
    private static func news(_ view: ViewObject) -> String {
        let news = view.text("headline.subject")
        let warning = view.text("headline.warning")
        if !warning.isEmpty, news.hasPrefix(warning) { return warning.uppercased() + news.dropFirst(warning.count) }
        return news.prefix(1).lowercased() + news.dropFirst()
    }

    private static func warning(_ view: ViewObject) -> String {
        let warning = view.text("headline.warning")
        return warning.isEmpty ? "" : warning.uppercased() + " "
    }
}
