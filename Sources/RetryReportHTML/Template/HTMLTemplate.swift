import FoundationEssentials
package import RetryReport

/// A template that was read and is well formed: a value that any number of renderings share.
package struct HTMLTemplate: Sendable {
    /// What messages call it, such as `report.html`.
    package let name: String
    let root: TemplateElement
    /// How a page is written; nil for what is left of a template.
    private let ready: TemplatePlan?

    /// Reads a template. Throws everything that is wrong with it, except names: those depend on a view.
    package init(_ bytes: [UInt8], name: String, kind: HTMLRenderer.Kind) throws(TemplateError) {
        let parsed: ParsedElement
        switch XMLTreeReader.read(bytes) {
        case .success(let root): parsed = root
        case .failure(let failure):
            throw TemplateError(faults: failure.problems.map { Self.fault($0, template: name) })
        }
        var compiler = TemplateCompiler(template: name, kind: kind)
        root = compiler.compile(parsed)
        if !compiler.faults.isEmpty { throw TemplateError(faults: compiler.faults.sorted { $0.line < $1.line }) }
        self.name = name
        do throws(XMLProblem) {
            ready = try TemplatePlan(root)
        } catch {
            throw TemplateError(faults: [Self.fault(error, template: name)])
        }
    }

    private init(name: String, root: TemplateElement) {
        self.name = name
        self.root = root
        ready = nil
    }

    /// How a page is written; `locates`: with the element of each tag.
    func plan(locates: Bool = false) throws(XMLProblem) -> TemplatePlan {
        if !locates, let ready { return ready }
        return try TemplatePlan(root, locates: locates)
    }

    /// The same template without some of its elements.
    func without(_ numbers: Set<Int>) -> HTMLTemplate {
        HTMLTemplate(name: name, root: root.without(numbers))
    }

    /// The same template without some of its elements; nil when a page needs one of them.
    func remainder(without numbers: Set<Int>) -> HTMLTemplate? {
        let sections = root.children.compactMap { child in
            if case .element(let section) = child { section.element.number } else { nil }
        }
        return numbers.isDisjoint(with: sections + [root.number]) ? without(numbers) : nil
    }

    private static func fault(_ problem: XMLProblem, template: String) -> TemplateFault {
        let advice: String
        if problem.message.hasPrefix("Entity '") {
            advice = "a template has only &amp; &lt; &gt; &quot; &apos; and numbers: write &#160; for a no-break space"
        } else if problem.message == XMLTreeReader.declarationRefused {
            advice = ""
        } else if problem.message == XMLTreeReader.tooDeep {
            advice = "a page needs about ten; look for elements that are not closed"
        } else if problem.message == XMLTreeReader.notUTF8 {
            advice = "save the template as UTF-8"
        } else {
            advice =
                "a template must be well-formed XML: every element closed, every attribute quoted, every & written &amp;"
        }
        return TemplateFault(
            template: template,
            line: problem.line,
            element: "",
            rule: problem.message.replacing("\n", with: " "),
            advice: advice
        )
    }
}

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

/// Which element of a template something is about.
struct ElementPlace: Sendable {
    let name: String
    /// The line in the template.
    let line: Int
    /// Its place among the template's elements.
    let number: Int
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

    var place: ElementPlace { ElementPlace(name: name, line: line, number: number) }

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

/// What a browser may do with a page: show its own style sheets, and nothing else.
enum ContentSecurityPolicy {
    /// The policy of a page with these style sheets. Without one, no style is allowed at all.
    static func policy(for sheets: [StyleSheet]) -> String {
        let sources = sheets.map { sheet in
            "'sha256-\(Data(SHA256.digest(of: Array(sheet.text.utf8))).base64EncodedString())'"
        }
        let styles = sources.isEmpty ? "'none'" : sources.joined(separator: " ")
        return "default-src 'none'; style-src \(styles); base-uri 'none'; form-action 'none'"
    }
}

/// A style element's text. HTML reads it raw and XML does not; text without `<` and `&` is the same to both, so it can
/// be written as it is, and its hash is the one that a browser computes.
struct StyleSheet: Sendable, Hashable {
    let text: String

    /// Nil when the text contains `<`, `&` or `]]>`.
    init?(_ text: String) {
        guard !text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }),
            !text.contains("]]>")
        else { return nil }
        self.text = text
    }
}
