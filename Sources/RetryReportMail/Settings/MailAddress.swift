/// A mailbox: an address and, optionally, the name shown beside it. A value is safe in a header and as an argument of a
/// program.
///
/// ```swift
/// let admin = try MailAddress("Tines admins <admins@example.com>")
/// ```
///
/// The address is `local@domain` in ASCII, the local part without quotation marks, the domain without brackets;
/// an international domain is written with `xn--`. That is less than RFC 5322 allows, and what all mail programs accept.
public struct MailAddress: Sendable, Hashable {
    /// `local@domain`.
    public let address: String
    /// The name shown beside the address; nil for none.
    public let name: String?

    /// The part after the `@`.
    var domain: String { String(address.drop { $0 != "@" }.dropFirst()) }

    /// The address with its domain in lower case: equal for two spellings of one mailbox.
    var normalized: String { address.prefix { $0 != "@" } + "@" + domain.lowercased() }

    /// Reads `local@domain`, `Name <local@domain>` or `"Name, with marks" <local@domain>`. Throws ``MailSettingError``
    /// for anything else: no domain, a second address, a control character.
    public init(_ text: String) throws(MailSettingError) {
        try MailSettingError.refuseControls(in: text)
        let text = text.trimmed
        guard text.hasSuffix(">") else {
            try self.init(address: String(text), name: nil)
            return
        }
        guard let opening = text.lastIndex(of: "<") else { throw MailSettingError.notAnAddress(text, "'<' is missing") }
        let address = text[text.index(after: opening)...].dropLast()
        let name = text[..<opening].trimmed
        try self.init(address: String(address), name: name.isEmpty ? nil : try Self.unquoted(name, in: String(text)))
    }

    /// A mailbox from its parts; `name` is any text without control characters. Throws ``MailSettingError`` when
    /// `address` is not one `local@domain`, or a part is too long.
    public init(address: String, name: String?) throws(MailSettingError) {
        try MailSettingError.refuseControls(in: address)
        if let reason = AddressRules.violation(in: address) { throw MailSettingError.notAnAddress(address, reason) }
        if let name {
            try MailSettingError.refuseControls(in: name)
            guard name.utf8.count <= Self.longestName else {
                throw MailSettingError.notAnAddress(address, "its name is longer than \(Self.longestName) bytes")
            }
        }
        self.address = address
        self.name = name.flatMap { $0.trimmed.isEmpty ? nil : String($0.trimmed) }
    }

    private static let longestName = 300

    /// A name without its quotation marks. Outside of them, characters that separate addresses are refused: they mean that
    /// more than one was given.
    private static func unquoted(_ name: Substring, in whole: String) throws(MailSettingError) -> String {
        guard name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") else {
            if let mark = name.first(where: { ",;:<>@()[]\\\"".contains($0) }) {
                throw MailSettingError.notAnAddress(whole, "a name with '\(mark)' requires quotation marks around it")
            }
            return String(name)
        }
        var text = ""
        var isEscaped = false
        for character in name.dropFirst().dropLast() {
            if !isEscaped, character == "\\" {
                isEscaped = true
                continue
            }
            if !isEscaped, character == "\"" {
                throw MailSettingError.notAnAddress(whole, "more than one address was given")
            }
            text.append(character)
            isEscaped = false
        }
        if isEscaped { throw MailSettingError.notAnAddress(whole, "the quotation marks are not closed") }
        return text
    }
}

extension MailAddress: CustomStringConvertible {
    /// The address, with its name if it has one, for people.
    public var description: String { name.map { "\($0) <\(address)>" } ?? address }
}

/// The rules that an address must meet.
private enum AddressRules {
    /// What is wrong with an address; nil when it meets the rules.
    static func violation(in address: String) -> String? {
        guard address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return address.utf8.allSatisfy { $0 < 0x80 }
                ? "it contains a space" : "it is not ASCII; write an international domain with xn--"
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 1 { return "'@' and a domain are missing" }
        guard parts.count == 2, !address.contains(where: { ",;".contains($0) }) else {
            return "more than one address was given"
        }
        let (local, domain) = (parts[0], parts[1])
        if local.isEmpty { return "the part before '@' is missing" }
        if domain.isEmpty { return "the domain after '@' is missing" }
        if local.utf8.count > 64 { return "the part before '@' has more than 64 characters" }
        if domain.utf8.count > 253 { return "the domain has more than 253 characters" }
        if !isDotAtom(local) {
            return "'\(local)' may only contain letters, digits, full stops and !#$%&'*+-/=?^_`{|}~"
        }
        if local.hasPrefix("-") { return "it begins with '-', which a mail program reads as an option" }
        if !isDomain(domain) { return "'\(domain)' is not a domain name" }
        return nil
    }

    private static func isDotAtom(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy { HeaderSyntax.isAtomText($0) }
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { HeaderSyntax.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }
}
