package import RetryReport

/// A name as a directive gives it: `jobs`, or `reading.pages` for a name inside another.
struct ViewName: Hashable, Sendable {
    /// The part that is looked up in every element around.
    let first: String
    /// The parts inside what stands under the first.
    let rest: [String]

    /// Nil when the text is no name: letters, digits, `-` and `_`, separated by full stops.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        let isName = parts.allSatisfy { part in
            !part.isEmpty
                && part.unicodeScalars.allSatisfy { scalar in
                    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                        || scalar == "-" || scalar == "_"
                }
        }
        guard isName, let first = parts.first else { return nil }
        self.first = first
        rest = Array(parts.dropFirst())
    }

    var text: String { ([first] + rest).joined(separator: ".") }
}

/// The names in force at a place of a template: those of the whole report, and those of each list element around.
package struct ViewScope: Sendable {
    private var frames: [ViewObject]

    /// The scope at the template's root.
    package init(_ values: ViewObject) { frames = [values] }

    mutating func push(_ values: ViewObject) { frames.append(values) }

    mutating func pop() { frames.removeLast() }

    /// What stands under a name. Its first part is looked up in the innermost element first, then outwards; the other
    /// parts in what was found, and nowhere else.
    subscript(name: ViewName) -> ViewValue? {
        var place = frames.count - 1
        while place >= 0 {
            if var value = frames[place][name.first] {
                for part in name.rest {
                    guard case .object(let object) = value, let inner = object[part] else { return nil }
                    value = inner
                }
                return value
            }
            place -= 1
        }
        return nil
    }

    /// Every name that can be asked for here, sorted.
    var names: [String] {
        var found: Set<String> = []
        for frame in frames { Self.collect(frame, prefix: "", into: &found) }
        return found.sorted()
    }

    private static func collect(_ object: ViewObject, prefix: String, into names: inout Set<String>) {
        for name in object.names {
            names.insert(prefix + name)
            if case .object(let inner)? = object[name] { collect(inner, prefix: "\(prefix)\(name).", into: &names) }
        }
    }
}

extension ViewValue {
    /// Whether `data-if` keeps its element; nil for what is neither yes nor no.
    var isTrue: Bool? {
        switch self {
        case .flag(let flag): flag
        case .text(let text): !text.isEmpty
        case .list(let list): list.count > 0
        case .object: nil
        }
    }

    /// What kind of value it is, in words.
    var kind: String {
        switch self {
        case .text: "a text"
        case .flag: "a flag"
        case .list: "a list"
        case .object: "a group of names"
        }
    }
}
