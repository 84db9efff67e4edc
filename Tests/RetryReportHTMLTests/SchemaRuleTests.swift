import ReportTemplates
import RetryReport
import Testing

@testable import RetryReportHTML

/// Every rule of both schemas, broken once: which attributes an element has, what they contain, which elements it has.
@Suite("Each rule of the schemas")
struct SchemaRuleTests {
    struct Schema: CustomTestStringConvertible {
        let kind: HTMLRenderer.Kind
        let rules: SchemaRules

        var testDescription: String { kind == .page ? "report.xsd" : "email.xsd" }
    }

    static let schemas: [Schema] = {
        do {
            return [
                Schema(kind: .page, rules: try SchemaRules(ReportTemplates.reportXSD)),
                Schema(kind: .mail, rules: try SchemaRules(ReportTemplates.emailXSD)),
            ]
        } catch {
            Issue.record(error)
            return []
        }
    }()

    private func faults(_ template: TemplateAround, _ schema: Schema) -> [TemplateFault] {
        HTMLRenderer.faults(ofTemplate: Array(template.source.utf8), name: "broken.html", kind: schema.kind)
    }

    /// Neither has content, in any schema.
    private static let voidElements: Set<String> = ["br", "hr", "wbr", "col", "meta"]

    @Test("the schemas were read to their ends")
    func read() {
        #expect(Self.schemas.map { $0.rules.elements.count > 30 && $0.rules.attributes.count > 20 } == [true, true])
        #expect(Self.schemas.map { $0.rules.elements.isSuperset(of: ["html", "style", "a", "td"]) } == [true, true])
        for schema in Self.schemas {
            for place in schema.rules.places where place.name != "html" {
                #expect(faults(TemplateAround(place.path), schema) == [], "\(place.path)")
            }
        }
    }

    @Test("an attribute whose value breaks its rule is refused on every element that has it", arguments: schemas)
    func values(_ schema: Schema) {
        for place in schema.rules.places {
            for (attribute, value) in schema.rules.type(place).attributes {
                guard let facet = value.facet else { continue }
                let template = TemplateAround(place.path, attributes: " \(attribute)=\"&lt;&gt;\"")
                let faults = faults(template, schema)
                #expect(faults.count == 1, "\(place.path) \(attribute): \(faults)")
                #expect(faults.first?.line == template.line, "\(place.path) \(attribute)")
                #expect(faults.first?.element == place.name, "\(place.path) \(attribute)")
                #expect(faults.first?.rule.hasPrefix("attribute '\(attribute)': [facet '\(facet)'] ") == true)
            }
        }
    }

    @Test("each of an attribute's choices passes", arguments: schemas)
    func choices(_ schema: Schema) {
        for type in Set(schema.rules.types.keys) {
            guard let place = schema.rules.places.first(where: { $0.type == type }) else { continue }
            for (attribute, value) in schema.rules.type(place).attributes where attribute != "http-equiv" {
                guard case .oneOf(let choices) = value else { continue }
                for choice in choices {
                    let template = TemplateAround(place.path, attributes: " \(attribute)=\"\(choice)\"")
                    #expect(faults(template, schema) == [], "\(place.path) \(attribute)=\(choice)")
                }
            }
        }
    }

    @Test("an attribute that an element does not have is refused, by its name", arguments: schemas)
    func attributes(_ schema: Schema) {
        let harmful = ["onclick", "onload", "style", "src", "srcset", "background", "action", "ping", "manifest"]
        for place in schema.rules.places {
            let allowed = Set(schema.rules.type(place).attributes.keys)
            let refused = schema.rules.attributes.union(harmful).subtracting(allowed).sorted()
            let template = TemplateAround(
                place.path,
                attributes: refused.map { " \($0)=\"1\"" }.joined()
            )
            let faults = faults(template, schema)
            for attribute in refused {
                let isNamed = faults.contains { fault in
                    fault.line == template.line && fault.element == place.name
                        && fault.rule.contains("attribute '\(attribute)'") && fault.rule.contains("is not allowed")
                }
                #expect(isNamed, "\(place.path) \(attribute): \(faults)")
            }
        }
    }

    /// HTML's elements that run, load, send or frame something, or that nobody needs any more.
    static let harmful = [
        "applet", "area", "audio", "base", "basefont", "bgsound", "button", "canvas", "command", "datalist", "dialog",
        "embed", "fieldset", "font", "form", "frame", "frameset", "iframe", "image", "img", "input", "isindex",
        "keygen",
        "label", "legend", "link", "map", "marquee", "math", "menu", "meta", "noembed", "noframes", "noscript",
        "object",
        "optgroup", "option", "output", "param", "picture", "plaintext", "portal", "script", "select", "slot", "source",
        "style", "template", "textarea", "track", "video", "xmp",
    ]

    @Test("an element that runs, loads or sends something is allowed nowhere", arguments: schemas)
    func harmful(_ schema: Schema) {
        let named = schema.rules.elements.intersection(Self.harmful)
        #expect(named == ["meta", "style"])
        for place in schema.rules.places where place.path != ["html", "head"] {
            #expect(schema.rules.type(place).children.keys.filter(Self.harmful.contains) == [], "\(place.path)")
        }
    }

    @Test("an element that is not allowed in another is refused, with its own line", arguments: schemas)
    func children(_ schema: Schema) {
        for type in Set(schema.rules.types.keys) {
            guard let place = schema.rules.places.first(where: { $0.type == type }),
                !Self.voidElements.contains(place.name), place.path != ["html"]
            else { continue }
            let allowed = schema.rules.type(place).children.keys
            let refused = schema.rules.elements.union(["script", "img", "form", "iframe", "object", "link"])
                .subtracting(allowed).subtracting(["html", "svg"])
            // The compiler itself refuses a style element that is not a style sheet, and a policy.
            for child in refused.sorted() where place.name != "style" {
                let template = TemplateAround(place.path, content: "<\(child)/>")
                let faults = faults(template, schema)
                #expect(faults.count == 1, "\(place.path) \(child): \(faults)")
                let isNamed = faults.contains { fault in
                    fault.element == child && fault.line == template.contentLine
                        && fault.rule.hasPrefix("This element is not expected")
                        || fault.element == place.name && fault.rule.contains("content is not allowed")
                }
                #expect(isNamed, "\(place.path) \(child): \(faults)")
            }
        }
    }

    @Test("text is refused where only elements are allowed", arguments: schemas)
    func text(_ schema: Schema) {
        for place in schema.rules.places {
            let type = schema.rules.type(place)
            guard !type.isMixed, !type.isText, !Self.voidElements.contains(place.name), place.path != ["html"] else {
                continue
            }
            let template = TemplateAround(place.path, content: "words")
            let faults = faults(template, schema)
            #expect(faults.count == 1, "\(place.path): \(faults)")
            #expect(faults.first?.element == place.name, "\(place.path): \(faults)")
            #expect(faults.first?.rule.hasPrefix("Character content") == true, "\(place.path): \(faults)")
        }
    }

    struct Order: CustomTestStringConvertible {
        var kind: HTMLRenderer.Kind
        var body: String
        var element: String

        var testDescription: String { body }
    }

    @Test(
        "the parts of a table must be in their order",
        arguments: [
            Order(kind: .page, body: "<table><tbody/>\n<caption/></table>", element: "caption"),
            Order(kind: .page, body: "<table><caption/>\n<caption/></table>", element: "caption"),
            Order(kind: .page, body: "<table><thead/>\n<colgroup/></table>", element: "colgroup"),
            Order(kind: .page, body: "<table><tbody/>\n<thead/></table>", element: "thead"),
            Order(kind: .page, body: "<table><tfoot/>\n<tbody/></table>", element: "tbody"),
            Order(kind: .mail, body: "<table><tr/>\n<caption/></table>", element: "caption"),
            Order(kind: .mail, body: "<table><caption/>\n<caption/></table>", element: "caption"),
        ]
    )
    func order(_ order: Order) {
        let template = TemplateAround(["html", "body"], content: order.body)
        let faults = HTMLRenderer.faults(ofTemplate: Array(template.source.utf8), name: "t", kind: order.kind)
        #expect(faults.map(\.element) == [order.element])
        #expect(faults.map(\.line) == [template.contentLine + 1])
    }
}
