public import RetryJobs

/// Why a page could not be read at all.
public struct PageRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, for programs; see the constants.
    public let code: Diagnostic.Code
    /// What is wrong, in a few words; contains nothing of the page but names of its outermost keys.
    public let message: String
    /// Where reading failed: bytes from the beginning of the page. Nil when no place can be named, as when the page
    /// is JSON of another shape.
    public let offset: Int?

    /// A refusal by its parts.
    package init(_ code: Diagnostic.Code, _ message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    /// The message and the place.
    public var description: String {
        guard let offset else { return message }
        return "\(message) (at byte \(offset))"
    }
}

extension Diagnostic.Code {
    /// A page is not JSON.
    public static let notJSON: Self = "page.not-json"
    /// A page is not UTF-8, or is compressed.
    public static let encoding: Self = "page.encoding"
    /// A page is JSON, but not a page of the list.
    public static let otherShape: Self = "page.other-shape"
    /// A page says that the request failed.
    public static let failedAnswer: Self = "page.failed-answer"
}

extension PageRefusal {
    /// Something that is recognized by its first bytes and is not JSON in UTF-8; nil for everything else.
    init?(foreign bytes: [UInt8]) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self.init(.encoding, "it is compressed with gzip")
        } else if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF])
            || bytes.starts(with: [0, 0, 0]) || Self.hasWideUnits(bytes, zeros: [1, 2, 3])
        {
            self.init(.encoding, "it is text in UTF-32; convert it to UTF-8")
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || Self.hasWideUnits(bytes, zeros: [0, 2]) || Self.hasWideUnits(bytes, zeros: [1, 3])
        {
            self.init(.encoding, "it is text in UTF-16; convert it to UTF-8")
        } else if let first = bytes.first(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }),
            first == UInt8(ascii: "<")
        {
            self.init(.notJSON, "it is a web page (HTML or XML), not JSON", offset: 0)
        } else {
            return nil
        }
    }

    private static func hasWideUnits(_ bytes: [UInt8], zeros: [Int]) -> Bool {
        bytes.count >= 4 && (0..<4).allSatisfy { (bytes[$0] == 0) == zeros.contains($0) }
    }
}
