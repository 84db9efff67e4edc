import RetryReport

/// Looks names of a ``ReportView`` up by their dotted path.
extension ViewObject {
    private func value(_ path: String) -> ViewValue? {
        var object = self
        var names = path.split(separator: ".").map { String($0) }
        guard let last = names.popLast() else { return nil }
        for name in names {
            guard case .object(let inner)? = object[name] else { return nil }
            object = inner
        }
        return object[last]
    }

    /// The text under a path, in one line and free of what can't be seen; empty when there is none.
    func text(_ path: String) -> String {
        guard case .text(let text)? = value(path) else { return "" }
        return VisibleText.clean(text)
    }

    /// The text under a path as a name among other words: one from right to left is isolated, so that it does not
    /// swap places with the numbers beside it.
    func name(_ path: String) -> String {
        Isolates.around(text(path))
    }

    /// Whether the flag under a path is up.
    func flag(_ path: String) -> Bool {
        guard case .flag(let flag)? = value(path) else { return false }
        return flag
    }

    /// The elements of the list under a path.
    func list(_ path: String) -> [ViewObject] {
        guard case .list(let list)? = value(path) else { return [] }
        return (0..<list.count).map { list[$0] }
    }
}
