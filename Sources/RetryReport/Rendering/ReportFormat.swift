/// The names of a format: what a command line calls it, how its files end, and what it is for.
///
/// The identifier and the file suffix become parts of paths, the media type becomes part of a mail's headers. A format
/// therefore checks its names when it is made, so that no list of formats has to.
public struct ReportFormat: Sendable, Hashable {
    /// The name on a command line: 1 to 64 lower-case ASCII letters, digits and hyphens; a letter or a digit first.
    public let identifier: String
    /// The end of a file's name, without the first full stop, such as `html` or `email.html`: 1 to 64 lower-case ASCII
    /// letters, digits, hyphens and full stops; a letter or a digit first and last.
    public let fileSuffix: String
    /// The media type, such as `text/html; charset=utf-8`: printable ASCII on one line, at most 200 bytes.
    public let mediaType: String
    /// What the format is for, in a few words, for a list of formats: one line, at most 200 bytes.
    public let summary: String

    /// Checks the names. Throws ``ReportFormatError`` for the first one that is not allowed.
    public init(identifier: String, fileSuffix: String, mediaType: String, summary: String) throws(ReportFormatError) {
        self.init(builtIn: identifier, fileSuffix: fileSuffix, mediaType: mediaType, summary: summary)
        if let error = faults.first { throw error }
    }

    /// A format of this package. The names are literals; a test checks ``faults`` of each.
    package init(builtIn identifier: String, fileSuffix: String, mediaType: String, summary: String) {
        self.identifier = identifier
        self.fileSuffix = fileSuffix
        self.mediaType = mediaType
        self.summary = summary
    }

    /// Everything that is wrong with the names.
    package var faults: [ReportFormatError] {
        func fault(_ name: ReportFormatError.Name, _ value: String, _ requirement: String?) -> ReportFormatError? {
            requirement.map { ReportFormatError(name: name, value: value, requirement: $0) }
        }
        return [
            fault(.identifier, identifier, Self.unmetByName(identifier, others: "-")),
            fault(.fileSuffix, fileSuffix, Self.unmetByName(fileSuffix, others: "-.")),
            fault(.mediaType, mediaType, Self.unmetByMediaType(mediaType)),
            fault(.summary, summary, Self.unmetBySummary(summary)),
        ].compactMap(\.self)
    }

    /// True for a name that a format may have.
    package static func isIdentifier(_ name: String) -> Bool { unmetByName(name, others: "-") == nil }

    private static func unmetByName(_ text: String, others: String) -> String? {
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard let first = text.utf8.first, let last = text.utf8.last else { return "must not be empty" }
        if text.utf8.count > 64 { return "must not be longer than 64 characters" }
        guard text.utf8.allSatisfy({ isAlphanumeric($0) || others.utf8.contains($0) }) else {
            return others == "-"
                ? "must consist of lower-case letters, digits and hyphens"
                : "must consist of lower-case letters, digits, hyphens and full stops"
        }
        if !isAlphanumeric(first) { return "must begin with a letter or a digit" }
        return isAlphanumeric(last) ? nil : "must end with a letter or a digit"
    }

    private static func unmetByMediaType(_ text: String) -> String? {
        let parts = text.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
        let isType = parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(" ") }
        let isPrintable = text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
        return isType && isPrintable && text.utf8.count <= 200 ? nil : "must be a media type, such as text/plain"
    }

    private static func unmetBySummary(_ text: String) -> String? {
        if text.isEmpty { return "must not be empty" }
        if text.utf8.count > 200 { return "must not be longer than 200 bytes" }
        return VisibleText.clean(text) == text ? nil : "must be one line without invisible characters"
    }
}

/// Why a format can't have a name.
public struct ReportFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which of a format's names is wrong.
    public enum Name: String, Sendable, Hashable {
        /// ``ReportFormat/identifier``
        case identifier
        /// ``ReportFormat/fileSuffix``
        case fileSuffix = "file suffix"
        /// ``ReportFormat/mediaType``
        case mediaType = "media type"
        /// ``ReportFormat/summary``
        case summary
    }

    /// The name that is wrong.
    public let name: Name
    /// Its value.
    public let value: String
    /// What the name must be, such as "must not be empty".
    public let requirement: String

    /// One line: which name, what it must be, and what it was.
    public var description: String {
        "the \(name.rawValue) of a format \(requirement) (got '\(VisibleText.clean(value, to: 80))')"
    }
}
