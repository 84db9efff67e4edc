/// Writes JSON member by member, in the order of the calls, into a chunk that is drained now and then.
///
/// Written by hand because `JSONEncoder` keeps the complete document in memory, orders keys by hash or by name, and
/// writes about 20 MB/s, and a report may list a million jobs. Nothing is buffered here but the chunk. The names of the
/// members are the coding keys that read them.
package struct JSONWriter {
    /// How the members of an object or a list are laid out.
    package enum Layout {
        /// Each on a line of its own, indented by two spaces more than its parent.
        case lines
        /// All on one line without spaces, so that a row can be read, searched and compared as a line.
        case row
    }

    /// When to drain: large enough for few system calls, small enough to stay in a cache.
    private static let chunkSize = 64 * 1024

    private var bytes: [UInt8] = []
    private var depth = 0
    private var layout = Layout.lines
    private var isFirst = true

    /// A writer of a document that is drained in chunks.
    package init() {
        bytes.reserveCapacity(Self.chunkSize + 4096)
    }

    // MARK: Chunks

    /// Hands the chunk over if it is full. Call it often: between rows.
    package mutating func drainIfFull(into sink: inout some ByteSink) throws {
        if bytes.count >= Self.chunkSize { try drain(into: &sink) }
    }

    /// Hands the chunk over.
    package mutating func drain(into sink: inout some ByteSink) throws {
        guard !bytes.isEmpty else { return }
        try sink.write(contentsOf: bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Ends a document or a line of NDJSON.
    package mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        isFirst = true
    }

    // MARK: Objects and lists

    package mutating func object(_ layout: Layout = .lines, _ members: (inout JSONWriter) throws -> Void) rethrows {
        try nest(UInt8(ascii: "{"), UInt8(ascii: "}"), layout, members)
    }

    package mutating func list(_ layout: Layout = .lines, _ elements: (inout JSONWriter) throws -> Void) rethrows {
        try nest(UInt8(ascii: "["), UInt8(ascii: "]"), layout, elements)
    }

    private mutating func nest(
        _ open: UInt8,
        _ close: UInt8,
        _ inner: Layout,
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        let outer = layout
        // What is within a row stays in it.
        if outer == .lines || depth == 0 { layout = inner }
        depth += 1
        bytes.append(open)
        isFirst = true
        try body(&self)
        depth -= 1
        if !isFirst, layout == .lines { newLine() }
        bytes.append(close)
        layout = outer
        isFirst = false
    }

    /// Begins an element of a list.
    package mutating func element() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        if layout == .lines { newLine() }
    }

    /// Begins a member of an object. A coding key is a name in our code, which needs no escape.
    package mutating func key(_ key: some CodingKey) {
        element()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: key.stringValue.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        if layout == .lines { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func newLine() {
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth {
            bytes.append(UInt8(ascii: " "))
            bytes.append(UInt8(ascii: " "))
        }
    }

    // MARK: Values

    package mutating func null() {
        bytes.append(contentsOf: "null".utf8)
    }

    package mutating func value(_ flag: Bool) {
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    package mutating func value(_ number: Int64) {
        bytes.append(decimal: number)
    }

    /// A number with decimals only if it has some. Medians are halves, which Swift writes exactly.
    package mutating func value(_ number: Double) {
        if let whole = Int64(exactly: number) { value(whole) } else { bytes.append(contentsOf: "\(number)".utf8) }
    }

    /// A moment in ISO 8601.
    package mutating func value(_ time: Timestamp) {
        bytes.append(UInt8(ascii: "\""))
        time.withinISO8601.appendISO8601(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func value(_ text: String) {
        appendJSONString(text, to: &bytes)
    }

    /// The row of a job that was written already.
    mutating func value(_ row: inout JobRows) {
        row.move(to: &bytes)
    }
}

extension JSONWriter {
    package mutating func member(_ key: some CodingKey, _ flag: Bool) {
        self.key(key)
        value(flag)
    }

    package mutating func member(_ key: some CodingKey, _ number: Int) {
        self.key(key)
        value(Int64(number))
    }

    package mutating func member(_ key: some CodingKey, _ number: Int?) {
        self.key(key)
        if let number { value(Int64(number)) } else { null() }
    }

    package mutating func member(_ key: some CodingKey, _ number: Int64?) {
        self.key(key)
        if let number { value(number) } else { null() }
    }

    package mutating func member(_ key: some CodingKey, _ number: Double?) {
        self.key(key)
        if let number { value(number) } else { null() }
    }

    package mutating func member(_ key: some CodingKey, _ time: Timestamp?) {
        self.key(key)
        if let time { value(time) } else { null() }
    }

    package mutating func member(_ key: some CodingKey, _ text: String?) {
        self.key(key)
        if let text { value(text) } else { null() }
    }

    package mutating func object(
        _ key: some CodingKey,
        _ layout: Layout = .lines,
        _ members: (inout JSONWriter) throws -> Void
    ) rethrows {
        self.key(key)
        try object(layout, members)
    }

    /// A list whose elements are written one by one. `element` begins each.
    package mutating func list<Elements: Sequence>(
        _ key: some CodingKey,
        of elements: Elements,
        _ layout: Layout = .lines,
        _ write: (inout JSONWriter, Elements.Element) throws -> Void
    ) rethrows {
        self.key(key)
        try list(layout) { writer in
            for item in elements {
                writer.element()
                try write(&writer, item)
            }
        }
    }
}

/// Appends a text as a JSON string that is read back as exactly the same bytes.
///
/// Besides what JSON requires, the characters that a reader can't see (see ``VisibleText``) are written as `\u`
/// escapes: the string stays the same, and a terminal or a diff shows what is in it.
func appendJSONString(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy(isPlainJSON) {
        bytes.append(contentsOf: text.utf8)
    } else {
        for scalar in text.unicodeScalars { appendJSON(scalar, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "\""))
}

/// True for a byte that never needs an escape. False for the first byte of every sequence that may be one of
/// the characters that ``isEscapedInJSON(_:)`` names.
private func isPlainJSON(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xCD, 0xD8, 0xE1...0xE3, 0xEF, 0xF0...0xFF: false
    default: true
    }
}

private func appendJSON(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\"", "\\":
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    default:
        if isEscapedInJSON(scalar) {
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { appendEscape(unit, to: &bytes) }
        } else {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}

private func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
    let digits = "0123456789abcdef".utf8
    bytes.append(contentsOf: "\\u".utf8)
    for shift in [12, 8, 4, 0] {
        bytes.append(digits[digits.index(digits.startIndex, offsetBy: Int(unit >> shift) & 15)])
    }
}

/// What ``VisibleText`` shows instead of passing on, and the word joiner, which it passes on.
private func isEscapedInJSON(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{2060}" || VisibleText.isUnseen(scalar)
}
