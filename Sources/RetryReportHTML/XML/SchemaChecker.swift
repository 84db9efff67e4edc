import CLibXML2

/// Parses bytes as they are written and checks them against a schema, without a tree: memory stays flat.
///
/// Inline SVG has a namespace of its own, but a schema file has one target namespace only. So SVG is declared in the
/// page's schema, and this checker itself sees to the namespaces, by HTML's own rule: what is inside an `svg` element
/// is SVG, and nothing else is.
@safe final class SchemaChecker {
    private let schema: XMLSchema
    private let context: xmlSchemaValidCtxtPtr
    private let plug: xmlSchemaSAXPlugPtr
    /// What ``plug`` writes to when it is pulled: it needs a place that stays.
    private let events: UnsafeMutablePointer<xmlSAXHandlerPtr?>
    private let eventData: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let pageNamespace: UnsafeMutablePointer<xmlChar>
    private let svgNamespace: UnsafeMutablePointer<xmlChar>
    private let svgName: UnsafeMutablePointer<xmlChar>
    /// The namespace of the last element outside SVG that was the page's: the parser has each text once, so nearly all
    /// elements have the same pointer.
    private var lastPageNamespace: UnsafePointer<xmlChar>?
    private var parser: XMLPushParser?
    private let problems = XMLProblems()
    private var hasForgotten = false
    /// How deep inside an `svg` element the parser is; 0 outside.
    private var svgDepth = 0

    init(_ schema: XMLSchema) throws(XMLProblem) {
        let outOfMemory = XMLProblem(line: 0, message: "out of memory", code: Int(XML_ERR_NO_MEMORY.rawValue))
        guard let context = unsafe schema.withPointer({ unsafe xmlSchemaNewValidCtxt($0) }) else { throw outOfMemory }
        let events = UnsafeMutablePointer<xmlSAXHandlerPtr?>.allocate(capacity: 1)
        unsafe events.initialize(to: nil)
        let eventData = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        unsafe eventData.initialize(to: nil)
        guard let plug = unsafe xmlSchemaSAXPlug(context, events, eventData),
            let pageNamespace = unsafe xmlStrdup(Namespace.xhtml), let svgNamespace = unsafe xmlStrdup(Namespace.svg),
            let svgName = unsafe xmlStrdup("svg")
        else {
            unsafe events.deallocate()
            unsafe eventData.deallocate()
            unsafe xmlSchemaFreeValidCtxt(context)
            throw outOfMemory
        }
        self.schema = schema
        unsafe self.context = context
        unsafe self.plug = plug
        unsafe self.events = events
        unsafe self.eventData = eventData
        unsafe self.pageNamespace = pageNamespace
        unsafe self.svgNamespace = svgNamespace
        unsafe self.svgName = svgName

        let receiver = unsafe Unmanaged.passUnretained(self).toOpaque()
        var handler = unsafe Self.handler()
        parser = unsafe try XMLPushParser(handler: &handler, receiver: receiver)
        unsafe xmlSchemaSetValidStructuredErrors(context, handler.serror, receiver)
    }

    /// Checks the next bytes.
    func check(_ bytes: [UInt8]) { parser?.parse(bytes) }

    /// Says that nothing more comes. Only now, and only with ``found`` empty, is what was read valid.
    func finish() {
        parser?.finish()
        let isValid = unsafe xmlSchemaIsValid(context) == 1
        if problems.all.isEmpty && !hasForgotten && !(isValid && parser?.isWellFormed == true) {
            refuse("the output is not valid")
        }
    }

    /// What is wrong so far, each with its line in the output.
    var found: [XMLProblem] { problems.all }

    /// Forgets what was found, to tell what the next bytes bring.
    func forget() {
        hasForgotten = hasForgotten || !problems.all.isEmpty
        problems.removeAll()
    }

    deinit {
        parser = nil
        unsafe xmlSchemaSAXUnplug(plug)
        unsafe xmlSchemaFreeValidCtxt(context)
        unsafe events.deallocate()
        unsafe eventData.deallocate()
        unsafe retry_report_xml_free(pageNamespace)
        unsafe retry_report_xml_free(svgNamespace)
        unsafe retry_report_xml_free(svgName)
    }

    private func refuse(_ message: String) {
        problems.add(XMLProblem(line: parser?.line ?? 0, message: message, code: 0))
    }

    /// Sees to namespaces and prefixes before the schema sees an element.
    private func start(
        _ name: UnsafePointer<xmlChar>?,
        _ prefix: UnsafePointer<xmlChar>?,
        _ uri: UnsafePointer<xmlChar>?
    ) {
        let isSVG = unsafe xmlStrEqual(name, svgName) == 1
        if svgDepth > 0 || isSVG { svgDepth += 1 }
        if unsafe svgDepth == 0 && prefix == nil && uri != nil && uri == lastPageNamespace { return }
        if unsafe svgDepth == 0 && prefix == nil && xmlStrEqual(uri, pageNamespace) == 1 {
            unsafe lastPageNamespace = uri
            return
        }
        if unsafe xmlStrEqual(uri, svgDepth > 0 ? svgNamespace : pageNamespace) != 1 || prefix != nil {
            let expected = svgDepth > 0 ? Namespace.svg : Namespace.xhtml
            refuse("Element '\(unsafe text(name) ?? "")': It must be in the namespace \(expected), without a prefix.")
        }
    }

    /// An attribute with a prefix could speak to the schema itself (`xsi:type`).
    private func attributes(
        of name: UnsafePointer<xmlChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
        _ count: Int
    ) {
        guard let attributes = unsafe attributes else { return }
        for index in 0..<count where unsafe attributes[index * 5 + 1] != nil {
            let attribute = unsafe text(attributes[index * 5]) ?? ""
            refuse(
                "Element '\(unsafe text(name) ?? "")', attribute '\(attribute)': An attribute with a prefix is not allowed."
            )
        }
    }

    private func characters(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
        unsafe events.pointee?.pointee.characters?(eventData.pointee, bytes, count)
    }

    /// The functions that libxml2's parser calls; `data` is the checker.
    private static func handler() -> xmlSAXHandler {
        func checker(_ data: UnsafeMutableRawPointer?) -> SchemaChecker? {
            guard let data = unsafe data else { return nil }
            return unsafe Unmanaged<SchemaChecker>.fromOpaque(data).takeUnretainedValue()
        }
        var handler = unsafe xmlSAXHandler()
        unsafe handler.startElementNs = { data, name, prefix, uri, _, _, count, defaulted, attributes in
            guard let checker = unsafe checker(data) else { return }
            unsafe checker.start(name, prefix, uri)
            unsafe checker.attributes(of: name, attributes, Int(count))
            unsafe checker.events.pointee?.pointee.startElementNs?(
                checker.eventData.pointee,
                name,
                nil,
                checker.pageNamespace,
                0,
                nil,
                count,
                defaulted,
                attributes
            )
        }
        unsafe handler.endElementNs = { data, name, _, _ in
            guard let checker = unsafe checker(data) else { return }
            unsafe checker.events.pointee?.pointee.endElementNs?(
                checker.eventData.pointee,
                name,
                nil,
                checker.pageNamespace
            )
            if checker.svgDepth > 0 { checker.svgDepth -= 1 }
        }
        unsafe handler.characters = { data, bytes, count in unsafe checker(data)?.characters(bytes, count) }
        unsafe handler.ignorableWhitespace = handler.characters
        unsafe handler.cdataBlock = handler.characters
        unsafe handler.comment = { data, _ in unsafe checker(data)?.refuse("A comment is not allowed.") }
        unsafe handler.processingInstruction = { data, _, _ in
            unsafe checker(data)?.refuse("A processing instruction is not allowed.")
        }
        unsafe handler.serror = { data, error in
            guard let error = unsafe error, let checker = unsafe checker(data) else { return }
            unsafe checker.problems.add(
                XMLProblem(UnsafePointer<xmlError>(error), line: checker.parser?.line ?? 0)
            )
        }
        return unsafe handler
    }
}

/// A compiled XML Schema, shared by all checks against it.
final class XMLSchema: Sendable {
    /// The address of the `xmlSchema`. A pointer is not Sendable, because what it points to may change; a schema does
    /// not after it is compiled: libxml2 reads it, and each ``SchemaChecker`` keeps its state in a context of its own.
    private let address: UInt

    /// Compiles a schema; it may import no other.
    init(_ bytes: [UInt8]) throws(XMLProblem) {
        XMLLibrary.setUp()
        let problems = XMLProblems()
        let schema: xmlSchemaPtr? = unsafe bytes.withUnsafeBytes { buffer in
            let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let parser = unsafe xmlSchemaNewMemParserCtxt(start, Int32(buffer.count)) else { return nil }
            defer { unsafe xmlSchemaFreeParserCtxt(parser) }
            unsafe xmlSchemaSetParserStructuredErrors(
                parser,
                { data, error in
                    guard let data = unsafe data, let error = unsafe error else { return }
                    let problems = unsafe Unmanaged<XMLProblems>.fromOpaque(data).takeUnretainedValue()
                    problems.add(unsafe XMLProblem(UnsafePointer<xmlError>(error)))
                },
                Unmanaged.passUnretained(problems).toOpaque()
            )
            return unsafe xmlSchemaParse(parser)
        }
        guard let schema = unsafe schema, problems.all.isEmpty else {
            if let schema = unsafe schema { unsafe xmlSchemaFree(schema) }
            throw problems.all.first ?? XMLProblem(line: 0, message: "this is not an XML Schema", code: 0)
        }
        address = UInt(bitPattern: schema)
    }

    /// Calls `body` with the schema, which stays alive as long as this object.
    func withPointer<Result>(_ body: (xmlSchemaPtr?) -> Result) -> Result {
        unsafe body(xmlSchemaPtr(bitPattern: address))
    }

    deinit { unsafe xmlSchemaFree(xmlSchemaPtr(bitPattern: address)) }
}
