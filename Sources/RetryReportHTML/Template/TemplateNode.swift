import RetryReport

/// A part of a compiled template.
enum TemplateNode: Sendable {
    /// An element, with its directives.
    case element(TemplateChild)
    /// The template's own text.
    case text(String)
    /// White space with a line break between elements.
    case lineBreak
    /// A style element's text.
    case style(StyleSheet)
}

/// An element inside another: a reference, so that a walk does not copy the element each time that it comes by.
final class TemplateChild: Sendable {
    let element: TemplateElement

    init(_ element: TemplateElement) { self.element = element }
}

/// An element of a compiled template.
struct TemplateElement: Sendable {
    /// A directive that keeps or drops its element.
    struct Condition: Sendable {
        var name: TemplateName
        /// False for `data-unless`.
        var wanted: Bool
    }

    /// An attribute that is written as in the template, or taken from the view.
    struct Attribute: Sendable {
        enum Value: Sendable {
            case fixed(String)
            case view(TemplateName)
        }

        var name: String
        var value: Value
    }

    var name: String
    /// The line in the template.
    var line: Int
    /// Its place among the template's elements.
    var number = 0
    var each: TemplateName?
    var conditions: [Condition] = []
    var attributes: [Attribute] = []
    /// What replaces the content.
    var text: TemplateName?
    var children: [TemplateNode] = []
    /// Whether it may be written as `<br/>`: HTML's void elements, and SVG's empty ones.
    var endsItself = false

    /// The same element without some inside it.
    func without(_ numbers: Set<Int>) -> TemplateElement {
        var element = self
        element.children = children.compactMap { child in
            guard case .element(let child) = child else { return child }
            return numbers.contains(child.element.number)
                ? nil : .element(TemplateChild(child.element.without(numbers)))
        }
        return element
    }
}
