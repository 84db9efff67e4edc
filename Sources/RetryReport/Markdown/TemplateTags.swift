/// A Mustache template cut into its tags and what stands between them, with lines: what the parser itself does not
/// tell and a check needs.
struct TemplateTags {
    enum Piece: Hashable {
        case text(String)
        /// A tag by the character that tells its kind (a space for a variable) and the name in it.
        case tag(kind: Character, name: String)
        /// A tag without an end.
        case unclosed
    }

    /// The pieces in order, each with the line on which it begins.
    let pieces: [(line: Int, piece: Piece)]

    init(_ template: String) {
        var pieces: [(line: Int, piece: Piece)] = []
        var line = 1
        var rest = Substring(template)
        func add(_ piece: Piece, _ source: Substring) {
            if !source.isEmpty { pieces.append((line, piece)) }
            line += source.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        }
        while let start = rest.firstRange(of: "{{")?.lowerBound {
            add(.text(String(rest[..<start])), rest[..<start])
            rest = rest[start...]
            let close = rest.hasPrefix("{{{") ? "}}}" : "}}"
            guard let end = rest.firstRange(of: close) else {
                add(.unclosed, rest)
                rest = ""
                break
            }
            add(Self.tag(rest[..<end.lowerBound].dropFirst(2)), rest[..<end.upperBound])
            rest = rest[end.upperBound...]
        }
        add(.text(String(rest)), rest)
        self.pieces = pieces
    }

    private static func tag(_ content: Substring) -> Piece {
        var name = content
        var kind: Character = " "
        if let first = content.first, "#^/!{&>$<=%".contains(first) {
            kind = first
            name = name.dropFirst()
        }
        return .tag(kind: kind, name: String(name.drop(while: \.isWhitespace).trimmingEnd(while: \.isWhitespace)))
    }
}

extension Substring {
    func trimmingEnd(while isUnwanted: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isUnwanted(last) { rest.removeLast() }
        return rest
    }
}
