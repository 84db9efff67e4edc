import Mustache

/// Renders a checked template piece by piece.
///
/// Mustache renders into one string, and a report may list a million jobs. So a list is given to it as a lambda,
/// which receives the text of its section: it leaves a mark in the output, and the list's elements are rendered one
/// by one when the output is written. What is in memory is one element of each list on the way to the innermost.
struct TemplateWalk {
    private var templates: [String: MustacheTemplate] = [:]
    private var chunk: [UInt8] = []
    private static let chunkSize = 64 * 1024

    init() {
        chunk.reserveCapacity(Self.chunkSize + 4096)
    }

    /// Writes the template filled with the values. Throws what the sink throws.
    mutating func write(_ template: MarkdownTemplate, _ values: ViewObject, to sink: inout some ByteSink) throws {
        try write(template.text, TemplateScope(values, parent: nil), to: &sink)
        try drain(into: &sink)
    }

    private mutating func write(_ text: String, _ scope: TemplateScope, to sink: inout some ByteSink) throws {
        let marks = ListMarks()
        scope.marks = marks
        // Lists hold scopes and scopes hold marks: without this every group of a report would stay in memory.
        defer { marks.lists = [] }
        let output = try template(text).render(scope)
        // Neither a checked template nor escaped text holds a U+0000: only marks do, one on each side of a number.
        let pieces = output.utf8.split(separator: 0, omittingEmptySubsequences: false)
        for (place, piece) in pieces.enumerated() {
            if place.isMultiple(of: 2) {
                chunk.append(contentsOf: piece)
                if chunk.count >= Self.chunkSize { try drain(into: &sink) }
            } else if let number = Int(Substring(piece)) {
                let list = marks.lists[number]
                for index in 0..<list.elements.count {
                    try write(list.section, TemplateScope(list.elements[index], parent: list.scope), to: &sink)
                }
            }
        }
    }

    private mutating func template(_ text: String) throws -> MustacheTemplate {
        if let known = templates[text] { return known }
        let template = try MarkdownTemplate.parse(text)
        templates[text] = template
        return template
    }

    private mutating func drain(into sink: inout some ByteSink) throws {
        guard !chunk.isEmpty else { return }
        try sink.write(contentsOf: chunk)
        chunk.removeAll(keepingCapacity: true)
    }
}

/// The lists that a rendering left marks for.
private final class ListMarks {
    var lists: [(section: String, elements: ViewList, scope: TemplateScope)] = []

    func mark(_ section: String, _ elements: ViewList, _ scope: TemplateScope) -> Mark {
        lists.append((section, elements, scope))
        return Mark(number: lists.count - 1)
    }

    /// Not a string: Mustache would parse that as a template.
    struct Mark: CustomStringConvertible {
        let number: Int

        var description: String { "\0\(number)\0" }
    }
}

/// The names of one section, and outside of it those of the sections around it.
private final class TemplateScope: MustacheParent {
    private let values: ViewObject
    private let parent: TemplateScope?
    /// Of the rendering that this scope is used in; an inner scope uses the same.
    var marks: ListMarks?

    init(_ values: ViewObject, parent: TemplateScope?) {
        self.values = values
        self.parent = parent
    }

    func child(named name: String) -> Any? {
        child(named: name, marks: marks ?? ListMarks())
    }

    private func child(named name: String, marks: ListMarks) -> Any? {
        switch values[name] {
        case .text(let text): return text
        case .flag(let flag): return flag
        case .object(let object):
            let scope = TemplateScope(object, parent: self)
            scope.marks = marks
            return scope
        case .list(let list):
            if list.count == 0 { return false }
            return MustacheLambda { section in
                marks.mark(section.trimmedLastLine, list, self)
            }
        case nil: return parent?.child(named: name, marks: marks)
        }
    }
}

extension String {
    /// Without the indentation of the tag that ends the section, which belongs to that tag.
    fileprivate var trimmedLastLine: String {
        let trimmed = Substring(self).trimmingEnd { $0 == " " || $0 == "\t" }
        return trimmed.last == "\n" ? String(trimmed) : self
    }
}
