import RetryReport

/// A template as libxml2 writes it, with places for what comes from the view.
///
/// libxml2's writer costs by the element. So it writes the elements, attributes and texts of a template once, when the
/// template is made; a page takes these bytes as they are and fills in the places.
struct TemplatePlan: Sendable {
    enum Step: Sendable {
        /// The template's own bytes; `endsLine`: whether they end in a line break between elements.
        case literal([UInt8], endsLine: Bool)
        /// A line break between elements, unless one was just written.
        case lineBreak
        /// An element's text from the view.
        case text(TemplateName, ElementPlace)
        /// An attribute from the view.
        case attribute(Attribute)
        /// An element that may be left out or repeated.
        case part(Part)
        /// The end of a tag; only in a plan that tells where it is.
        case tag(ElementPlace)
    }

    struct Attribute: Sendable {
        let name: String
        let value: TemplateName
        /// What stands before the value: a space, the name, `="`.
        let start: [UInt8]
        /// Whether it says how urgent something is.
        let isTone: Bool
        let place: ElementPlace
    }

    /// A reference, so that a walk does not copy the steps each time that it comes by.
    final class Part: Sendable {
        let place: ElementPlace
        let each: TemplateName?
        let conditions: [TemplateElement.Condition]
        let steps: [Step]

        init(_ element: TemplateElement, _ steps: [Step]) {
            place = element.place
            each = element.each
            conditions = element.conditions
            self.steps = steps
        }
    }

    let steps: [Step]

    /// The plan of a complete page. One that `locates` says after each tag which element it belongs to, so that a fault in
    /// what is written can be found.
    init(_ root: TemplateElement, locates: Bool = false) throws(XMLProblem) {
        var planner = try Planner(locates: locates)
        steps = try planner.page(root)
    }
}

/// Lets libxml2 write a template, and takes what it has written at each place.
private struct Planner {
    private let writer: XMLWriter
    private let locates: Bool
    private var steps: [TemplatePlan.Step] = []
    /// Whether the last thing written is a line break between elements; nil when that is known only in a page.
    private var isAtBreak: Bool? = true

    init(locates: Bool) throws(XMLProblem) {
        writer = try XMLWriter()
        self.locates = locates
    }

    mutating func page(_ root: TemplateElement) throws(XMLProblem) -> [TemplatePlan.Step] {
        writer.documentType()
        try write(root)
        writer.text("\n")
        try endLiteral()
        return steps
    }

    private mutating func write(_ element: TemplateElement) throws(XMLProblem) {
        guard element.each != nil || !element.conditions.isEmpty else { return try writeOne(element) }
        try endLiteral()
        var outer = steps
        steps = []
        try writeOne(element)
        try endLiteral()
        outer.append(.part(TemplatePlan.Part(element, steps)))
        steps = outer
        isAtBreak = nil
    }

    private mutating func writeOne(_ element: TemplateElement) throws(XMLProblem) {
        writer.start(element.name)
        for attribute in element.attributes {
            switch attribute.value {
            case .fixed(let value): writer.attribute(attribute.name, value)
            case .view(let value):
                try endLiteral()
                let place = TemplatePlan.Attribute(
                    name: attribute.name,
                    value: value,
                    start: Array(" \(attribute.name)=\"".utf8),
                    isTone: PictureNames.isTone(value),
                    place: element.place
                )
                steps.append(.attribute(place))
            }
        }
        isAtBreak = false
        if !element.endsItself {
            writer.endStartTag()
            try endTag(of: element)
        }
        if let name = element.text {
            try endLiteral()
            steps.append(.text(name, element.place))
        } else {
            for child in element.children { try write(child) }
        }
        if element.endsItself { writer.end() } else { writer.endWithTag() }
        isAtBreak = false
        try endTag(of: element)
    }

    private mutating func write(_ child: TemplateNode) throws(XMLProblem) {
        switch child {
        case .element(let child): try write(child.element)
        case .text(let text):
            writer.text(text)
            isAtBreak = false
        case .style(let sheet): writer.text(sheet)
        case .lineBreak:
            if isAtBreak == nil { steps.append(.lineBreak) } else if isAtBreak == false { writer.text("\n") }
            isAtBreak = true
        }
    }

    private mutating func endTag(of element: TemplateElement) throws(XMLProblem) {
        guard locates else { return }
        try endLiteral()
        steps.append(.tag(element.place))
    }

    private mutating func endLiteral() throws(XMLProblem) {
        writer.flush()
        let bytes = try writer.takeBytes()
        if !bytes.isEmpty { steps.append(.literal(bytes, endsLine: isAtBreak == true)) }
    }
}
