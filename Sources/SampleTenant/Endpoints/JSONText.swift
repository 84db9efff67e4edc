extension [UInt8] {
    /// Adds text as it is: for JSON that is already made.
    mutating func append(json text: String) {
        append(contentsOf: text.utf8)
    }

    /// Adds a number.
    mutating func append(number: some BinaryInteger) {
        append(contentsOf: String(number).utf8)
    }

    /// Adds text as a JSON string, escaped as Rails does: markup as `\u003c`, the rest as UTF-8.
    mutating func append(quoted text: String) {
        append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append(json: "\\\"")
            case "\\": append(json: "\\\\")
            case "\n": append(json: "\\n")
            case "<": append(json: "\\u003c")
            case ">": append(json: "\\u003e")
            case "&": append(json: "\\u0026")
            case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                append(json: "\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
