/// Text of unknown origin, made fit for a message on one line.
enum Excerpt {
    /// At most `limit` characters: white space and line breaks become one space each run, control characters and those
    /// that turn the direction of writing become `�`.
    static func clean(_ text: some StringProtocol, limit: Int = 200) -> String {
        var result = ""
        var count = 0
        var isSpacePending = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                isSpacePending = !result.isEmpty
                continue
            }
            guard count < limit else { return result + "…" }
            if isSpacePending {
                result.unicodeScalars.append(" ")
                count += 1
                isSpacePending = false
            }
            result.unicodeScalars.append(isVisible(scalar) ? scalar : "\u{FFFD}")
            count += 1
        }
        return result
    }

    /// The beginning of an answer's body.
    static func clean(body: [UInt8], key: APIKey) -> String {
        // Redacted before it is cut, or half a key could stand at the end.
        clean(key.redacting(String(decoding: body.prefix(16_384), as: UTF8.self)))
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
