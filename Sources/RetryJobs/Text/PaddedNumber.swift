extension BinaryInteger {
    /// The digits of a number that is not negative, with zeros before them up to a width.
    package func padded(to width: Int, radix: Int = 10, uppercase: Bool = false) -> String {
        let digits = String(self, radix: radix, uppercase: uppercase)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension [UInt8] {
    /// Appends the last decimal digits of a number that is not negative. Makes no text, for the writing of many numbers.
    package mutating func append(_ number: Int, digits: Int) {
        let end = count + digits
        append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits))
        var rest = number
        for place in stride(from: end - 1, through: end - digits, by: -1) where rest > 0 {
            self[place] += UInt8(rest % 10)
            rest /= 10
        }
    }

    /// Appends an integer in decimal.
    package mutating func append(decimal number: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "-"))
        var first = 20
        var rest = number.magnitude
        repeat {
            first -= 1
            digits[first] = UInt8(truncatingIfNeeded: 48 + rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { first -= 1 }
        append(addingCapacity: 20 - first) { bytes in
            for place in first..<20 { bytes.append(place == first && number < 0 ? UInt8(ascii: "-") : digits[place]) }
        }
    }
}
