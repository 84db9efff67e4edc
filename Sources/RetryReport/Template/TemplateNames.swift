/// Finds what is wrong with the names in a template, for both template languages: names that the view does not have,
/// names of another kind, and lists within themselves. Inside an empty or unknown list nothing is known.
package struct TemplateNames {
    private var scope: TemplateScope
    /// The lists that are being repeated, by name.
    private var lists: [String] = []

    /// Checks against a view that has every name.
    package init(_ values: ViewObject, adding supplement: (any ViewSupplement)? = nil) {
        scope = TemplateScope(values, adding: supplement)
    }

    /// What is wrong with the use of a name, and what to do about it.
    package struct Problem: Error {
        package let rule: String
        package let advice: String
    }

    /// The value of a name that must be of one of some kinds, such as `a text`.
    ///
    /// `use`: how the template writes it, for the error: `data-text="x"`, `{{x}}`.
    package func value(of text: String, use: String, kinds: [String]) throws(Problem) -> ViewValue {
        try Self.value(of: text, use: use, kinds: kinds, in: scope)
    }

    /// The same in a given scope.
    package static func value(
        of text: String,
        use: String,
        kinds: [String],
        in scope: TemplateScope
    ) throws(Problem) -> ViewValue {
        guard let name = TemplateName(text), let value = scope[name] else {
            let near = NearestNames.of(text, among: scope.names)
            throw Problem(
                rule: "\(use): there is no such name here",
                advice: near.isEmpty
                    ? "look it up in the table of names; the names of a list's elements are known only inside that list"
                    : "did you mean \(near.joined(separator: ", "))?"
            )
        }
        guard kinds.contains(value.kind) else {
            throw Problem(
                rule: "\(use) requires \(kinds.joined(separator: " or ")), but the name is \(value.kind)",
                advice: Self.advice(value.kind)
            )
        }
        return value
    }

    private static func advice(_ kind: String) -> String {
        switch kind {
        case "a list": "repeat something for each of its elements"
        case "a group of names": "write one of the names in it, after a full stop"
        case "a flag": "use it to show or leave out something"
        default: "print it"
        }
    }

    /// Enters a list that is repeated, if it has an element to look into. Throws when the list is being repeated
    /// already: each list within itself would multiply the output by its length.
    package mutating func enter(_ list: ViewList, named name: String) throws(Problem) {
        let isRepeated = lists.contains(name)
        lists.append(name)
        scope.push(list.count > 0 ? list[0] : [:])
        if isRepeated {
            throw Problem(
                rule: "the list '\(name)' would be repeated within itself",
                advice: "end the part that repeats it first"
            )
        }
    }

    /// Enters a group of names, or a part of the template that adds none.
    mutating func enter(_ object: ViewObject = [:]) {
        lists.append("")
        scope.push(object)
    }

    /// Leaves what was entered last.
    package mutating func leave() {
        lists.removeLast()
        scope.pop()
    }
}

/// Finds the known names that a misspelt one may have meant.
package enum NearestNames {
    /// At most three names within a third of the name's length, the nearest first.
    package static func of(_ name: String, among known: [String]) -> [String] {
        // Longer ones are not names, and would take long to compare.
        guard name.utf8.count <= 128 else { return [] }
        let limit = max(2, name.count / 3)
        let last = name.split(separator: ".").last.map { String($0) } ?? name
        let length = name.count
        return
            known
            .compactMap { candidate -> (name: String, distance: Int)? in
                // `name` for `action.name`: the right word, without the group that it is in.
                if candidate.hasSuffix(".\(last)") || last == candidate { return (candidate, 1) }
                // Names are ASCII. The distance is at least the difference of the lengths.
                guard abs(candidate.utf8.count - length) <= limit else { return nil }
                return (candidate, distance(name, candidate))
            }
            .filter { $0.distance <= limit }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3)
            .map(\.name)
    }

    /// How many letters must be changed, added or removed to turn one name into the other (Levenshtein); upper and
    /// lower case are the same.
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

/// One thing that is wrong with a template: where, which rule it breaks, and what to write instead.
package struct TemplateFault: Sendable, Hashable, CustomStringConvertible {
    /// The template as its owner knows it, such as a path.
    package var template: String
    /// The line in the template, from 1; 0 when the fault is not about a line.
    package var line: Int
    /// The element's name, such as `a`; empty when the fault is not about an element.
    package var element: String
    /// What is wrong.
    package var rule: String
    /// What to do about it; empty when the rule says it.
    package var advice: String

    package init(template: String, line: Int, element: String = "", rule: String, advice: String = "") {
        self.template = template
        self.line = line
        self.element = element
        self.rule = rule
        self.advice = advice
    }

    /// `report.html:12: <a>: rule; advice`.
    package var description: String { diagnostic.description }

    /// The fault for people and programs outside this package.
    package var diagnostic: Diagnostic {
        let words = advice.isEmpty ? rule : "\(rule); \(advice)"
        return Diagnostic(
            .error,
            "template.invalid",
            place: line > 0 ? "\(template):\(line)" : template,
            element.isEmpty ? words : "<\(element)>: \(words)"
        )
    }
}

/// A template can't be used, or what was made of it must not be published.
public struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in the order of the template's lines; never empty.
    package let faults: [TemplateFault]

    package init(faults: [TemplateFault]) {
        self.faults = faults
    }

    /// What is wrong, in the order of the template's lines; at least one.
    public var problems: [Diagnostic] { faults.map(\.diagnostic) }

    /// The problems, one a line: template, line, what is wrong and what to write instead.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
