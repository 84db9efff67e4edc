import Mustache

/// Writes a checked template filled with a view's values, list by list and element by element.
///
/// Mustache renders into one string and looks every name up again, and a report may list a million jobs. So it is asked
/// once for each shape (see ``TemplateShapes``): the output for certain values of the flags, with marks in the places of
/// texts and lists. The elements of a list have few shapes; texts are escaped and put in here. What is in memory is one
/// element of each list on the way to the innermost.
struct MustacheOutput {
    private var sections: [String: TemplateShapes] = [:]
    private var chunk: [UInt8] = []
    private let escaped = EscapedTexts()
    private static let chunkSize = 64 * 1024

    init() {
        chunk.reserveCapacity(Self.chunkSize + 4096)
    }

    /// Writes the template filled with the values. Throws what the sink throws.
    mutating func write(_ template: MarkdownTemplate, _ values: ViewObject, to sink: inout some ByteSink) throws {
        try write(shapes(of: template.text), TemplateScope(values), to: &sink)
        try drain(into: &sink)
    }

    private mutating func write(_ shapes: TemplateShapes, _ scopes: TemplateScope, to sink: inout some ByteSink) throws
    {
        for piece in try shapes.pieces(for: scopes) { try write(piece, scopes, to: &sink) }
    }

    private mutating func write(
        _ piece: TemplateShapes.Piece,
        _ scopes: TemplateScope,
        to sink: inout some ByteSink
    ) throws {
        switch piece {
        case .template(let bytes): chunk.append(contentsOf: bytes)
        case .text(let name):
            guard case .text(let text)? = scopes[name.outwards, name.name] else { return }
            // An address is written as it is, so that it can be a link's destination.
            if name.name.last == MarkdownMarkup.addressName, ActionLinks.isLink(text) || FileLink.isPath(text) {
                chunk.append(contentsOf: text.utf8)
            } else {
                MarkdownText.append(text, to: &chunk)
            }
        case .list(let name, let section):
            guard case .list(let list)? = scopes[name.outwards, name.name] else { return }
            let inner = self.shapes(of: section)
            if let rows = list.jobRows { return try write(list, rows, inner, within: scopes, to: &sink) }
            for place in 0..<list.count { try write(inner, scopes.entering(list[place]), to: &sink) }
        }
        if chunk.count >= Self.chunkSize { try drain(into: &sink) }
    }

    /// Writes a list of jobs. A view of a row is made only for the first row of a shape, and if the section asks for what
    /// ``JobRowWords`` does not know.
    private mutating func write(
        _ list: ViewList,
        _ rows: JobRowList,
        _ shapes: TemplateShapes,
        within scopes: TemplateScope,
        to sink: inout some ByteSink
    ) throws {
        var words = JobRowWords(rows) { [escaped] text in escaped.bytes(of: text) }
        for place in 0..<list.count {
            words.move(to: place)
            if let plan = shapes.plan(for: &words) {
                plan.write(&words, to: &chunk)
            } else {
                try write(shapes, scopes.entering(list[place]), to: &sink)
            }
            if chunk.count >= Self.chunkSize { try drain(into: &sink) }
        }
    }

    private mutating func shapes(of section: String) -> TemplateShapes {
        if let known = sections[section] { return known }
        let shapes = TemplateShapes(section)
        sections[section] = shapes
        return shapes
    }

    private mutating func drain(into sink: inout some ByteSink) throws {
        guard !chunk.isEmpty else { return }
        try sink.write(contentsOf: chunk)
        chunk.removeAll(keepingCapacity: true)
    }
}

/// Texts of rows as Markdown, since the same actions fail again and again. A class, since rows of many groups use it.
private final class EscapedTexts {
    private static let most = 10_000

    private var known: [ExactText: [UInt8]] = [:]

    func bytes(of text: String) -> [UInt8] {
        let key = ExactText(text)
        if let bytes = known[key] { return bytes }
        var bytes: [UInt8] = []
        MarkdownText.append(text, to: &bytes)
        if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
        known[key] = bytes
        return bytes
    }
}

/// Where a value is, seen from a list element: how many frames further out, and the name from there.
struct TemplatePath: Hashable {
    var outwards: Int
    var name: TemplateName
}

extension TemplateScope {
    fileprivate subscript(path: TemplatePath) -> ViewValue? { self[path.outwards, path.name] }
}

/// The output of a template, or of the inside of a section, for elements, by the values of their flags.
///
/// A flag that is asked for and an empty list decide what else is asked for. So shapes are the leaves of a tree of
/// such questions, which grows as elements come; it is bounded, since a template may ask for many flags.
///
/// By hand because Mustache renders into one string in memory and looks every name up again for each element: a report
/// that lists 10,000 jobs took 78 ms that way, and takes 16 ms this way.
final class TemplateShapes {
    /// A part of the output.
    enum Piece {
        /// The template's own text.
        case template([UInt8])
        /// A text from the view.
        case text(TemplatePath)
        /// A list from the view, with the section that is repeated for each element.
        case list(TemplatePath, section: String)
    }

    private final class Node {
        /// What to ask; nil when nothing more is.
        var question: TemplatePath?
        var yes: Node?
        var no: Node?
        var pieces: [Piece] = []
        /// The same for rows of jobs, if it asks for nothing else.
        var plan: JobRowPlan?
        /// The field of a job's row that ``question`` is about.
        var field: JobRowField?
    }

    private static let most = 256

    private let section: String
    private var template: MustacheTemplate?
    private let root = Node()
    private var count = 0

    init(_ section: String) {
        self.section = section
    }

    /// The output for an element.
    func pieces(for scopes: TemplateScope) throws -> [Piece] {
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

    /// How the row of a job is written; nil when its view must be asked, as for the first row of each shape.
    func plan(for row: inout JobRowWords) -> JobRowPlan? {
        guard count > 0 else { return nil }
        var node = root
        while let field = node.field {
            guard let flag = row.flag(field), let next = flag ? node.yes : node.no else { return nil }
            node = next
        }
        return node.plan
    }

    private func render(_ scopes: TemplateScope) throws -> [Piece] {
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
                node.field = path.outwards == 0 ? path.name.jobField : nil
                let next = (answer ? node.yes : node.no) ?? Node()
                if answer { node.yes = next } else { node.no = next }
                node = next
            }
            node.pieces = pieces
            node.plan = JobRowPlan(pieces)
        }
        return pieces
    }
}

extension ViewValue {
    /// What a section asks of a value.
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
    let scopes: TemplateScope
    private(set) var answers: [(TemplatePath, Bool)] = []
    private var marked: [TemplateShapes.Piece] = []

    init(_ scopes: TemplateScope) {
        self.scopes = scopes
    }

    func value(at path: TemplatePath) -> Any? {
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
        // A checked template has no U+0000: only marks have, one on each side of a number.
        let parts = output.utf8.split(separator: 0, omittingEmptySubsequences: false)
        return parts.enumerated().compactMap { place, part in
            if place.isMultiple(of: 2) { return part.isEmpty ? nil : .template(Array(part)) }
            return Int(Substring(part)).map { marked[$0] }
        }
    }
}

/// What Mustache's output has in the place of a text or a list. Not a string: Mustache would parse that as a template.
private struct ShapeMark: CustomStringConvertible {
    let number: Int

    var description: String { "\0\(number)\0" }
}

/// The names of the element, or of an object that a section or a dotted name has entered.
private final class ShapeScope: MustacheParent {
    private let questions: ShapeQuestions
    /// Where the object is; nil for the element itself.
    private let path: TemplatePath?
    private let outer: ShapeScope?

    init(_ questions: ShapeQuestions, of path: TemplatePath?, within outer: ShapeScope?) {
        self.questions = questions
        self.path = path
        self.outer = outer
    }

    func child(named name: String) -> Any? {
        guard var own = path else {
            return questions.scopes.distance(of: name).flatMap {
                value(at: TemplatePath(outwards: $0, name: TemplateName(first: name)))
            }
        }
        own.name = TemplateName(first: own.name.first, rest: own.name.rest + [name])
        return questions.scopes[own] == nil ? outer?.child(named: name) : value(at: own)
    }

    private func value(at path: TemplatePath) -> Any? {
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
