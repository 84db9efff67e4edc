/// Unicode's isolates: what is between them keeps its direction to itself. HTML has `bdi` for it, which mail programs
/// ignore.
enum Isolates {
    private static let first: Unicode.Scalar = "\u{2068}"
    private static let last: Unicode.Scalar = "\u{2069}"

    /// The text between isolates if any of it is written from right to left; else as it is.
    static func around(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isRightToLeft) else { return text }
        return "\(first)\(text)\(last)"
    }

    /// Lines in which every isolate ends where it began: a line break ends those that are open.
    static func closed(in lines: [String]) -> [String] {
        var open = 0
        return lines.map { line in
            guard open > 0 || line.unicodeScalars.contains(first) else { return line }
            let start = String(repeating: Character(first), count: open)
            for scalar in line.unicodeScalars {
                if scalar == first { open += 1 } else if scalar == last { open = max(0, open - 1) }
            }
            return start + line + String(repeating: Character(last), count: open)
        }
    }

    /// The blocks of Hebrew, Arabic and the other scripts that are written from right to left.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
