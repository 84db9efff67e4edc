import RetryReport

/// A subject with placeholders for what changes from report to report.
///
/// | placeholder | example |
/// |---|---|
/// | `{tenant}` | `acme` for acme.tines.com, else the host, else what was read |
/// | `{news}` | `1,284 retry jobs in 14 groups, 17 die within 24 h`, `no retry jobs`, `INCOMPLETE: …` |
/// | `{jobs}` | `1,284` |
/// | `{groups}` | `14` |
/// | `{dying}` | `17`: the jobs that die within 24 hours, overdue ones included |
/// | `{title}` | `Retry jobs of acme`: the report's title, at most 100 characters of it |
///
/// `{{` stands for a brace. When the set was not read whole and the template lacks `{news}`, the subject says so first,
/// so that no choice of words hides it.
public struct SubjectTemplate: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case text(String)
        case placeholder(Placeholder)
    }

    private enum Placeholder: String, CaseIterable {
        case tenant, news, jobs, groups, dying, title
    }

    /// The text of ``standard``.
    package static let standardText = "[{tenant}] {news}"
    /// `[{tenant}] {news}`.
    public static let standard = SubjectTemplate(pieces: [
        .text("["), .placeholder(.tenant), .text("] "), .placeholder(.news),
    ])

    /// `[{tenant}] {title}`, which does not change from report to report: for threads.
    public static let constant = SubjectTemplate(pieces: [
        .text("["), .placeholder(.tenant), .text("] "), .placeholder(.title),
    ])

    private let pieces: [Piece]

    private init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// Reads a template. Throws ``MailSettingError`` for a control character, an unknown placeholder, a brace that is
    /// not closed, and a text that is empty or longer than 500 bytes.
    public init(_ text: String) throws(MailSettingError) {
        try MailSettingError.refuseControls(in: text, of: "mail subject")
        guard !text.trimmed.isEmpty else { throw .badSubject("it is empty") }
        guard text.utf8.count <= 500 else { throw .badSubject("it is longer than 500 bytes") }
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
                throw .badSubject("a '{' has no '}'; write {{ for a brace")
            }
            let name = String(rest[..<end])
            guard let placeholder = Placeholder(rawValue: name) else {
                throw .unknownPlaceholder(name, known: Placeholder.allCases.map(\.rawValue))
            }
            pieces.append(.placeholder(placeholder))
            rest = rest[rest.index(after: end)...]
        }
        self.pieces = pieces + [.text(String(rest))]
    }

    /// The subject for a report: one line, cut to 250 characters. `view` is the report in words.
    func text(_ report: Report, view: ViewObject) -> String {
        let words = pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .placeholder(let placeholder): Self.value(placeholder, report, view)
            }
        }
        let hasNews = pieces.contains(.placeholder(.news))
        let warning = hasNews ? "" : Self.warning(view)
        return VisibleText.clean(warning + words.joined(), to: 250)
    }

    private static func value(_ placeholder: Placeholder, _ report: Report, _ view: ViewObject) -> String {
        switch placeholder {
        case .tenant: report.reading.tenant?.label ?? VisibleText.clean(report.reading.source, to: 40)
        case .news: news(view)
        case .jobs: view.text("totals.jobs")
        case .groups: view.text("totals.groups")
        case .dying: view.text("totals.dieWithin24Hours")
        case .title: VisibleText.clean(report.title, to: 100)
        }
    }

    /// What a report has to say, with the warning in capitals: an inbox shows no colours.
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
