import CLibXML2

/// The library itself: set up once, before any thread uses it.
enum XMLLibrary {
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// To be called before the first use of anything else.
    static func setUp() { _ = isReady }
}

extension XMLProblem {
    /// Copies libxml2's error; the line is `line` when the error has none.
    init(_ error: UnsafePointer<xmlError>, line: Int = 0) {
        var message = ""
        if let text = unsafe error.pointee.message { message = unsafe String(cString: text) }
        while message.last?.isWhitespace == true { message.removeLast() }
        let own = unsafe Int(error.pointee.line)
        self.init(line: own > 0 ? own : line, message: message, code: unsafe Int(error.pointee.code))
    }
}

/// The text of libxml2's bytes, which are UTF-8.
func text(_ bytes: UnsafePointer<xmlChar>?) -> String? {
    guard let bytes = unsafe bytes else { return nil }
    return unsafe String(decodingCString: bytes, as: UTF8.self)
}

/// What libxml2 found wrong, as a value.
struct XMLProblem: Error, Hashable {
    /// Where in the text that was read, from 1; 0 when libxml2 does not say.
    var line: Int
    /// libxml2's words, on one line.
    var message: String
    /// libxml2's number for the kind of error (`xmlParserErrors`).
    var code: Int
}

/// Collects what one libxml2 object reports. Each object has its own: libxml2's "last error" is per thread, and a
/// thread may serve many.
final class XMLProblems {
    /// The most errors that are kept: a hostile file must not fill the memory with them.
    static let limit = 100

    private(set) var all: [XMLProblem] = []

    func add(_ problem: XMLProblem) {
        if all.count < Self.limit { all.append(problem) }
    }

    func removeAll() { all = [] }
}

/// libxml2's push parser: takes bytes as they come and calls a SAX handler; builds no tree, so memory stays flat.
///
/// It loads nothing: no network, no DTD, no external entity, and with no `getEntity` in the handler it knows only the
/// five entities of XML. All text is read as UTF-8, even if a declaration says otherwise.
@safe final class XMLPushParser {
    private let context: xmlParserCtxtPtr

    /// A parser that calls `handler` with `receiver`, which the caller keeps alive as long as the parser.
    init(handler: inout xmlSAXHandler, receiver: UnsafeMutableRawPointer) throws(XMLProblem) {
        XMLLibrary.setUp()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        guard let context = unsafe xmlCreatePushParserCtxt(&handler, receiver, nil, 0, nil) else {
            throw XMLProblem(line: 0, message: "out of memory", code: Int(XML_ERR_NO_MEMORY.rawValue))
        }
        unsafe self.context = context
        unsafe xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
    }

    /// Parses the next bytes. Errors go to the handler's `serror`.
    func parse(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            // A chunk's length is a C int: longer ones go in pieces.
            var position = 0
            while position < buffer.count {
                let length = min(buffer.count - position, 1 << 20)
                unsafe xmlParseChunk(
                    context,
                    (base + position).assumingMemoryBound(to: CChar.self),
                    Int32(length),
                    0
                )
                position += length
            }
        }
    }

    /// Ends the document.
    func finish() {
        unsafe xmlParseChunk(context, nil, 0, 1)
    }

    /// Whether everything so far was well-formed.
    var isWellFormed: Bool { unsafe context.pointee.wellFormed != 0 }

    /// The line that the parser is in, from 1.
    var line: Int { Int(unsafe xmlSAX2GetLineNumber(UnsafeMutableRawPointer(context))) }

    deinit { unsafe xmlFreeParserCtxt(context) }
}
