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
        ViewObject(Name(words: self, text: text, missing: missing))
    }

    private struct Name: ViewSubject {
        let words: NameWords
        let text: String?
        let missing: String

        var isNamed: Bool { text.map { !NameWords.isBlank($0) } ?? false }

        static let fields: ViewFields<Name> = [
            "name": { .text($0.words.shown($0.text, missing: $0.missing)) },
            "isNamed": { .flag($0.isNamed) },
            "isMissing": { .flag(!$0.isNamed) },
            "isClipped": { name in .flag(name.isNamed && name.words.clipped(name.text ?? "").isClipped) },
        ]
    }

    private func shown(_ text: String?, missing: String) -> String {
        guard let text, !text.isEmpty else { return missing }
        return Self.isBlank(text) ? Self.blank : clipped(text).text
    }

    func type(_ type: JobType) -> ViewObject { values(type.rawValue, missing: Self.noType) }

    func errorClass(_ errorClass: String?) -> ViewObject { values(errorClass, missing: Self.noErrorClass) }

    /// An action's names; `label` is name and number in one, `hash` the number as `#88214`. In a page the number
    /// stands apart from the name, which may run from right to left.
    func action(_ action: ActionReference?) -> ViewObject {
        ViewObject(Action(words: self, action: action))
    }

    private struct Action: ViewSubject {
        let words: NameWords
        let action: ActionReference?

        var number: String? { action?.id.map { String($0) } }

        var missing: String {
            action == nil ? "(no action)" : action?.id == nil ? "(unnamed action)" : "action"
        }

        var name: Name { Name(words: words, text: action?.name, missing: missing) }

        static let fields: ViewFields<Action> = [
            "name": { .text($0.words.shown($0.action?.name, missing: $0.missing)) },
            "isNamed": { .flag($0.name.isNamed) },
            "isMissing": { .flag(!$0.name.isNamed) },
            "isClipped": { Name.fields["isClipped"]?($0.name) ?? .flag(false) },
            "isKnown": { .flag($0.action != nil) },
            "hasNumber": { .flag($0.action?.id != nil) },
            "number": { .text($0.number ?? "") },
            "hash": { .text($0.number.map { "#\($0)" } ?? "") },
            "label": { .text($0.words.label($0.action, missing: $0.missing)) },
        ]
    }

    private func label(_ action: ActionReference?, missing: String) -> String {
        let number = action?.id.map { "#\($0)" }
        guard let name = action?.name, !name.isEmpty else { return number.map { "action \($0)" } ?? missing }
        let shown = Self.isBlank(name) ? Self.blank : clipped(name).text
        return number.map { "\(shown) (\($0))" } ?? shown
    }

    /// U+2060 is invisible and takes no part in a host name or an address. The colons of `Faraday::TimeoutError` stay
    /// as they are: no scheme has two.
    private func withoutAutolinks(_ text: String) -> String {
        guard breaksAutolinks else { return text }
        var broken = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (place, scalar) in scalars.enumerated() {
            broken.append(scalar)
            let isOneColon =
                scalar == ":" && !(place > 0 && scalars[place - 1] == ":")
                && !(place + 1 < scalars.count && scalars[place + 1] == ":")
            if scalar == "." || scalar == "@" || isOneColon { broken.append("\u{2060}") }
        }
        return String(broken)
    }

    private static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    static let blank = "(blank)"
    static let noType = "(no type)"
    static let noErrorClass = "(no error class)"
}
