/// A message for Slack: what an incoming webhook takes, as Block Kit. It has the headline, what to open first, the largest
/// groups with owners and links, what began together, and what a policy mutes.
///
/// Within Slack's limits: at most 50 blocks, and 3,000 characters in the text of each. Names are in code spans, with `&`, `<`
/// and `>` escaped, so that none of them can become a link, a mention or a format.
public struct SlackRenderer: ReportRenderer {
    /// `slack`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "slack",
        fileSuffix: "slack.json",
        mediaType: "application/json",
        summary: "a message for Slack, as its incoming webhooks take it"
    )

    /// Where the published report is, for a link to it; nil when that is not known.
    public var reportLink: ReportLink?

    /// A renderer of messages without a link to the report.
    public init() {}

    private static let detail = ReportDetail(
        maxGroups: 10,
        maxDyingGroups: 10,
        showsDyingFirst: true,
        maxActions: 5,
        maxActionsPerGroup: 1,
        jobsPerGroup: 0,
        maxClosestJobs: 0,
        nameLength: 120
    )

    /// Writes the message. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        var detail = Self.detail
        detail.mail.reportLink = reportLink?.url(of: report)
        let view = SlackView(ReportView(report, detail: detail).values)
        var json = JSONWriter()
        json.object { json in
            json.member(Key.text, SlackText(view.headline).text)
            json.list(Key.blocks, of: view.blocks.prefix(50)) { json, block in
                json.object(.row) { row in
                    row.member(Key.type, block.isQuiet ? "context" : "section")
                    if block.isQuiet {
                        row.list(Key.elements, of: [block.text], .row) { $0.mrkdwn($1) }
                    } else {
                        row.key(Key.text)
                        row.mrkdwn(block.text)
                    }
                }
            }
        }
        json.endLine()
        try json.drain(into: &sink)
    }

    fileprivate enum Key: String, CodingKey {
        case text
        case blocks
        case type
        case elements
    }
}

extension JSONWriter {
    fileprivate mutating func mrkdwn(_ text: String) {
        object(.row) { row in
            row.member(SlackRenderer.Key.type, "mrkdwn")
            row.member(SlackRenderer.Key.text, text)
        }
    }
}

/// A text in Slack's own markup that stays within the limit of a block.
private struct SlackText {
    /// Slack's limit, with room for the end of a text that is cut off.
    private static let most = 2_900

    private(set) var text = ""
    private var length = 0
    private var isFull = false

    init(_ pieces: [Piece] = []) {
        for piece in pieces { append(piece) }
    }

    /// A part of a text.
    enum Piece {
        /// Words of the report's own.
        case plain(String)
        case bold(String)
        /// Text from a tenant or a user.
        case name(String)
        /// A link to an address that the view has checked, with the report's own words.
        case link(String, String)
    }

    /// Appends a piece, or an ellipsis when there is no room for it; nothing follows that.
    mutating func append(_ piece: Piece) {
        guard !isFull else { return }
        let markup: String
        switch piece {
        case .plain(let text): markup = Self.escaped(text)
        case .bold(let text): markup = "*\(Self.escaped(text))*"
        case .name(let text): markup = "`\(Self.escaped(text))`"
        case .link(let address, let words): markup = "<\(Self.escaped(address))|\(Self.escaped(words))>"
        }
        // Slack counts characters; UTF-16 counts at least as many.
        let size = markup.utf16.count
        if length + size > Self.most {
            text += "…"
            isFull = true
        } else {
            text += markup
            length += size
        }
    }

    private static func escaped(_ text: String) -> String {
        // Scalar by scalar: a mark that follows would hide a character from a comparison of characters.
        var escaped = ""
        for scalar in VisibleText.clean(text).unicodeScalars {
            switch scalar {
            // It would end a code span, or begin one.
            case "`": escaped.unicodeScalars.append("'")
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\u{a0}": escaped.unicodeScalars.append(" ")
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// What a message says, block by block.
private struct SlackView {
    struct Block {
        let text: String
        var isQuiet = false
    }

    private let view: ViewObject

    init(_ view: ViewObject) {
        self.view = view
    }

    var headline: [SlackText.Piece] {
        view.list("headline.parts").map { part in
            if part.flag("isName") { return .name(part.words(at: "text")) }
            return part.flag("isPlain") ? .plain(part.words(at: "text")) : .bold(part.words(at: "text"))
        }
    }

    var blocks: [Block] {
        var blocks = [block(headline)]
        if !view.flag("reading.isWhole") {
            let problems = view.list("reading.firstProblems").flatMap { problem in
                [SlackText.Piece.plain(" "), .name(problem.words(at: "text"))]
            }
            blocks.append(block([.bold(view.words(at: "reading.sentence"))] + problems))
        }
        if view.flag("openFirst.isKnown") { blocks.append(openFirst) }
        if view.flag("mail.hasReportLink") {
            blocks.append(block([.link(view.words(at: "mail.reportLink"), "Open the full report")]))
        }
        blocks += view.list("groups").map(group)
        if view.flag("omitted.hasGroups") {
            blocks.append(
                Block(
                    text: SlackText([
                        .plain(
                            "\(view.words(at: "omitted.groups")) with \(view.words(at: "omitted.jobsInGroups")) not shown."
                        )
                    ]).text,
                    isQuiet: true
                )
            )
        }
        for incident in view.list("incidents") { blocks.append(self.incident(incident)) }
        if view.flag("policy.isKnown") { blocks.append(block([.plain(view.words(at: "policy.sentence"))])) }
        blocks.append(
            Block(
                text: SlackText([
                    .name(view.words(at: "source.name")),
                    .plain(
                        ", \(view.words(at: "generated.iso")). ≈ marks an estimate. \(view.words(at: "about.generator"))"
                    ),
                ]).text,
                isQuiet: true
            )
        )
        return blocks
    }

    private var openFirst: Block {
        let name = view.words(
            at: view.flag("openFirst.hasAction") ? "openFirst.action.name" : "openFirst.errorClass.name"
        )
        var pieces: [SlackText.Piece] = [
            .bold("Open first:"), .plain(" "), .name(name), .plain(": \(view.words(at: "openFirst.reason"))."),
        ]
        if view.flag("openFirst.action.hasStory") {
            pieces += [.plain(" Story "), .name(view.words(at: "openFirst.action.story")), .plain(".")]
        }
        if view.flag("openFirst.action.isLinked") {
            pieces += [.plain(" "), .link(view.words(at: "openFirst.action.url"), "Open the action")]
        }
        return block(pieces)
    }

    private func group(_ group: ViewObject) -> Block {
        var pieces: [SlackText.Piece] = [
            .name(group.words(at: "errorClass.name")), .plain(" in "), .name(group.words(at: "type.name")),
            .plain(": "),
            .bold(group.words(at: "countInWords")),
            .plain(", \(group.words(at: "share")); deaths: \(group.words(at: "dies.words"))"),
        ]
        if group.flag("hasChange") { pieces.append(.plain("; \(group.words(at: "change"))")) }
        for rule in group.list("policy.rules") {
            if rule.flag("hasWords") { pieces += [.plain("; "), .name(rule.words(at: "words"))] }
            if rule.flag("hasRunbook") { pieces += [.plain(" "), .link(rule.words(at: "runbook.url"), "runbook")] }
            if rule.flag("hasIssue") { pieces += [.plain(" "), .link(rule.words(at: "issue.url"), "issue")] }
        }
        return block(pieces)
    }

    private func incident(_ incident: ViewObject) -> Block {
        let groups = incident.list("groups").flatMap { group in
            [
                SlackText.Piece.plain(" "), .name(group.words(at: "errorClass.name")),
                .plain(" (\(group.words(at: "count")))"),
            ]
        }
        return block([.plain("\(incident.words(at: "sentence")):")] + groups)
    }

    private func block(_ pieces: [SlackText.Piece]) -> Block { Block(text: SlackText(pieces).text) }
}
