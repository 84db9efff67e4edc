#if LiveTenant
import ArgumentParser
import RetryReportKit

/// What users see of a setting: one name as an option, as a key of the configuration file and, in capitals, as a
/// variable of the environment; and its help.
struct OptionDefinition: Sendable, Hashable {
    /// How often an option may be given.
    enum Kind: Sendable, Hashable {
        /// Once, with a value.
        case single
        /// Any number of times. A list in a file; one value or, where the values can't contain commas, several with
        /// commas in a variable.
        case list(hasCommas: Bool)
        /// Without a value.
        case flag
    }

    /// `per-page`
    let name: String
    let kind: Kind
    /// The name of the value in the help, such as `n`.
    let valueName: String
    /// A sentence or two.
    let summary: String
    /// The default in the help; nil for none.
    let standard: String?
    let completion: CompletionKind?

    /// The name as a flag.
    var flag: String { "--\(name)" }

    /// The name in the environment.
    var variable: String { "RETRY_REPORT_" + name.uppercased().replacing("-", with: "_") }

    var isList: Bool { if case .list = kind { true } else { false } }

    /// The summary with the default.
    var help: String { standard.map { "\(summary) (default: \($0))" } ?? summary }

    static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension CompletionKind {
    /// Values with characters that mean something to a shell, such as `>`: a list would not be escaped for fish. None may
    /// contain an apostrophe, or a colon, which ends a value in zsh.
    static func quoted(_ values: [String]) -> CompletionKind {
        .shellCommand("printf '%s\\n' " + values.map { "'\($0)'" }.joined(separator: " "))
    }
}

/// A setting: what users see of it, its default, and how its text becomes a value. Each is declared once, in ``Settings``.
struct Setting<Value: Sendable>: Sendable {
    let option: OptionDefinition
    /// The value when none is given.
    let standard: Value
    /// Makes the value of all texts given in one layer, at least one. Throws ``SettingsError``.
    let read: @Sendable ([SettingValue]) throws -> Value

    /// A setting with one value. `parse` returns nil for a text that is not one; `expected` says what would be, as in
    /// "must be a whole number".
    init(
        _ name: String,
        _ valueName: String,
        default standard: Value,
        shown: String? = nil,
        _ summary: String,
        must expected: String,
        completion: CompletionKind? = nil,
        parse: @escaping @Sendable (String) -> Value?
    ) {
        option = OptionDefinition(
            name: name,
            kind: .single,
            valueName: valueName,
            summary: summary,
            standard: shown,
            completion: completion
        )
        self.standard = standard
        read = { values in
            let value = values[values.count - 1]
            guard let parsed = parse(value.text) else { throw value.error(must: expected) }
            return parsed
        }
    }

    /// A setting whose option is given and whose text is read by `read`.
    init(
        _ option: OptionDefinition,
        default standard: Value,
        read: @escaping @Sendable ([SettingValue]) throws -> Value
    ) {
        self.option = option
        self.standard = standard
        self.read = read
    }
}

// MARK: Kinds of settings

extension Setting where Value == Int {
    /// A whole number in a range.
    static func number(
        _ name: String,
        _ range: ClosedRange<Int>,
        default standard: Int,
        shown: String? = nil,
        _ summary: String
    ) -> Self {
        Setting(
            name,
            "n",
            default: standard,
            shown: shown ?? "\(standard)",
            summary,
            must: "be a whole number from \(range.lowerBound) to \(range.upperBound)"
        ) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }
}

extension Setting where Value == Duration {
    /// A length of time: `90`, `90s`, `15m`, `2h` or `7d`.
    static func duration(_ name: String, default standard: String, _ summary: String) -> Self {
        Setting(
            name,
            "time",
            default: .seconds(SettingValue.seconds(standard) ?? 0),
            shown: standard,
            summary,
            must: "be a length of time such as 90s, 15m, 2h or 7d"
        ) { text in SettingValue.seconds(text).flatMap { $0 > 0 ? .seconds($0) : nil } }
    }
}

extension Setting where Value == Bool {
    /// A flag: given or not on the command line, true or false in a file and in the environment.
    static func flag(_ name: String, _ summary: String) -> Self {
        let option = OptionDefinition(
            name: name,
            kind: .flag,
            valueName: "",
            summary: summary,
            standard: nil,
            completion: nil
        )
        return Setting(option, default: false) { values in
            switch values[values.count - 1].text.lowercased() {
            case "true", "yes", "1", "on": return true
            case "false", "no", "0", "off": return false
            default: throw values[values.count - 1].error(must: "be true or false")
            }
        }
    }
}

extension Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the cases of an enumeration.
    static func choice(_ name: String, _ valueName: String, default standard: Value, _ summary: String) -> Self {
        let known = Value.allCases.map(\.rawValue)
        return Setting(
            name,
            valueName,
            default: standard,
            shown: standard.rawValue,
            summary,
            must: "be one of: \(known.joined(separator: ", "))",
            completion: .list(known)
        ) { Value(rawValue: $0) }
    }
}

extension Setting where Value == SettingValue? {
    /// A text that is checked where it is used, and so keeps its place.
    static func text(
        _ name: String,
        _ valueName: String,
        shown: String? = nil,
        _ summary: String,
        completion: CompletionKind? = nil
    ) -> Self {
        let option = OptionDefinition(
            name: name,
            kind: .single,
            valueName: valueName,
            summary: summary,
            standard: shown,
            completion: completion
        )
        return Setting(option, default: nil) { $0.last }
    }
}

extension Setting where Value == [SettingValue] {
    /// Any number of texts that are checked where they are used.
    static func list(
        _ name: String,
        _ valueName: String,
        hasCommas: Bool = false,
        shown: String? = nil,
        _ summary: String,
        completion: CompletionKind? = nil
    ) -> Self {
        let option = OptionDefinition(
            name: name,
            kind: .list(hasCommas: hasCommas),
            valueName: valueName,
            summary: summary,
            standard: shown,
            completion: completion
        )
        return Setting(option, default: []) { $0 }
    }
}

extension Setting where Value == Set<ReportExtra>? {
    /// Names of what to read besides jobs, or `none`; nil when none are given.
    static func extras(_ name: String, _ summary: String) -> Self {
        let known = ReportExtra.allCases.map(\.rawValue) + ["none"]
        let standard = ReportExtra.allCases.filter(ReportExtra.standard.contains).map(\.rawValue)
        let option = OptionDefinition(
            name: name,
            kind: .list(hasCommas: false),
            valueName: "what",
            summary: summary,
            standard: standard.joined(separator: ", "),
            completion: .list(known)
        )
        return Setting(option, default: nil) { values in
            var extras: Set<ReportExtra> = []
            for value in values {
                if let extra = ReportExtra(rawValue: value.text) {
                    extras.insert(extra)
                } else if value.text != "none" {
                    throw value.error(must: "be one of: \(known.joined(separator: ", "))")
                } else if values.count > 1 {
                    throw value.error(must: "be given alone")
                }
            }
            return extras
        }
    }
}
#endif
