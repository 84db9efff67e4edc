extension ReportView {
    /// A name that a template can use.
    package struct Name: Sendable, Hashable {
        /// The kind of a name's value.
        package enum Kind: String, Sendable, Hashable {
            /// Text to print.
            case text
            /// Whether to show something.
            case flag
            /// Something to repeat: the names of its elements begin with this name and `[]`.
            case list
        }

        /// The dotted path from the top, with `[]` after each list: `groups[].errorClass.name`. Inside a list a
        /// template writes what comes after the brackets.
        package let path: String
        /// The kind of its value.
        package let kind: Kind
        /// Its value in the report that it was taken from; for a list, how many elements.
        package let example: String
    }

    /// All names in the order of their paths, with an example of each from ``Report/sample``.
    package static var names: [Name] { ReportView(.sample).names }

    /// All names of this view in the order of their paths. The names of a list's elements are those of its first;
    /// those of an empty list are unknown.
    package var names: [Name] { names(adding: nil) }

    /// The same with the names that a renderer adds.
    package func names(adding supplement: (any ViewSupplement)?) -> [Name] {
        Self.names(of: values, adding: supplement)
    }

    /// All names of any view.
    package static func names(of values: ViewObject, adding supplement: (any ViewSupplement)?) -> [Name] {
        var names: [Name] = []
        collect(values, supplement, under: "", into: &names)
        return names
    }

    private static func collect(
        _ values: ViewObject,
        _ supplement: (any ViewSupplement)?,
        under prefix: String,
        into names: inout [Name]
    ) {
        let own = values.names + (supplement?.names(in: values) ?? [])
        for name in own.sorted() {
            guard let value = values[name] ?? supplement?.value(name, in: values) else { continue }
            let path = prefix + name
            switch value {
            case .text(let text): names.append(Name(path: path, kind: .text, example: text))
            case .flag(let flag): names.append(Name(path: path, kind: .flag, example: flag ? "true" : "false"))
            case .object(let object): collect(object, supplement, under: path + ".", into: &names)
            case .list(let list):
                names.append(Name(path: path, kind: .list, example: NumberWords.counted(list.count, "element")))
                if list.count > 0 { collect(list[0], supplement, under: path + "[].", into: &names) }
            }
        }
    }
}

/// The names of a view as a Markdown table, for the page that authors of templates read.
package struct NamesTable: CustomStringConvertible {
    private let names: [ReportView.Name]
    /// The paths of the names that every template has.
    private let common: Set<String>
    private let heading: String

    /// The table of these names, with an example each. Those that `common` does not have, by default those of
    /// ``ReportView``, are marked as HTML's.
    package init(
        _ names: [ReportView.Name],
        common: [ReportView.Name] = ReportView.names,
        heading: String = "Names"
    ) {
        self.names = names
        self.common = Set(common.map(\.path))
        self.heading = heading
    }

    /// The table of the names of an index of tenants; `names`: all of them, those of HTML too.
    package static func ofIndex(_ names: [ReportView.Name]) -> NamesTable {
        let common = ReportView.names(of: FleetView(.sample).values, adding: nil)
        return NamesTable(names, common: common, heading: "Names of an index")
    }

    /// A heading, the table's head, and a row for each name.
    package var description: String {
        let rows = names.map { name in
            let kind = name.kind.rawValue + (common.contains(name.path) ? "" : ", HTML only")
            return "| `\(name.path)` | \(kind) | \(Self.code(name.example)) |\n"
        }
        return "## \(heading)\n\n\(names.count) names.\n\n| Name | Kind | Example |\n| :-- | :-- | :-- |\n"
            + rows.joined()
    }

    /// A code span with the text as it is; a table's cell ends at a pipe even there.
    private static func code(_ text: String) -> String {
        guard !text.isEmpty else { return "(empty)" }
        let longest = text.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let space = longest > 0 ? " " : ""
        return fence + space + text.replacing("|", with: "\\|") + space + fence
    }
}
