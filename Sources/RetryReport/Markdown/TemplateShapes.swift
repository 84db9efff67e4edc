import Mustache

/// What a template, or the inside of a section, makes of elements, by how their flags stand.
///
/// A flag that is asked for and an empty list decide what else is asked for. So shapes are the leaves of a tree of
/// such questions, which grows as elements come; it is bounded, since a template may ask for many flags.
final class TemplateShapes {
    /// A stretch of what comes out.
    enum Piece {
        /// The template's own text.
        case template([UInt8])
        /// Where a text belongs.
        case text(ViewScopes.Path)
        /// Where a list belongs, with the section that is repeated for each element.
        case list(ViewScopes.Path, section: String)
    }

    private final class Node {
        /// What to ask; nil when nothing more is.
        var question: ViewScopes.Path?
        var yes: Node?
        var no: Node?
        var pieces: [Piece] = []
    }

    private static let most = 256

    private let section: String
    private var template: MustacheTemplate?
    private let root = Node()
    private var count = 0

    init(_ section: String) {
        self.section = section
    }

    /// What comes out for an element.
    func pieces(for scopes: ViewScopes) throws -> [Piece] {
        if count > 0 {
            var node = root
            while let question = node.question {
                guard let next = scopes[question]?.holds == true ? node.yes : node.no else { break }
                node = next
            }
            if node.question == nil { return node.pieces }
        }
        return try render(scopes)
    }

    private func render(_ scopes: ViewScopes) throws -> [Piece] {
        let template = try self.template ?? MarkdownTemplate.parse(section)
        self.template = template
        let questions = ShapeQuestions(scopes)
        let output = template.render(ShapeScope(questions, of: nil, within: nil))
        let pieces = questions.pieces(of: output)
        if count < Self.most {
            count += 1
            var node = root
            for (path, answer) in questions.answers {
                node.question = path
                let next = (answer ? node.yes : node.no) ?? Node()
                if answer { node.yes = next } else { node.no = next }
                node = next
            }
            node.pieces = pieces
        }
        return pieces
    }
}

extension ViewValue {
    /// What a section asks.
    fileprivate var holds: Bool {
        switch self {
        case .flag(let flag): flag
        case .list(let list): list.count > 0
        case .text, .object: true
        }
    }
}

/// What Mustache asks for while it renders one element.
private final class ShapeQuestions {
    let scopes: ViewScopes
    private(set) var answers: [(ViewScopes.Path, Bool)] = []
    private var marked: [TemplateShapes.Piece] = []

    init(_ scopes: ViewScopes) {
        self.scopes = scopes
    }

    func value(at path: ViewScopes.Path) -> Any? {
        guard let value = scopes[path] else { return nil }
        switch value {
        case .text: return mark(.text(path))
        case .flag(let flag):
            answers.append((path, flag))
            return flag
        case .list(let list):
            answers.append((path, list.count > 0))
            if list.count == 0 { return false }
            return MustacheLambda { section in self.mark(.list(path, section: section.withoutLastIndentation)) }
        case .object: return nil
        }
    }

    private func mark(_ piece: TemplateShapes.Piece) -> ShapeMark {
        marked.append(piece)
        return ShapeMark(number: marked.count - 1)
    }

    func pieces(of output: String) -> [TemplateShapes.Piece] {
        // A checked template holds no U+0000: only marks do, one on each side of a number.
        let parts = output.utf8.split(separator: 0, omittingEmptySubsequences: false)
        return parts.enumerated().compactMap { place, part in
            if place.isMultiple(of: 2) { return part.isEmpty ? nil : .template(Array(part)) }
            return Int(Substring(part)).map { marked[$0] }
        }
    }
}

/// What stands in Mustache's output for a text or a list. No string: Mustache would parse that as a template.
private struct ShapeMark: CustomStringConvertible {
    let number: Int

    var description: String { "\0\(number)\0" }
}

/// The names of the element, or of an object that a section or a dotted name has entered.
private final class ShapeScope: MustacheParent {
    private let questions: ShapeQuestions
    /// The object's place; nil for the element itself.
    private let path: ViewScopes.Path?
    private let outer: ShapeScope?

    init(_ questions: ShapeQuestions, of path: ViewScopes.Path?, within outer: ShapeScope?) {
        self.questions = questions
        self.path = path
        self.outer = outer
    }

    func child(named name: String) -> Any? {
        guard var own = path else {
            return questions.scopes.path(of: name).flatMap(value)
        }
        own.names.append(name)
        return questions.scopes[own] == nil ? outer?.child(named: name) : value(at: own)
    }

    private func value(at path: ViewScopes.Path) -> Any? {
        if case .object? = questions.scopes[path] { return ShapeScope(questions, of: path, within: self) }
        return questions.value(at: path)
    }
}

extension String {
    /// Without the indentation of the tag that ends the section, which belongs to that tag.
    fileprivate var withoutLastIndentation: String {
        let trimmed = Substring(self).trimmingEnd { $0 == " " || $0 == "\t" }
        return trimmed.last == "\n" ? String(trimmed) : self
    }
}
