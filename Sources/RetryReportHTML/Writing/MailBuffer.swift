import RetryReport

/// Keeps a mail in memory while it stays small enough for clients to show it whole, and refuses the byte that would
/// be too much.
///
/// Clients cut off long messages, and don't say whether they count before or after the transfer encoding. So both must
/// fit: the text as it is, and as quoted-printable or base64, whichever is shorter.
struct MailBuffer: ByteSink {
    struct Full: Error {}

    let limit: Int
    private(set) var bytes: [UInt8] = []
    /// Bytes that quoted-printable writes as three.
    private var escaped = 0
    private var lineBreaks = 0

    init(limit: Int) { self.limit = limit }

    mutating func write(contentsOf more: [UInt8]) throws {
        for byte in more {
            switch byte {
            case UInt8(ascii: "\n"): lineBreaks += 1
            case UInt8(ascii: "="), 0x7f...0xff: escaped += 1
            default: break
            }
        }
        bytes += more
        guard bytes.count <= limit, min(quotedPrintable, base64) <= limit else { throw Full() }
    }

    /// At most as long: a line end is CRLF, and each line of 76 bytes but the last ends in `=`, CRLF, a few bytes
    /// early when an escape would be split.
    private var quotedPrintable: Int {
        let text = bytes.count + 2 * escaped + lineBreaks
        return text + (text / 72 + 1) * 3
    }

    /// 76 letters and CRLF for every 57 bytes, line ends being CRLF.
    private var base64: Int { (bytes.count + lineBreaks + 56) / 57 * 78 }
}
