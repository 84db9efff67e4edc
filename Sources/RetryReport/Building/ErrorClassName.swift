/// The name of an error class as a group of jobs has it.
enum ErrorClassName {
    /// The name with `0x…` in place of the address of an object: `#<Class:0x…>` for `#<Class:0x00007f3c5a>`.
    ///
    /// A Ruby class without a name is called by its address, which differs from process to process: without this, each
    /// process of a tenant would have its own group for the same error.
    static func grouped(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "#")), name.contains("#<") else { return name }
        var result: [UInt8] = []
        var rest = Array(name.utf8)[...]
        var hasAddress = false
        while let byte = rest.first {
            if rest.starts(with: "0x".utf8), result.last.map({ !isWord($0) }) ?? true {
                let digits = rest.dropFirst(2).prefix { isHexadecimal($0) }
                if digits.count >= 4, digits.endIndex == rest.endIndex || !isWord(rest[digits.endIndex]) {
                    result += "0x…".utf8
                    rest = rest[digits.endIndex...]
                    hasAddress = true
                    continue
                }
            }
            result.append(byte)
            rest.removeFirst()
        }
        return hasAddress ? String(decoding: result, as: UTF8.self) : name
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte) || (65...90).contains(byte) || byte == UInt8(ascii: "_")
            || byte >= 0x80
    }
}
