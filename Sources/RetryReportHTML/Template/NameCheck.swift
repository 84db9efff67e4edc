import RetryReport

/// Finds the names in a template that a view does not have, or has as something else. Inside a list that is empty
/// nothing can be said.
struct NameCheck {
    private let template: String
    private var scope: ViewScope
    /// The lists that are being repeated, by name.
    private var lists: [String] = []
    private(set) var faults: [TemplateFault] = []
    /// The elements that have a fault, by number.
    private(set) var elements: Set<Int> = []

    init(_ template: HTMLTemplate, view: ViewObject) {
        self.template = template.name
        scope = ViewScope(view)
        check(template.root)
    }

    private mutating func check(_ element: TemplateElement) {
        var isInside = false
        if let name = element.each {
            guard case .list(let list)? = value(of: name, directive: "data-each", wanted: ["a list"], element) else {
                return
            }
            if lists.contains(name.text) { refuseRepetition(of: name, element) }
            if list.count == 0 { return }
            scope.push(list[0])
            lists.append(name.text)
            isInside = true
        }
        for condition in element.conditions {
            _ = value(
                of: condition.name,
                directive: condition.wanted ? "data-if" : "data-unless",
                wanted: ["a flag", "a text", "a list"],
                element
            )
        }
        for attribute in element.attributes {
            guard case .view(let name) = attribute.value else { continue }
            _ = value(of: name, directive: "data-attr-\(attribute.name)", wanted: ["a text", "a flag"], element)
        }
        if let name = element.text {
            _ = value(of: name, directive: "data-text", wanted: ["a text"], element)
        } else {
            for case .element(let child) in element.children { check(child.element) }
        }
        if isInside {
            scope.pop()
            lists.removeLast()
        }
    }

    /// Each list within itself would multiply the page by its length, without end in sight.
    private mutating func refuseRepetition(of name: ViewName, _ element: TemplateElement) {
        elements.insert(element.number)
        faults.append(
            TemplateFault(
                template: template,
                line: element.line,
                element: element.name,
                rule: "data-each=\"\(name.text)\" stands within an element that is repeated over the same list",
                advice: "end that element first"
            )
        )
    }

    private mutating func value(
        of name: ViewName,
        directive: String,
        wanted: [String],
        _ element: TemplateElement
    ) -> ViewValue? {
        let value = scope[name]
        if let value, wanted.contains(value.kind) { return value }
        elements.insert(element.number)
        faults.append(
            .unusable(name, directive: directive, wanted: wanted, value, scope: scope, element, template: template)
        )
        return nil
    }
}

extension TemplateFault {
    /// A name that is unknown, or stands for the wrong kind of value.
    static func unusable(
        _ name: ViewName,
        directive: String,
        wanted: [String],
        _ value: ViewValue?,
        scope: ViewScope,
        _ element: TemplateElement,
        template: String
    ) -> TemplateFault {
        let rule: String
        let advice: String
        if let value {
            rule =
                "\(directive)=\"\(name.text)\" wants \(wanted.joined(separator: " or ")), but the name stands for \(value.kind)"
            advice =
                value.kind == "a list"
                ? "repeat an element over it with data-each" : "look the name up in the table of names"
        } else {
            rule = "\(directive)=\"\(name.text)\": there is no such name here"
            let near = NearestNames.of(name.text, among: scope.names)
            advice =
                near.isEmpty
                ? "look it up in the table of names; a list element's names are known only inside its data-each"
                : "did you mean \(near.joined(separator: ", "))?"
        }
        return TemplateFault(template: template, line: element.line, element: element.name, rule: rule, advice: advice)
    }
}
