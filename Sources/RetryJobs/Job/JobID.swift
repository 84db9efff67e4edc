/// The identifier of a retry job: an integer, or a text such as a Sidekiq jid or a UUID.
///
/// The admin API documents an integer; the queue behind it uses 24 hexadecimal digits.
public enum JobID: Sendable, Hashable {
    /// An integer, as the API documents it.
    case number(Int64)
    /// Any other identifier, kept as it came.
    case text(String)

    /// Two identifiers are the same only when their bytes are, unlike two strings.
    public static func == (left: JobID, right: JobID) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left == right
        case (.text(let left), .text(let right)): ExactText(left) == ExactText(right)
        default: false
        }
    }
}

extension JobID: Comparable {
    /// Numbers by value, before texts by their bytes: a total order that no locale changes.
    public static func < (left: JobID, right: JobID) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.number, .text): true
        case (.text, .number): false
        case (.text(let left), .text(let right)): ExactText(left) < ExactText(right)
        }
    }
}

extension JobID: CustomStringConvertible {
    /// The identifier as a person writes it.
    public var description: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        }
    }
}

extension JobID: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// An id that is a number.
    public init(integerLiteral number: Int64) {
        self = .number(number)
    }

    /// An id that is a text; never read as a number.
    public init(stringLiteral text: String) {
        self = .text(text)
    }
}

extension JobID: Codable {
    /// Reads a number or a string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Writes a number or a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
