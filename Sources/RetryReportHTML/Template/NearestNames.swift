/// Finds the known names that a misspelt one may have meant.
package enum NearestNames {
    /// At most three names within a third of the name's length, the nearest first.
    package static func of(_ name: String, among known: [String]) -> [String] {
        let limit = max(2, name.count / 3)
        let last = name.split(separator: ".").last.map { String($0) } ?? name
        return
            known
            .map { candidate -> (name: String, distance: Int) in
                // `name` for `action.name`: the right word, without the group that it is in.
                let isInside = candidate.hasSuffix(".\(last)") || last == candidate
                return (candidate, isInside ? 1 : distance(name, candidate))
            }
            .filter { $0.distance <= limit }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3)
            .map(\.name)
    }

    /// Levenshtein's distance, upper and lower case being the same.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased()), right = Array(right.lowercased())
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let cost = a == b ? diagonal : min(diagonal, row[j], row[j + 1]) + 1
                diagonal = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[right.count]
    }
}
