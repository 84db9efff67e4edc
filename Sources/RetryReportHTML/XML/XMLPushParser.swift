import CLibXML2

/// libxml2's push parser: takes bytes as they come and calls a SAX handler; builds no tree, so memory stays flat.
///
/// It loads nothing: no network, no DTD, no external entity, and with no `getEntity` in the handler it knows only the
/// five entities of XML. All text is UTF-8, whatever a declaration says.
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

    /// Parses the next bytes. Trouble goes to the handler's `serror`.
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

    /// Says that nothing more comes.
    func finish() {
        unsafe xmlParseChunk(context, nil, 0, 1)
    }

    /// Whether everything so far was well-formed.
    var isWellFormed: Bool { unsafe context.pointee.wellFormed != 0 }

    /// The line that the parser is in, from 1.
    var line: Int { Int(unsafe xmlSAX2GetLineNumber(UnsafeMutableRawPointer(context))) }

    deinit { unsafe xmlFreeParserCtxt(context) }
}
