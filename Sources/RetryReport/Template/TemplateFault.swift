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
