/// The names of ``ReportView`` as a Markdown table, for the page that authors of templates read.
package struct NamesTable: CustomStringConvertible {
    private let names: [ReportView.Name]

    /// The table of these names, with an example each.
    package init(_ names: [ReportView.Name] = ReportView.names) {
        self.names = names
    }

    /// A heading, the table's head, and a row for each name.
    package var description: String {
        let rows = names.map { name in
            "| `\(name.path)` | \(name.kind.rawValue) | \(Self.code(name.example)) |\n"
        }
        return "## Names\n\n\(names.count) names.\n\n| Name | Kind | Example |\n| :-- | :-- | :-- |\n" + rows.joined()
    }

    /// A code span that holds the text as it is; a table's cell ends at a pipe even there.
    private static func code(_ text: String) -> String {
        guard !text.isEmpty else { return "(empty)" }
        let longest = text.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let space = longest > 0 ? " " : ""
        return fence + space + text.replacing("|", with: "\\|") + space + fence
    }
}
