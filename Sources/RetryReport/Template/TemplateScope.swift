/// A name as a template writes it: `jobs`, or `reading.sentence` for a name inside another.
package struct TemplateName: Hashable, Sendable {
    /// The part that is looked up in the innermost list element first, then outwards.
    package let first: String
    /// The parts that are looked up in the value of the part before, and nowhere else.
    package let rest: [String]
    /// The field of a job's row that has this name; inside a list of jobs no name further out is meant.
    package let jobField: JobRowField?

    /// The part that names the value itself.
    var last: String { rest.last ?? first }

    /// Nil when the text is not a name: letters, digits, `-` and `_`, in parts separated by full stops.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        let isName = parts.allSatisfy { part in
            !part.isEmpty
                && part.unicodeScalars.allSatisfy { scalar in
                    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                        || scalar == "-" || scalar == "_"
                }
        }
        guard isName, let first = parts.first else { return nil }
        self.init(first: first, rest: Array(parts.dropFirst()))
    }

    init(first: String, rest: [String] = []) {
        self.first = first
        self.rest = rest
        jobField = JobRowField(rawValue: Self.text(first, rest))
    }

    package var text: String { Self.text(first, rest) }

    private static func text(_ first: String, _ rest: [String]) -> String { ([first] + rest).joined(separator: ".") }
}

/// Names that a renderer adds to those of a view, such as the lengths of its bars.
package protocol ViewSupplement: Sendable {
    /// The value of a name that the object itself does not have; nil when there is none.
    func value(_ name: String, in object: ViewObject) -> ViewValue?

    /// The names that are added to an object.
    func names(in object: ViewObject) -> [String]
}

/// The names that can be used at a position in a template: those of each list element around it, the innermost first,
/// and those of the report last. Both template languages look names up here.
package struct TemplateScope: Sendable {
    private var frames: [ViewObject]
    private let supplement: (any ViewSupplement)?

    /// The scope at the template's beginning.
    package init(_ values: ViewObject, adding supplement: (any ViewSupplement)? = nil) {
        frames = [values]
        self.supplement = supplement
    }

    package mutating func push(_ values: ViewObject) { frames.append(values) }

    package mutating func pop() { frames.removeLast() }

    /// The scope inside a list element.
    func entering(_ values: ViewObject) -> TemplateScope {
        var scope = self
        scope.push(values)
        return scope
    }

    /// The value of a name.
    package subscript(name: TemplateName) -> ViewValue? {
        var position = frames.count - 1
        while position >= 0 {
            if let value = value(name.first, in: frames[position]) { return inner(name.rest, of: value) }
            position -= 1
        }
        return nil
    }

    /// How many frames further out a name is found; nil when it is nowhere.
    func distance(of name: String) -> Int? {
        frames.indices.first { value(name, in: frames[frames.count - 1 - $0]) != nil }
    }

    /// The value of a name in the frame at a distance from the innermost one.
    subscript(distance: Int, name: TemplateName) -> ViewValue? {
        guard distance < frames.count, let value = value(name.first, in: frames[frames.count - 1 - distance]) else {
            return nil
        }
        return inner(name.rest, of: value)
    }

    private func inner(_ rest: [String], of value: ViewValue) -> ViewValue? {
        var value = value
        for part in rest {
            guard case .object(let object) = value, let next = self.value(part, in: object) else { return nil }
            value = next
        }
        return value
    }

    private func value(_ name: String, in object: ViewObject) -> ViewValue? {
        object[name] ?? supplement?.value(name, in: object)
    }

    /// Every name that can be used here, sorted.
    package var names: [String] {
        var found: Set<String> = []
        for frame in frames { collect(frame, prefix: "", into: &found) }
        return found.sorted()
    }

    private func collect(_ object: ViewObject, prefix: String, into names: inout Set<String>) {
        for name in object.names + (supplement?.names(in: object) ?? []) {
            names.insert(prefix + name)
            if case .object(let inner)? = value(name, in: object) {
                collect(inner, prefix: "\(prefix)\(name).", into: &names)
            }
        }
    }
}

extension ViewValue {
    /// What kind of value it is, in words.
    package var kind: String {
        switch self {
        case .text: "a text"
        case .flag: "a flag"
        case .list: "a list"
        case .object: "a group of names"
        }
    }
}
