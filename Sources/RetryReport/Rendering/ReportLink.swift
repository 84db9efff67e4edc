/// Where a published report is found, as mails and messages link to it: an `https:` address in which `{name}` stands for
/// the report's name and `{date}` for the day of its moment, in UTC, such as `2026-01-31`.
///
/// ```swift
/// let link = try ReportLink("https://reports.example.com/{name}.html", name: "retry-jobs")
/// ```
public struct ReportLink: Sendable, Hashable {
    /// The address with the name in it.
    private let pattern: String

    /// A link by its pattern and the name of the report, which is escaped where an address needs that.
    ///
    /// Throws ``ActionLinkError`` for an address that is not `https:`, contains a user name, has more than 500 bytes with
    /// the name in it, has characters that an address must escape, or a placeholder that does not exist or is in the
    /// host.
    public init(_ pattern: String, name: String) throws(ActionLinkError) {
        try self.init(pattern, path: [name])
    }

    /// A link to a document whose name is a path: its folders and its own name, each escaped, with slashes between them.
    package init(_ pattern: String, path: [String]) throws(ActionLinkError) {
        let host = pattern.dropFirst("https://".count).prefix { !"/?#".contains($0) }
        guard !host.contains("{"), !host.contains("}") else {
            throw ActionLinkError("must not have a placeholder in its host")
        }
        let named = pattern.replacing("{name}", with: path.map { PercentEscape.escaped($0) }.joined(separator: "/"))
        let sample = named.replacing("{date}", with: "2026-01-31")
        guard !sample.contains("{"), !sample.contains("}") else {
            throw ActionLinkError("may have the placeholders {name} and {date} and no other braces")
        }
        guard PolicyRule.isLink(sample) else {
            throw ActionLinkError(
                "must be an address that begins with https://, without spaces, parentheses, quotation marks and "
                    + "characters beyond ASCII, and of at most \(ActionLinks.longest) characters"
            )
        }
        self.pattern = named
    }

    /// The address of a report.
    public func url(of report: Report) -> String { url(at: report.generatedAt) }

    /// The address of a document of that moment.
    package func url(at moment: Timestamp) -> String {
        pattern.replacing("{date}", with: PercentEscape.escaped(String(moment.iso8601.prefix { $0 != "T" })))
    }
}
