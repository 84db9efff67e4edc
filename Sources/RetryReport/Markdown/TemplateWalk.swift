/// Writes a checked template filled with a view's values, list by list and element by element.
///
/// Mustache renders into one string and looks every name up anew, and a report may list a million jobs. So it is asked
/// once for each ``TemplateShape``: what comes out when flags stand as they do, with marks where texts and lists belong.
/// The elements of a list have few shapes; texts are escaped and put in here. What is in memory is one element of each
/// list on the way to the innermost.
struct TemplateWalk {
    private var sections: [String: TemplateShapes] = [:]
    private var chunk: [UInt8] = []
    private static let chunkSize = 64 * 1024

    init() {
        chunk.reserveCapacity(Self.chunkSize + 4096)
    }

    /// Writes the template filled with the values. Throws what the sink throws.
    mutating func write(_ template: MarkdownTemplate, _ values: ViewObject, to sink: inout some ByteSink) throws {
        try write(shapes(of: template.text), ViewScopes(values), to: &sink)
        try drain(into: &sink)
    }

    private mutating func write(_ shapes: TemplateShapes, _ scopes: ViewScopes, to sink: inout some ByteSink) throws {
        for piece in try shapes.pieces(for: scopes) {
            switch piece {
            case .template(let bytes): chunk.append(contentsOf: bytes)
            case .text(let name):
                if case .text(let text)? = scopes[name] { MarkdownText.append(text, to: &chunk) }
            case .list(let name, let section):
                guard case .list(let list)? = scopes[name] else { continue }
                let inner = self.shapes(of: section)
                for place in 0..<list.count { try write(inner, scopes.entering(list[place]), to: &sink) }
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
