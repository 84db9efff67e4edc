/// A remark that is not fatal: what was found, where, and how serious it is.
public struct Diagnostic: Sendable, Hashable, Codable {
    /// How serious a remark is.
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
        /// Worth knowing; nothing needs to be done.
        case note
        /// Something may be wrong with the result.
        case warning
        /// Something is missing from the result, or could not be used.
        case error
    }

    /// What was found, for programs: an open set of names such as `page.unreadable`.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral {
        /// The name: lower-case words joined with `-`, in groups joined with `.`.
        public let rawValue: String

        /// Any name is a code.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A code by its name.
        public init(stringLiteral name: String) {
            self.init(rawValue: name)
        }
    }

    /// How serious it is.
    public var severity: Severity
    /// What was found, for programs.
    public var code: Code
    /// Where it was found, for people: a file and line, a page. Nil when the message says it, or there is no place.
    public var place: String?
    /// What was found, in one or two sentences. It may quote untrusted text.
    public var message: String

    /// A remark by its parts.
    public init(_ severity: Severity, _ code: Code, place: String? = nil, _ message: String) {
        self.severity = severity
        self.code = code
        self.place = place
        self.message = message
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case severity
        case code
        case place
        case message
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The message, after the place where there is one.
    public var description: String { place.map { "\($0): \(message)" } ?? message }
}
