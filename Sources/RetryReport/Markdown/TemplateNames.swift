/// The names that a template can use at a place in it, worked out from a view that has them all. They are found as
/// Mustache finds them: from the innermost section outwards.
struct TemplateNames {
    /// What stands under a name.
    enum Kind {
        case text
        case flag
        case list
        case object
    }

    private var scopes: [ViewObject]

    init(_ values: ViewObject) {
        scopes = [values]
    }

    func kind(of name: String) -> Kind? {
        switch value(of: name) {
        case .text: .text
        case .flag: .flag
        case .list: .list
        case .object: .object
        case nil: nil
        }
    }

    /// Enters the section of a name; one that can't be entered changes nothing.
    mutating func enter(_ name: String) {
        switch value(of: name) {
        case .list(let list) where list.count > 0: scopes.append(list[0])
        case .object(let object): scopes.append(object)
        default: scopes.append([:])
        }
    }

    mutating func leave() {
        scopes.removeLast()
    }

    /// The known name that is most like an unknown one, for an error that helps.
    func nearest(to name: String) -> String? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let known: [String]
        let prefix: String
        if parts.count > 1, case .object(let object)? = value(of: parts.dropLast().joined(separator: ".")) {
            known = object.names
            prefix = parts.dropLast().joined(separator: ".") + "."
        } else {
            known = scopes.flatMap(\.names)
            prefix = ""
        }
        let wanted = prefix.isEmpty ? name : parts.last ?? name
        let best = known.map { (distance: Self.distance(wanted, $0), name: $0) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best, best.distance <= max(2, wanted.utf8.count / 3) else { return nil }
        return prefix + best.name
    }

    private func value(of name: String) -> ViewValue? {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
        guard let first = parts.popFirst(),
            var value = scopes.reversed().lazy.compactMap({ $0[first] }).first
        else { return nil }
        while let part = parts.popFirst() {
            guard case .object(let object) = value, let next = object[part] else { return nil }
            value = next
        }
        return value
    }

    /// How many letters must be changed, added or left out to make one name of another.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8.prefix(64))
        let right = Array(right.utf8.prefix(64))
        var row = Array(0...right.count)
        for (place, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = place + 1
            for column in right.indices {
                let change = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
