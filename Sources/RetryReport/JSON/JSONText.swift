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

/// Appends an integer in decimal.
func appendDecimal(_ number: Int64, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let first = bytes.count
    var rest = number.magnitude
    repeat {
        bytes.append(UInt8(48 + rest % 10))
        rest /= 10
    } while rest > 0
    bytes[first...].reverse()
}

/// True for a byte that needs no escape wherever it is. False for the first byte of every sequence that may be one of
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
