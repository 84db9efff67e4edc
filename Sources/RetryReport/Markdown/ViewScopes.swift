/// The names in force at a place of a template: those of each list element around, the innermost first, and those of
/// the whole report last.
struct ViewScopes {
    /// Where a value stands, seen from an element: so many lists further out, and the names on the way from there.
    struct Path: Hashable {
        var outwards: Int
        var names: [String]
    }

    private let frames: [ViewObject]

    init(_ values: ViewObject) {
        frames = [values]
    }

    private init(frames: [ViewObject]) {
        self.frames = frames
    }

    func entering(_ element: ViewObject) -> ViewScopes {
        ViewScopes(frames: frames + [element])
    }

    subscript(path: Path) -> ViewValue? {
        guard let first = path.names.first, path.outwards < frames.count else { return nil }
        var value = frames[frames.count - 1 - path.outwards][first]
        for name in path.names.dropFirst() {
            guard case .object(let object)? = value else { return nil }
            value = object[name]
        }
        return value
    }

    /// The place of a name, looked for outwards.
    func path(of name: String) -> Path? {
        for outwards in frames.indices where frames[frames.count - 1 - outwards][name] != nil {
            return Path(outwards: outwards, names: [name])
        }
        return nil
    }
}
