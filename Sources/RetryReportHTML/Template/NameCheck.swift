package import RetryReport

/// Finds the names in a template that a view does not have, or has as something else.
struct NameCheck {
    private let template: String
    private var names: TemplateNames
    private(set) var faults: [TemplateFault] = []
    /// The elements that have a fault, by number.
    private(set) var elements: Set<Int> = []

    init(_ template: HTMLTemplate, view: ViewObject) {
        self.template = template.name
        names = TemplateNames(view, adding: PictureNames())
        check(template.root)
    }

    private mutating func check(_ element: TemplateElement) {
        if let name = element.each {
            guard case .list(let list)? = value(.each(name), element) else { return }
            do throws(TemplateNames.Problem) {
                try names.enter(list, named: name.text)
            } catch {
                fault(error, element)
            }
            defer { names.leave() }
            if list.count > 0 { checkInside(element) }
        } else {
            checkInside(element)
        }
    }

    private mutating func checkInside(_ element: TemplateElement) {
        for condition in element.conditions { _ = value(.condition(condition), element) }
        for attribute in element.attributes {
            if case .view(let name) = attribute.value { _ = value(.attribute(attribute.name, name), element) }
        }
        if let name = element.text {
            _ = value(.text(name), element)
        } else {
            for case .element(let child) in element.children { check(child.element) }
        }
    }

    private mutating func value(_ use: NameUse, _ element: TemplateElement) -> ViewValue? {
        do throws(TemplateNames.Problem) {
            return try names.value(of: use.name.text, use: use.description, kinds: use.kinds)
        } catch {
            fault(error, element)
            return nil
        }
    }

    private mutating func fault(_ problem: TemplateNames.Problem, _ element: TemplateElement) {
        elements.insert(element.number)
        faults.append(TemplateFault(problem, element.place, template: template))
    }
}

/// A directive that uses a name.
enum NameUse: CustomStringConvertible {
    case each(TemplateName)
    case condition(TemplateElement.Condition)
    case attribute(String, TemplateName)
    case text(TemplateName)

    var name: TemplateName {
        switch self {
        case .each(let name), .attribute(_, let name), .text(let name): name
        case .condition(let condition): condition.name
        }
    }

    /// The kinds of value that the name may stand for.
    var kinds: [String] {
        switch self {
        case .each: ["a list"]
        case .condition: ["a flag", "a text", "a list"]
        case .attribute: ["a text", "a flag"]
        case .text: ["a text"]
        }
    }

    var description: String {
        let directive =
            switch self {
            case .each: "data-each"
            case .condition(let condition): condition.wanted ? "data-if" : "data-unless"
            case .attribute(let attribute, _): "data-attr-\(attribute)"
            case .text: "data-text"
            }
        return "\(directive)=\"\(name.text)\""
    }
}

extension TemplateFault {
    init(_ problem: TemplateNames.Problem, _ element: ElementPlace, template: String) {
        self.init(
            template: template,
            line: element.line,
            element: element.name,
            rule: problem.rule,
            advice: problem.advice
        )
    }
}

extension HTMLRenderer {
    /// All names that an HTML template can use, with an example of each from ``Report/sample``: those of a view, and
    /// those of pictures.
    package static var names: [ReportView.Name] { ReportView(.sample).names(adding: PictureNames()) }
}
