import ReportTemplates
import Testing

@testable import RetryReportHTML

/// The rules of a schema: which elements are allowed where, and what their attributes may contain. Read from
/// the schema itself, so that a rule that is added has its test at once.
struct SchemaRules {
    /// An element in one of the places where it may stand.
    struct Place {
        /// The elements around it and itself, from `html`.
        var path: [String]
        var type: String

        var name: String { path.last ?? "" }
    }

    /// What a complex type allows.
    struct ComplexType {
        /// The types of the elements that may stand in it, by name.
        var children: [String: String] = [:]
        var attributes: [String: Value] = [:]
        var isMixed = false
        /// It contains text, which has a rule of its own.
        var isText = false
    }

    /// What an attribute may contain.
    enum Value: Equatable {
        case anything
        case pattern
        case oneOf([String])

        /// libxml2's name for the rule.
        var facet: String? {
            switch self {
            case .anything: nil
            case .pattern: "pattern"
            case .oneOf: "enumeration"
            }
        }
    }

    private(set) var types: [String: ComplexType] = [:]
    /// Every element with every type it can have, by the shortest way to it.
    private(set) var places: [Place] = []
    private var definitions: [String: ParsedElement] = [:]
    private var values: [String: Value] = [:]

    init(_ schema: [UInt8]) throws {
        let root = try XMLTreeReader.read(schema).get()
        for definition in root.elements {
            let name = definition["name"] ?? ""
            definitions["\(definition.name) \(name)"] = definition
            if definition.name == "simpleType" { values[name] = Self.value(definition) }
        }
        let html = try #require(definitions["element html"])
        let page = type(of: html)
        for (name, definition) in definitions where name.hasPrefix("complexType ") {
            read(definition, named: String(name.dropFirst("complexType ".count)))
        }
        findPlaces(from: Place(path: ["html"], type: page))
    }

    /// All names of elements that stand somewhere.
    var elements: Set<String> { Set(places.map(\.name)) }

    /// All names of attributes that stand somewhere.
    var attributes: Set<String> { Set(types.values.flatMap(\.attributes.keys)) }

    func type(_ place: Place) -> ComplexType { types[place.type] ?? ComplexType() }

    // MARK: Reading

    /// The name of an element's type; one without a name is named by its place.
    private mutating func type(of element: ParsedElement) -> String {
        if let name = element["type"] { return name }
        let name = "\(element["name"] ?? "") in line \(element.line)"
        if types[name] == nil, let inner = element.elements.first { read(inner, named: name) }
        return name
    }

    private mutating func read(_ definition: ParsedElement, named name: String) {
        var type = ComplexType()
        types[name] = type
        collect(definition, into: &type)
        types[name] = type
    }

    private mutating func collect(_ node: ParsedElement, into type: inout ComplexType) {
        if node["mixed"] == "true" { type.isMixed = true }
        switch node.name {
        case "element": type.children[node["name"] ?? ""] = self.type(of: node)
        case "attribute":
            let value = node["type"].map { values[$0] ?? .anything } ?? node.elements.first.map(Self.value)
            type.attributes[node["name"] ?? ""] = value ?? .anything
        case "group", "attributeGroup", "extension":
            let reference = node["ref"] ?? node["base"] ?? ""
            let kind = node.name == "extension" ? "complexType" : node.name
            if node.name == "extension", definitions["complexType \(reference)"] == nil { type.isText = true }
            if let definition = definitions["\(kind) \(reference)"] { collect(definition, into: &type) }
            for child in node.elements { collect(child, into: &type) }
        default:
            for child in node.elements { collect(child, into: &type) }
        }
    }

    private static func value(_ simpleType: ParsedElement) -> Value {
        let facets = simpleType.elements.flatMap(\.elements)
        let choices = facets.filter { $0.name == "enumeration" }.compactMap { $0["value"] }
        if !choices.isEmpty { return .oneOf(choices) }
        return facets.contains { $0.name == "pattern" } ? .pattern : .anything
    }

    private mutating func findPlaces(from page: Place) {
        var waiting = [page]
        var seen: Set<String> = []
        while !waiting.isEmpty {
            let place = waiting.removeFirst()
            guard seen.insert("\(place.name) \(place.type)").inserted else { continue }
            places.append(place)
            for (name, type) in self.type(place).children.sorted(by: { $0.key < $1.key }) {
                waiting.append(Place(path: place.path + [name], type: type))
            }
        }
    }
}

extension ParsedElement {
    /// The elements in it.
    fileprivate var elements: [ParsedElement] {
        children.compactMap { child in
            if case .element(let element) = child { element } else { nil }
        }
    }

    fileprivate subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
}

/// A template that is right except for one element's attributes and content.
struct TemplateAround {
    let source: String
    /// The line of the innermost element.
    let line: Int
    /// The line of its content.
    let contentLine: Int

    /// - Parameters:
    ///   - path: the elements from `html` to the innermost.
    ///   - attributes: the attributes of the innermost element, with a space before.
    ///   - content: its content.
    init(_ path: [String], attributes: String = "", content: String = "") {
        let section = path.dropFirst().first
        var lines = ["<html xmlns=\"\(Namespace.xhtml)\"\(path.count == 1 ? attributes : "")>"]
        var line = 1
        var contentLine = 1
        func open(_ name: String) {
            lines.append("<\(name)\(section == name && path.count == 2 ? attributes : "")>")
            if section == name { line = lines.count }
        }
        func addInner() {
            let names = path.dropFirst(2)
            for (place, name) in names.enumerated() {
                let namespace = name == "svg" ? " xmlns=\"\(Namespace.svg)\"" : ""
                lines.append("<\(name)\(namespace)\(place == names.count - 1 ? attributes : "")>")
                line = lines.count
            }
            if !content.isEmpty { lines.append(content) }
            contentLine = lines.count
            // On one line with the start tag: some elements have no content, not even a line break.
            lines[lines.count - 1] += names.reversed().map { "</\($0)>" }.joined()
        }
        open("head")
        lines.append("<meta http-equiv=\"Content-Security-Policy\" data-csp=\"style\"/><title>t</title>")
        if section == "head" { addInner() }
        lines.append("</head>")
        open("body")
        if section == "body" { addInner() }
        source = (lines + ["</body></html>"]).joined(separator: "\n")
        self.line = line
        self.contentLine = contentLine
    }
}
