/// A part of a message: its header fields and its body, encoded.
struct MIMEPart {
    let fields: [HeaderField]
    let body: [UInt8]

    /// Text in UTF-8 of a kind such as `plain`. Encoded whichever way is shorter, so that text in Latin letters stays
    /// readable in the source.
    init(text: [UInt8], kind: String) {
        let lines = Self.canonical(text)
        let quoted = QuotedPrintable.lines(lines)
        let usesBase64 = Base64.length(of: lines.count) < quoted.count
        body = usesBase64 ? Base64.lines(lines) : quoted
        fields = [
            HeaderField("Content-Type", words: ["text/\(kind);", "charset=utf-8"]),
            HeaderField("Content-Transfer-Encoding", usesBase64 ? "base64" : "quoted-printable"),
        ]
    }

    /// A file that keeps its bytes. `fileName` is a ``MessageLabel`` and the suffix of a
    /// format: ASCII that needs no encoding.
    init(attachment bytes: [UInt8], mediaType: String, fileName: String) {
        body = Base64.lines(bytes)
        fields = [
            HeaderField("Content-Type", text: mediaType),
            HeaderField("Content-Disposition", words: ["attachment;", "filename=\"\(fileName)\""]),
            HeaderField("Content-Transfer-Encoding", "base64"),
        ]
    }

    /// Parts in a multipart of a kind such as `alternative`.
    ///
    /// The boundary can't occur in a part, so none need be searched: `=_` is nothing that quoted-printable writes,
    /// and base64 has no `_`. The kind makes it differ from that of a multipart within.
    init(multipart kind: String, _ parts: [MIMEPart], label: String) {
        let boundary = "=_\(kind).\(label)"
        var body: [UInt8] = []
        for part in parts {
            body += "--\(boundary)\r\n".utf8
            body += part.bytes
            // The line break before a boundary belongs to the boundary.
            body += "\r\n".utf8
        }
        body += "--\(boundary)--\r\n".utf8
        self.body = body
        fields = [HeaderField("Content-Type", words: ["multipart/\(kind);", "boundary=\"\(boundary)\""])]
    }

    /// The fields, an empty line, the body.
    var bytes: [UInt8] {
        Array((fields.map(\.text).joined() + "\r\n").utf8) + body
    }

    /// The text with CRLF at each line's end, and at its own.
    private static func canonical(_ text: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(text.count + text.count / 32)
        var previous: UInt8 = 0
        for byte in text {
            defer { previous = byte }
            if byte == 10, previous == 13 { continue }
            if byte == 10 || byte == 13 {
                lines.append(13)
                lines.append(10)
            } else {
                lines.append(byte)
            }
        }
        if lines.last != 10 { lines += [13, 10] }
        return lines
    }
}
