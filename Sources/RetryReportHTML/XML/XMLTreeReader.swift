import CLibXML2

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

/// Parses a template into a tree of values. Comments and processing instructions are left out; a document type that
/// declares anything is refused, since what it declares would change the meaning of what follows.
final class XMLTreeReader {
    private var open: [ParsedElement] = []
    private var root: ParsedElement?
    private let problems = XMLProblems()
    private var parser: XMLPushParser?
    private var isTooDeep = false
    /// A page is a dozen levels deep. What walks through a template calls itself for each of them.
    private static let mostLevels = 100

    /// The tree of a file, or everything that is wrong with it.
    static func read(_ bytes: [UInt8]) -> Result<ParsedElement, XMLTreeFailure> {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            return .failure(XMLTreeFailure(problems: [XMLProblem(line: 0, message: notUTF8, code: 0)]))
        }
        let reader = XMLTreeReader()
        do {
            try reader.parse(bytes)
        } catch {
            return .failure(XMLTreeFailure(problems: [error]))
        }
        guard reader.problems.all.isEmpty, let root = reader.root else {
            return .failure(XMLTreeFailure(problems: reader.problems.all))
        }
        return .success(root)
    }

    private init() {}

    private func parse(_ bytes: [UInt8]) throws(XMLProblem) {
        var handler = unsafe Self.handler()
        let parser = unsafe try XMLPushParser(
            handler: &handler,
            receiver: Unmanaged.passUnretained(self).toOpaque()
        )
        self.parser = parser
        parser.parse(bytes)
        parser.finish()
        self.parser = nil
        explainTheEnd(of: bytes, isWellFormed: parser.isWellFormed)
    }

    /// For a file that ends too soon the push parser says "Extra content at the end of the document".
    private func explainTheEnd(of bytes: [UInt8], isWellFormed: Bool) {
        let endsOnly = problems.all.allSatisfy { $0.code == Int(XML_ERR_DOCUMENT_END.rawValue) }
        guard !isWellFormed && endsOnly else { return }
        if let element = open.last {
            problems.removeAll()
            problems.add(XMLProblem(line: element.line, message: "<\(element.name)> is never closed", code: 0))
        } else if bytes.isEmpty {
            problems.removeAll()
            problems.add(XMLProblem(line: 1, message: "the file is empty", code: 0))
        } else if problems.all.isEmpty {
            problems.add(XMLProblem(line: 1, message: "this is not well-formed XML", code: 0))
        }
    }

    private func start(_ element: ParsedElement) {
        guard open.count < Self.mostLevels else {
            if !isTooDeep {
                problems.add(XMLProblem(line: element.line, message: Self.tooDeep, code: 0))
            }
            isTooDeep = true
            return
        }
        open.append(element)
    }

    private func end() {
        guard !isTooDeep, let element = open.popLast() else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(.element(element))
        }
    }

    private func characters(_ text: String) {
        guard !open.isEmpty else { return }
        let last = open.count - 1
        if case .text(let before)? = open[last].children.last {
            open[last].children[open[last].children.count - 1] = .text(before + text)
        } else {
            open[last].children.append(.text(text))
        }
    }

    private func declaration() {
        problems.add(
            XMLProblem(line: parser?.line ?? 0, message: Self.declarationRefused, code: 0)
        )
    }

    static let tooDeep = "more than \(mostLevels) elements stand within each other"

    static let notUTF8 = "this is not UTF-8 text"

    static let declarationRefused = "the document type declares something; write <!DOCTYPE html> and nothing more"

    /// The functions that libxml2 calls; `data` is the reader.
    private static func handler() -> xmlSAXHandler {
        func reader(_ data: UnsafeMutableRawPointer?) -> XMLTreeReader? {
            guard let data = unsafe data else { return nil }
            return unsafe Unmanaged<XMLTreeReader>.fromOpaque(data).takeUnretainedValue()
        }
        var handler = unsafe xmlSAXHandler()
        unsafe handler.startElementNs = { data, name, prefix, namespace, _, _, count, _, attributes in
            guard let reader = unsafe reader(data) else { return }
            reader.start(
                ParsedElement(
                    name: unsafe text(name) ?? "",
                    prefix: unsafe text(prefix),
                    namespace: unsafe text(namespace),
                    line: reader.parser?.line ?? 0,
                    attributes: unsafe parsedAttributes(attributes, count: Int(count))
                )
            )
        }
        unsafe handler.endElementNs = { data, _, _, _ in unsafe reader(data)?.end() }
        unsafe handler.characters = { data, bytes, count in
            guard let bytes = unsafe bytes else { return }
            let buffer = unsafe UnsafeBufferPointer(start: bytes, count: Int(count))
            unsafe reader(data)?.characters(String(decoding: buffer, as: UTF8.self))
        }
        unsafe handler.cdataBlock = handler.characters
        // The same function for both, or libxml2 would look for blanks to ignore.
        unsafe handler.ignorableWhitespace = handler.characters
        unsafe handler.entityDecl = { data, _, _, _, _, _ in unsafe reader(data)?.declaration() }
        unsafe handler.unparsedEntityDecl = { data, _, _, _, _ in unsafe reader(data)?.declaration() }
        unsafe handler.notationDecl = { data, _, _, _ in unsafe reader(data)?.declaration() }
        unsafe handler.elementDecl = { data, _, _, _ in unsafe reader(data)?.declaration() }
        unsafe handler.attributeDecl = { data, _, _, _, _, _, list in
            unsafe xmlFreeEnumeration(list)
            unsafe reader(data)?.declaration()
        }
        unsafe handler.serror = { data, error in
            guard let error = unsafe error, let reader = unsafe reader(data) else { return }
            unsafe reader.problems.add(XMLProblem(UnsafePointer<xmlError>(error), line: reader.parser?.line ?? 0))
        }
        return unsafe handler
    }
}

/// Why a file can't be a template.
struct XMLTreeFailure: Error {
    var problems: [XMLProblem]
}

/// SAX2 gives five pointers for each attribute: name, prefix, namespace, and the value's beginning and end.
///
/// In a value every `&` comes as `&#38;`, unless the parser is told to replace entities, which it must not be.
private func parsedAttributes(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    count: Int
) -> [ParsedElement.Attribute] {
    guard let attributes = unsafe attributes else { return [] }
    return (0..<count).compactMap { index in
        let fields = unsafe attributes + index * 5
        guard let name = unsafe text(fields[0]), let begin = unsafe fields[3], let end = unsafe fields[4] else {
            return nil
        }
        let value = unsafe UnsafeBufferPointer(start: begin, count: end - begin)
        return ParsedElement.Attribute(
            name: name,
            prefix: unsafe text(fields[1]),
            value: unsafe String(decoding: value, as: UTF8.self).replacing("&#38;", with: "&")
        )
    }
}
