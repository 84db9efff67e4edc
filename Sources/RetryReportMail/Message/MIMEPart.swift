import Foundation

/// A part of a message: its header fields and its body, encoded.
struct MIMEPart {
    let fields: [HeaderField]
    let body: [UInt8]

    /// Text in UTF-8 of a kind such as `plain`, in the shorter of two encodings: text in Latin letters stays readable
    /// in the source.
    init(text: [UInt8], kind: String) {
        let lines = Self.withLineEnds(text)
        let quoted = QuotedPrintable.lines(lines)
        let usesBase64 = Base64.length(of: lines.count) < quoted.count
        body = usesBase64 ? Base64.lines(lines) : quoted
        fields = [
            HeaderField("Content-Type", words: ["text/\(kind);", "charset=utf-8"]),
            HeaderField("Content-Transfer-Encoding", usesBase64 ? "base64" : "quoted-printable"),
        ]
    }

    /// A file whose bytes don't change. `fileName` is a ``MailLabel`` and the suffix of a format: ASCII that needs no
    /// encoding.
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
    /// The boundary can't occur in a part, so no part is searched for it: quoted-printable never writes `=_`, and
    /// base64 has no `_`. The kind makes it differ from the boundary of a multipart within.
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

    /// The text with CRLF at the end of each line, the last one included.
    private static func withLineEnds(_ text: [UInt8]) -> [UInt8] {
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

/// Bytes in RFC 2045's base64.
enum Base64 {
    /// The bytes in lines of at most 76 characters, each ended by CRLF.
    static func lines(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        let lines = Data(bytes).base64EncodedData(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed]
        )
        return Array(lines) + (lines.last == 10 ? [] : [13, 10])
    }

    /// The length of ``lines(_:)`` for a number of bytes: 57 bytes make a line.
    static func length(of count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + 56) / 57 * 2
    }
}

/// Text in RFC 2045's quoted-printable: lines of at most 76 characters, ended by CRLF. Foundation has no encoder.
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let lineLength = 76

    /// `=3D`.
    static func escape(_ byte: UInt8) -> String {
        String(decoding: [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
    }

    /// Text whose lines end in CRLF.
    static func lines(_ text: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.count + text.count / 8)
        var length = 0
        var place = 0
        while place < text.count {
            let byte = text[place]
            if byte == 13, place + 1 < text.count, text[place + 1] == 10 {
                encoded += [13, 10]
                length = 0
                place += 2
                continue
            }
            let isPlain = isPlain(byte, isFirst: length == 0, next: place + 1 < text.count ? text[place + 1] : 13)
            // One place stays free for the '=' of a soft line break.
            if length + (isPlain ? 1 : 3) > lineLength - 1 {
                encoded += [UInt8(ascii: "="), 13, 10]
                length = 0
                continue
            }
            if isPlain {
                encoded.append(byte)
                length += 1
            } else {
                encoded += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                length += 3
            }
            place += 1
        }
        return encoded
    }

    private static func isPlain(_ byte: UInt8, isFirst: Bool, next: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        // Mail servers may drop them at the end of a line.
        case UInt8(ascii: " "), UInt8(ascii: "\t"): next != 13
        // Mail servers may double a full stop, or put '>' before "From ", at the beginning of a line.
        case UInt8(ascii: "."), UInt8(ascii: "F"): !isFirst
        default: (0x21...0x7E).contains(byte)
        }
    }
}
