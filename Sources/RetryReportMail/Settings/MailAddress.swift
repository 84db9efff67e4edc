/// A mailbox: an address and, if wanted, the name shown beside it. One that exists is safe in a header and on a
/// command line.
///
/// ```swift
/// let admin = try MailAddress("Tines admins <admins@example.com>")
/// ```
///
/// The address is `local@domain` in ASCII, the local part without quotation marks, the domain without brackets;
/// an international domain is written with `xn--`. That is less than RFC 5322 allows, and what all mail programs take.
public struct MailAddress: Sendable, Hashable {
    /// `local@domain`.
    public let address: String
    /// The name shown beside the address; nil for none.
    public let name: String?

    /// What comes before the `@`.
    var local: String { String(address.prefix { $0 != "@" }) }
    /// What comes after the `@`.
    var domain: String { String(address.drop { $0 != "@" }.dropFirst()) }

    /// Reads `local@domain`, `Name <local@domain>` or `"Name, with marks" <local@domain>`. Throws
    /// ``MailSettingError`` for anything else: no domain, a second address, a control character.
    public init(_ text: String) throws(MailSettingError) {
        try MailSettingError.refuseControls(in: text, of: "mail address")
        let text = text.trimmed
        guard text.hasSuffix(">") else {
            try self.init(address: String(text), name: nil)
            return
        }
        guard let opening = text.lastIndex(of: "<") else { throw .notAnAddress(String(text), "'<' is missing") }
        let address = text[text.index(after: opening)...].dropLast()
        let name = text[..<opening].trimmed
        try self.init(address: String(address), name: name.isEmpty ? nil : try Self.unquoted(name, in: String(text)))
    }

    /// A mailbox from its parts; `name` is any text without control characters. Throws ``MailSettingError`` when
    /// `address` is not one `local@domain`, or a part is too long.
    public init(address: String, name: String?) throws(MailSettingError) {
        try MailSettingError.refuseControls(in: address, of: "mail address")
        if let fault = AddressRules.fault(in: address) { throw .notAnAddress(address, fault) }
        if let name {
            try MailSettingError.refuseControls(in: name, of: "name beside a mail address")
            guard name.utf8.count <= Self.longestName else {
                throw .notAnAddress(address, "its name is longer than \(Self.longestName) bytes")
            }
        }
        self.address = address
        self.name = name.flatMap { $0.trimmed.isEmpty ? nil : String($0.trimmed) }
    }

    private static let longestName = 300

    /// A name as it was meant. Outside quotation marks, characters that separate addresses are refused: they would
    /// mean that more than one was given.
    private static func unquoted(_ name: Substring, in whole: String) throws(MailSettingError) -> String {
        guard name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") else {
            if let mark = name.first(where: { ",;:<>@()[]\\\"".contains($0) }) {
                throw .notAnAddress(whole, "a name that contains '\(mark)' needs quotation marks around it")
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
            if !isEscaped, character == "\"" { throw .notAnAddress(whole, "more than one address was given") }
            text.append(character)
            isEscaped = false
        }
        if isEscaped { throw .notAnAddress(whole, "its quotation marks are not closed") }
        return text
    }
}

extension MailAddress: CustomStringConvertible {
    /// The address, with its name if it has one, for people.
    public var description: String { name.map { "\($0) <\(address)>" } ?? address }
}

/// What an address may be.
private enum AddressRules {
    /// What is wrong with an address; nil when nothing is.
    static func fault(in address: String) -> String? {
        guard address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return address.utf8.allSatisfy { $0 < 0x80 }
                ? "it contains a space" : "it is not ASCII: write an international domain with xn--"
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 1 { return "'@' and a domain are missing" }
        guard parts.count == 2, !address.contains(where: { ",;".contains($0) }) else {
            return "more than one address was given"
        }
        let (local, domain) = (parts[0], parts[1])
        if local.isEmpty { return "nothing is before '@'" }
        if domain.isEmpty { return "no domain is after '@'" }
        if local.utf8.count > 64 { return "more than 64 characters are before '@'" }
        if domain.utf8.count > 253 { return "its domain has more than 253 characters" }
        if !isDotAtom(local) { return "'\(local)' is not made of letters, digits, full stops and !#$%&'*+-/=?^_`{|}~" }
        if local.hasPrefix("-") { return "it begins with '-', which a mail program takes for an option" }
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

extension StringProtocol where SubSequence == Substring {
    /// Without spaces at either end.
    var trimmed: Substring {
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
