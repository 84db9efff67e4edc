/// One thing that is wrong with a template, where, and what to do about it.
public struct TemplateFault: Sendable, Hashable, CustomStringConvertible {
    /// The template's name, such as `report.html`.
    public var template: String
    /// The line in the template, from 1; 0 when it is not about a line.
    public var line: Int
    /// The element's name, such as `a`; empty when it is not about an element.
    public var element: String
    /// The rule that is broken.
    public var rule: String
    /// What would be right.
    public var advice: String

    /// A fault.
    public init(template: String, line: Int, element: String, rule: String, advice: String) {
        self.template = template
        self.line = line
        self.element = element
        self.rule = rule
        self.advice = advice
    }

    /// `report.html:12: <a>: rule; advice`.
    public var description: String {
        var parts = [line > 0 ? "\(template):\(line)" : template]
        if !element.isEmpty { parts.append("<\(element)>") }
        parts.append(advice.isEmpty ? rule : "\(rule); \(advice)")
        return parts.joined(separator: ": ")
    }
}

/// A template can't be used, or what came of it is not allowed to leave.
public struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in the order of the template; never empty.
    public var faults: [TemplateFault]

    /// An error of these faults.
    public init(faults: [TemplateFault]) {
        self.faults = faults
    }

    /// The faults, one a line.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
