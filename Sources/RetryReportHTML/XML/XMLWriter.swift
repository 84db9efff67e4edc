import CLibXML2

/// libxml2's `xmlTextWriter` over a buffer that the caller empties.
///
/// Text given to ``text(_:)`` and ``attribute(_:_:)`` can't become markup: the writer escapes it.
@safe final class XMLWriter {
    /// Takes bytes from libxml2. A class, because C keeps a pointer to it.
    private final class Output {
        var bytes: [UInt8] = []
    }

    private let writer: xmlTextWriterPtr
    private let output: Output
    private var failed = false
    /// Names and texts as C reads them. Swift would allocate an array for each text that is given to C.
    private var name: [UInt8] = []
    private var value: [UInt8] = []

    /// A writer with an empty buffer.
    init() throws(XMLProblem) {
        XMLLibrary.setUp()
        let output = Output()
        let receiver = unsafe Unmanaged.passUnretained(output).toOpaque()
        let buffer = unsafe xmlOutputBufferCreateIO(
            { receiver, bytes, count in
                guard let receiver = unsafe receiver, let bytes = unsafe bytes, count > 0 else { return 0 }
                let output = unsafe Unmanaged<Output>.fromOpaque(receiver).takeUnretainedValue()
                unsafe output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: Int(count)))
                return count
            },
            nil,
            receiver,
            nil
        )
        guard let buffer = unsafe buffer, let writer = unsafe xmlNewTextWriter(buffer) else {
            throw Self.outOfMemory
        }
        unsafe self.writer = writer
        self.output = output
    }

    /// Returns the bytes in the buffer and empties it; libxml2 keeps some thousands of its own until ``flush()``.
    func takeBytes() throws(XMLProblem) -> [UInt8] {
        if failed { throw Self.outOfMemory }
        let bytes = Array(output.bytes[...])
        output.bytes.removeAll(keepingCapacity: true)
        return bytes
    }

    /// Moves everything that was written into the buffer.
    func flush() { note(unsafe xmlTextWriterFlush(writer)) }

    /// `<!DOCTYPE html>` and a line break.
    func documentType() {
        note(unsafe xmlTextWriterWriteRaw(writer, "<!DOCTYPE html>\n"))
    }

    func start(_ name: String) {
        Self.end(name, in: &self.name)
        unsafe self.name.withUnsafeBufferPointer { note(unsafe xmlTextWriterStartElement(writer, $0.baseAddress)) }
    }

    func attribute(_ name: String, _ value: String) {
        Self.end(name, in: &self.name)
        Self.end(value, in: &self.value)
        unsafe self.name.withUnsafeBufferPointer { name in
            unsafe self.value.withUnsafeBufferPointer { value in
                note(unsafe xmlTextWriterWriteAttribute(writer, name.baseAddress, value.baseAddress))
            }
        }
    }

    /// Ends a start tag whose element goes on.
    func endStartTag() { note(unsafe xmlTextWriterWriteRaw(writer, "")) }

    func text(_ text: String) {
        Self.end(text, in: &value)
        unsafe value.withUnsafeBufferPointer { note(unsafe xmlTextWriterWriteString(writer, $0.baseAddress)) }
    }

    private static func end(_ text: String, in bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }

    /// Text that needs no escape and must not get one, because HTML knows none inside a style element. Only for
    /// ``StyleSheet``, which contains no `<` and no `&`.
    func text(_ style: StyleSheet) { note(unsafe xmlTextWriterWriteRaw(writer, style.text)) }

    /// Ends an element; an empty one as `<br/>`.
    func end() { note(unsafe xmlTextWriterEndElement(writer)) }

    /// Ends an element with an end tag of its own, as HTML needs it for all but void elements.
    func endWithTag() { note(unsafe xmlTextWriterFullEndElement(writer)) }

    private func note(_ result: Int32) { if result < 0 { failed = true } }

    private static let outOfMemory = XMLProblem(
        line: 0,
        message: "libxml2 could not write (out of memory)",
        code: Int(XML_ERR_NO_MEMORY.rawValue)
    )

    deinit { unsafe xmlFreeTextWriter(writer) }
}

/// Text from the view as it stands in an element or between an attribute's quotes: with libxml2's escapes.
enum XMLText {
    static func append(_ text: String, to bytes: inout [UInt8]) {
        guard text.utf8.contains(where: isSpecial) else { return bytes.append(contentsOf: text.utf8) }
        guard let escaped = unsafe text.withCString(encodedAs: UTF8.self, { unsafe xmlEncodeSpecialChars(nil, $0) })
        else {
            // There is no memory left. No page may have this byte, so this one is refused.
            return bytes.append(0)
        }
        defer { unsafe retry_report_xml_free(escaped) }
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: escaped, count: Int(xmlStrlen(escaped))))
    }

    static func escaped(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return bytes
    }

    /// What `xmlEncodeSpecialChars` replaces; a test compares them.
    static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "\r"): true
        default: false
        }
    }
}
