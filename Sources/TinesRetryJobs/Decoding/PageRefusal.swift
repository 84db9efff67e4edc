/// Why a page could not be read at all.
public struct PageRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in a few words; holds nothing of the page but names of its outermost keys.
    public let message: String
    /// Where reading failed: bytes from the beginning of the page. Nil when no place can be named, as when the page
    /// is JSON of another shape.
    public let offset: Int?

    /// A refusal by its parts.
    public init(message: String, offset: Int?) {
        self.message = message
        self.offset = offset
    }

    /// The message and the place.
    public var description: String {
        guard let offset else { return message }
        return "\(message) (at byte \(offset))"
    }
}
