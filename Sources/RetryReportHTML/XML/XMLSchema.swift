import CLibXML2

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
            throw problems.all.first ?? XMLProblem(line: 0, message: "this is no XML Schema", code: 0)
        }
        address = UInt(bitPattern: schema)
    }

    /// Calls `body` with the schema, which stays alive as long as this object.
    func withPointer<Result>(_ body: (xmlSchemaPtr?) -> Result) -> Result {
        unsafe body(xmlSchemaPtr(bitPattern: address))
    }

    deinit { unsafe xmlSchemaFree(xmlSchemaPtr(bitPattern: address)) }
}
