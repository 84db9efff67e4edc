import RetryReport

/// Makes a template of a parsed file, and finds everything that is wrong with it except its names.
struct TemplateCompiler {
    private let template: String
    private let kind: HTMLRenderer.Kind
    private(set) var faults: [TemplateFault] = []
    private var sheets: [StyleSheet] = []
    private var policies = 0
    private var elements = 0

    init(template: String, kind: HTMLRenderer.Kind) {
        self.template = template
        self.kind = kind
    }

    /// The compiled root. It is good only when there are no ``faults``.
    mutating func compile(_ root: ParsedElement) -> TemplateElement {
        if root.name != "html" {
            fault(root, "the outermost element is not html", "a template is a complete page")
        }
        collectSheets(root)
        let compiled = element(root, context: Context(namespace: Namespace.xhtml))
        if kind == .page && policies == 0 {
            fault(
                root,
                "there is no Content-Security-Policy",
                "begin the head with <meta http-equiv=\"Content-Security-Policy\" data-csp=\"style\"/>"
            )
        }
        return compiled ?? TemplateElement(name: root.name, line: root.line)
    }

    /// What is around an element.
    private struct Context {
        var namespace: String
        var keepsSpace = false
        /// The element around whose content is replaced by a text.
        var replacedBy: String?
        /// The directive around that may leave the element out or repeat it.
        var optionalBy: String?
    }

    private mutating func fault(_ element: ParsedElement, _ rule: String, _ advice: String) {
        faults.append(
            TemplateFault(template: template, line: element.line, element: element.name, rule: rule, advice: advice)
        )
    }

    /// Nil for sample content.
    private mutating func element(_ parsed: ParsedElement, context: Context) -> TemplateElement? {
        elements += 1
        var compiled = TemplateElement(name: parsed.name, line: parsed.line, number: elements)
        let namespace = parsed.name == "svg" ? Namespace.svg : context.namespace
        checkNamespace(parsed, expected: namespace)

        var isSample = false
        var isPolicy = false
        var set: Set<String> = []
        for attribute in parsed.attributes where attribute.prefix == nil && attribute.name.hasPrefix("data-") {
            do throws(DirectiveProblem) {
                switch try Directive.parse(attribute.name, value: attribute.value) {
                case .each(let name): compiled.each = name
                case .condition(let condition): compiled.conditions.append(condition)
                case .text(let name): compiled.text = name
                case .attribute(let name, let value):
                    set.insert(name)
                    compiled.attributes.append(.init(name: name, value: .view(value)))
                case .sample: isSample = true
                case .policy: isPolicy = true
                }
                if let outer = context.replacedBy {
                    fault(
                        parsed,
                        "\(attribute.name) is in content that is never shown",
                        "the data-text of <\(outer)> around it replaces it; remove one of the two"
                    )
                }
            } catch {
                fault(parsed, error.rule, error.advice)
            }
        }
        if isSample { return nil }
        let own =
            compiled.each.map { _ in "data-each" } ?? compiled.conditions.first.map { _ in "data-if or data-unless" }
        if isPolicy, let directive = own ?? context.optionalBy {
            fault(
                parsed,
                "the Content-Security-Policy depends on \(directive), so a page could be without it",
                "put it directly in the head, outside every data-if, data-unless and data-each"
            )
        }

        if namespace != context.namespace || parsed.name == "html" {
            compiled.attributes.insert(.init(name: "xmlns", value: .fixed(namespace)), at: 0)
        }
        compiled.attributes += fixedAttributes(parsed, except: set, isPolicy: isPolicy)
        checkText(parsed, compiled)

        compiled.endsItself =
            namespace == Namespace.svg
            ? parsed.children.isEmpty && compiled.text == nil : Self.voidElements.contains(parsed.name)
        if compiled.endsItself && namespace == Namespace.xhtml && !parsed.children.isEmpty {
            fault(parsed, "<\(parsed.name)> has content", "in HTML it must be empty: write <\(parsed.name)/>")
        }
        let inner = Context(
            namespace: namespace,
            keepsSpace: context.keepsSpace || parsed.name == "pre",
            replacedBy: context.replacedBy ?? (compiled.text == nil ? nil : parsed.name),
            optionalBy: context.optionalBy ?? own
        )
        compiled.children = children(parsed, context: inner)
        return compiled
    }

    private mutating func children(_ parsed: ParsedElement, context: Context) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        for child in parsed.children {
            switch child {
            case .element(let child):
                if let compiled = element(child, context: context) { nodes.append(.element(TemplateChild(compiled))) }
            case .text(let text) where parsed.name == "style":
                if let sheet = StyleSheet(text) { nodes.append(.style(sheet)) }
            case .text(let text):
                let isBreak = !context.keepsSpace && text.contains("\n") && text.utf8.allSatisfy(Self.isSpace)
                // Where an element was dropped, two breaks meet.
                if isBreak, case .lineBreak? = nodes.last { continue }
                nodes.append(isBreak ? .lineBreak : .text(text))
            }
        }
        return nodes
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x09 || byte == 0x0d }

    /// The attributes of the template that are not set from the view.
    private mutating func fixedAttributes(
        _ parsed: ParsedElement,
        except set: Set<String>,
        isPolicy: Bool
    ) -> [TemplateElement.Attribute] {
        var attributes: [TemplateElement.Attribute] = []
        var isPolicyMeta = false
        for attribute in parsed.attributes {
            if let prefix = attribute.prefix {
                fault(
                    parsed,
                    "the attribute \(prefix):\(attribute.name) has a prefix",
                    prefix == "xml" && attribute.name == "lang" ? "write lang" : "HTML has none; leave it out"
                )
            } else if attribute.name == "http-equiv" && attribute.value.lowercased() == "content-security-policy" {
                isPolicyMeta = true
                attributes.append(.init(name: attribute.name, value: .fixed("Content-Security-Policy")))
            } else if !attribute.name.hasPrefix("data-") && !set.contains(attribute.name)
                && !(isPolicy && attribute.name == "content")
            {
                attributes.append(.init(name: attribute.name, value: .fixed(attribute.value)))
            }
        }
        if isPolicyMeta != isPolicy || (isPolicy && parsed.name != "meta") {
            fault(
                parsed,
                "a Content-Security-Policy is computed and can't be written",
                "write <meta http-equiv=\"Content-Security-Policy\" data-csp=\"style\"/>"
            )
        }
        if isPolicy {
            policies += 1
            attributes.append(.init(name: "content", value: .fixed(ContentSecurityPolicy.policy(for: sheets))))
        }
        return attributes
    }

    private mutating func checkNamespace(_ parsed: ParsedElement, expected: String) {
        guard parsed.namespace != expected || parsed.prefix != nil else { return }
        let advice =
            expected == Namespace.svg
            ? "write <svg xmlns=\"\(Namespace.svg)\">, and no prefix"
            : "write <html xmlns=\"\(Namespace.xhtml)\">, and no prefix"
        fault(parsed, "the element is not in the namespace \(expected)", advice)
    }

    private mutating func checkText(_ parsed: ParsedElement, _ compiled: TemplateElement) {
        if parsed.name == "style" {
            if compiled.text != nil || compiled.each != nil {
                fault(parsed, "a style element can't have data", "write its content in the template")
            }
            for case .text(let text) in parsed.children where StyleSheet(text) == nil {
                fault(
                    parsed,
                    "the style element contains <, & or ]]>",
                    "HTML and XML read these differently in styles: write the rule in another way, such as (min-width: 600px) for a range"
                )
            }
        } else if compiled.text != nil && Self.voidElements.contains(parsed.name) {
            fault(parsed, "data-text on <\(parsed.name)>", "this element has no content; did you mean data-attr-…?")
        }
    }

    /// Finds the style sheets before the policy that names them is written.
    private mutating func collectSheets(_ parsed: ParsedElement) {
        if parsed.attributes.contains(where: { $0.name == "data-sample" }) { return }
        if parsed.name == "style" {
            for case .text(let text) in parsed.children { sheets += StyleSheet(text).map { [$0] } ?? [] }
        }
        for case .element(let child) in parsed.children { collectSheets(child) }
    }

    /// HTML's elements without an end tag.
    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
}
