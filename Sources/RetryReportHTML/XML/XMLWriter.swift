import CLibXML2

/// libxml2's `xmlTextWriter` over a buffer that the caller empties, so that memory stays flat.
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

    /// How many bytes wait in the buffer; libxml2 keeps some thousands of its own until ``flush()``.
    var waiting: Int { output.bytes.count }

    /// Returns the bytes in the buffer and empties it.
    func takeBytes() throws(XMLProblem) -> [UInt8] {
        if failed { throw Self.outOfMemory }
        var bytes: [UInt8] = []
        swap(&bytes, &output.bytes)
        output.bytes.reserveCapacity(bytes.capacity)
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
        Self.end(value, in: &self.value)
        attribute(name, utf8: self.value)
    }

    /// An attribute whose value is UTF-8 with a zero at its end.
    func attribute(_ name: String, utf8 value: [UInt8]) {
        Self.end(name, in: &self.name)
        unsafe self.name.withUnsafeBufferPointer { name in
            unsafe value.withUnsafeBufferPointer { value in
                note(unsafe xmlTextWriterWriteAttribute(writer, name.baseAddress, value.baseAddress))
            }
        }
    }

    func text(_ text: String) {
        Self.end(text, in: &value)
        self.text(utf8: value)
    }

    /// Text in UTF-8 with a zero at its end.
    func text(utf8 bytes: [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { note(unsafe xmlTextWriterWriteString(writer, $0.baseAddress)) }
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
