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
    func text(_ report: Report, view: ViewObject) -> String { text(SubjectWords(report, view)) }

    /// The subject made of words: one line, cut to 250 characters.
    func text(_ words: SubjectWords) -> String {
        let texts = pieces.map { piece in
            switch piece {
            case .text(let text): VisibleText.clean(text)
            case .placeholder(.tenant): words.tenant
            case .placeholder(.news): words.news
            case .placeholder(.jobs): words.jobs
            case .placeholder(.groups): words.groups
            case .placeholder(.dying): words.dying
            case .placeholder(.overdue): words.overdue
            case .placeholder(.title): NameIsolation.isolated(VisibleText.clean(words.title, to: 100))
            }
        }
        let warning = hasWarning && !pieces.contains(.placeholder(.news)) ? words.warning : ""
        let subject = warning + texts.joined()
        let start = String(subject.unicodeScalars.prefix(250))
        let cut = start.unicodeScalars.count < subject.unicodeScalars.count ? start + "…" : start
        return NameIsolation.closedPerLine([cut])[0]
    }
}

/// What a subject's placeholders stand for.
struct SubjectWords {
    var tenant: String
    var news: String
    var jobs: String
    var groups: String
    var dying: String
    var overdue: String
    /// Any text.
    var title: String
    /// What a subject without news begins with, in capitals; empty when there is nothing to warn of.
    var warning: String
}

extension SubjectWords {
    /// The words of a report, whose `view` is the report in words.
    init(_ report: Report, _ view: ViewObject) {
        let warning = view.text("headline.warning")
        self.init(
            // Never the source: that may be a path on the sender's machine.
            tenant: report.reading.tenant?.label ?? "unknown tenant",
            news: Self.news(view.text("headline.subject"), warning),
            jobs: view.text("totals.jobs"),
            groups: view.text("totals.groups"),
            dying: view.text("totals.dieWithin24Hours"),
            overdue: view.text("totals.overdue"),
            title: report.title,
            warning: warning.isEmpty ? "" : warning.uppercased() + " "
        )
    }

    /// The news of a report, with a warning in capitals: an inbox shows no colours.
    private static func news(_ news: String, _ warning: String) -> String {
        if !warning.isEmpty, news.hasPrefix(warning) { return warning.uppercased() + news.dropFirst(warning.count) }
        return news.prefix(1).lowercased() + news.dropFirst()
    }
}
