extension ReportView {
    /// A name that a template can use.
    public struct Name: Sendable, Hashable {
        /// What stands under a name.
        public enum Kind: String, Sendable, Hashable {
            /// Text to print.
            case text
            /// Whether to show something.
            case flag
            /// Something to repeat: the names of its elements begin with this name and `[]`.
            case list
        }

        /// The dotted path from the top, with `[]` after each list: `groups[].errorClass.name`. Inside a list a
        /// template writes what comes after the brackets.
        public let path: String
        /// What stands under it.
        public let kind: Kind
        /// What it holds in the report it was taken from; for a list, how many elements; empty when the list that
        /// it belongs to is.
        public let example: String
    }

    /// All names in the order of their paths, with an example of each from ``Report/sample``.
    public static var names: [Name] { ReportView(.sample).names }

    /// All names of this view in the order of their paths. The names of a list's elements are those of its first;
    /// those of an empty list are unknown.
    public var names: [Name] {
        var names: [Name] = []
        Self.collect(values, under: "", into: &names)
        return names
    }

    private static func collect(_ values: ViewObject, under prefix: String, into names: inout [Name]) {
        for name in values.names.sorted() {
            guard let value = values[name] else { continue }
            let path = prefix + name
            switch value {
            case .text(let text): names.append(Name(path: path, kind: .text, example: text))
            case .flag(let flag): names.append(Name(path: path, kind: .flag, example: flag ? "true" : "false"))
            case .object(let object): collect(object, under: path + ".", into: &names)
            case .list(let list):
                names.append(Name(path: path, kind: .list, example: NumberWords.counted(list.count, "element")))
                if list.count > 0 { collect(list[0], under: path + "[].", into: &names) }
            }
        }
    }
}
