/// An element of a template as it was parsed.
struct ParsedElement {
    struct Attribute {
        var name: String
        var prefix: String?
        var value: String
    }

    enum Node {
        case element(ParsedElement)
        case text(String)
    }

    var name: String
    var prefix: String?
    var namespace: String?
    /// The line on which its start tag ends, from 1.
    var line: Int
    var attributes: [Attribute]
    var children: [Node] = []
}

/// The namespaces that a page is made of.
enum Namespace {
    static let xhtml = "http://www.w3.org/1999/xhtml"
    static let svg = "http://www.w3.org/2000/svg"
}
