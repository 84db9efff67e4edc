/// Text that comes from the tenant, made fit to show: cut to length, with words where there is none or
/// nothing to see. It stays text:
/// escaping and the marking of control characters are a renderer's work.
struct NameWords: Sendable {
    let length: Int
    let breaksAutolinks: Bool

    init(_ detail: ReportDetail) {
        length = detail.nameLength
        breaksAutolinks = detail.breaksAutolinks
    }

    /// The text, cut to `length` Unicode scalars. Not characters, since a single one may take any number of
    /// combining marks.
    func clipped(_ text: String, to length: Int? = nil) -> (text: String, isClipped: Bool) {
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(scalars.startIndex, offsetBy: length ?? self.length, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return (withoutAutolinks(text), false) }
        return (withoutAutolinks(String(scalars[..<end])) + "…", true)
    }

    /// The names of a text that may be missing: `name`, `isNamed` and its opposite `isMissing`, `isClipped`.
    func values(_ text: String?, missing: String) -> ViewObject {
        let isBlank = text?.unicodeScalars.allSatisfy(\.properties.isWhitespace) ?? true
        guard let text, !isBlank else {
            return [
                "name": .text(text?.isEmpty == false ? Self.blank : missing), "isNamed": .flag(false),
                "isMissing": .flag(true), "isClipped": .flag(false),
            ]
        }
        let (name, isClipped) = clipped(text)
        return [
            "name": .text(name), "isNamed": .flag(true), "isMissing": .flag(false), "isClipped": .flag(isClipped),
        ]
    }

    func type(_ type: JobType) -> ViewObject { values(type.rawValue, missing: Self.noType) }

    func errorClass(_ errorClass: String?) -> ViewObject { values(errorClass, missing: Self.noErrorClass) }

    /// An action's names; `label` is name and number in one.
    func action(_ action: ActionReference?) -> ViewObject {
        let number = action?.id.map { String($0) }
        let missing = action == nil ? "(no action)" : number == nil ? "(unnamed action)" : "action"
        var values = values(action?.name, missing: missing)
        values["isKnown"] = .flag(action != nil)
        values["hasNumber"] = .flag(number != nil)
        values["number"] = .text(number ?? "")
        values["label"] = .text(label(action, missing: missing))
        return values
    }

    private func label(_ action: ActionReference?, missing: String) -> String {
        let number = action?.id.map { "#\($0)" }
        guard let name = action?.name, !name.isEmpty else { return number.map { "action \($0)" } ?? missing }
        let shown = clipped(name).text
        return number.map { "\(shown) (\($0))" } ?? shown
    }

    /// U+2060 is invisible and takes no part in a host name or an address.
    private func withoutAutolinks(_ text: String) -> String {
        guard breaksAutolinks else { return text }
        var broken = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            broken.append(scalar)
            if scalar == "." || scalar == "@" || scalar == ":" { broken.append("\u{2060}") }
        }
        return String(broken)
    }

    static let blank = "(blank)"
    static let noType = "(no type)"
    static let noErrorClass = "(no error class)"
}

/// A tenant as a link: only the plain `https` origin of a host is one, whatever the report says.
enum SafeOrigin {
    /// The origin as it may stand in a link, and the host as people name it; nil for anything else.
    static func parse(_ text: String?) -> (href: String, host: String)? {
        guard let text, text.utf8.count <= 300, text.lowercased().hasPrefix("https://") else { return nil }
        var rest = text.dropFirst(8)
        if rest.hasSuffix("/") { rest.removeLast() }
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, isHost(host) else { return nil }
        if parts.count > 1 {
            guard parts[1].utf8.count <= 5, let port = UInt16(parts[1]), port > 0 else { return nil }
        }
        return ("https://\(rest.lowercased())/", rest.lowercased())
    }

    private static func isHost(_ host: Substring) -> Bool {
        host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }
}
