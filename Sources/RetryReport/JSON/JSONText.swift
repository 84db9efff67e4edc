/// Appends a text as a JSON string that gives back exactly its bytes.
///
/// Besides what JSON demands, characters that a person can't see or that reorder what one sees are written as
/// `\u` escapes: the string stays the same, and a terminal or a diff shows what is there.
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

/// True for a byte that stands for itself wherever it is. False for the first byte of every sequence that
/// ``isEscapedInJSON(_:)`` might hold for.
private func isPlainJSON(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xD8, 0xE2, 0xEF, 0xF0...0xFF: false
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

/// Controls, line separators that split a line of NDJSON for some readers, invisible and reordering characters, and
/// noncharacters. The joiners U+200C and U+200D stay: scripts and emoji need them.
private func isEscapedInJSON(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F: true
    case 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
}
