/// Numbers as English text, the same on every machine.
package enum NumberWords {
    /// `1284` as `1,284`.
    package static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var bytes: [UInt8] = number < 0 ? [UInt8(ascii: "-")] : []
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(digit)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `1 job`, `1,284 jobs`.
    package static func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// A part of a whole as a percentage with one decimal: `32.1 %`. Something is never shown as nothing, and less than
    /// all never as all. `space` comes before the sign.
    package static func share(_ part: Int, of whole: Int, _ space: String = " ") -> String {
        guard whole > 0, part > 0 else { return "0\(space)%" }
        guard part < whole else { return "100\(space)%" }
        let tenths = Int((Double(part) * 1000 / Double(whole)).rounded())
        if tenths < 1 { return "<0.1\(space)%" }
        if tenths > 999 { return ">99.9\(space)%" }
        return "\(decimal(Double(tenths) / 10))\(space)%"
    }

    /// A number with at most two decimals and no zeros at its end: `3`, `7.5`, `0.33`. One that is too large for that, as
    /// a tenant may name, is written as Swift writes it.
    package static func decimal(_ number: Double) -> String {
        guard let hundredths = Int(exactly: (number * 100).rounded()) else { return "\(number)" }
        let sign = hundredths < 0 ? "-" : ""
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest.padded(to: 2))"
    }

    /// Texts as `a`, `a and b`, `a, b and c`.
    package static func joined(_ texts: [String]) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " and " + last
    }
}
