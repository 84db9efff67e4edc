import RetryReport
import RetryReportHTML

/// A setting as somebody wrote it, and where, so that an error can say what to change.
struct SettingValue: Sendable, Hashable {
    /// Which layer a value comes from; it decides the exit status of an error.
    enum Layer: Sendable, Hashable {
        case flag
        case environment
        case file
    }

    var text: String
    var layer: Layer
    /// For people: `--per-page`, `RETRY_REPORT_PER_PAGE` or `settings.yaml:3`.
    var place: String
}

/// A setting that can't be used.
struct SettingsError: Error, Sendable, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    /// A fault in one value.
    init(_ value: SettingValue, _ description: String) {
        status = value.layer == .flag ? .usage : .configuration
        self.description = "\(value.place): \(description)"
    }

    /// A fault in the command line as a whole.
    init(usage description: String) {
        status = .usage
        self.description = description
    }

    /// A fault in a file or a variable.
    init(configuration description: String) {
        status = .configuration
        self.description = description
    }
}

/// The layers of settings: flags beat the environment, the environment beats the file.
struct SettingsLayers: Sendable {
    private var layers: [[OptionName: [SettingValue]]]

    /// Layers, the strongest first.
    init(_ layers: [[OptionName: [SettingValue]]]) {
        self.layers = layers
    }

    /// What the environment holds. An empty variable counts as unset, as is usual for services.
    static func environment(_ environment: [String: String]) -> [OptionName: [SettingValue]] {
        var values: [OptionName: [SettingValue]] = [:]
        for option in OptionName.allCases {
            guard let text = environment[option.variable], !text.isEmpty else { continue }
            let parts = option.isList ? text.split(separator: ",").map(String.init) : [text]
            values[option] = parts.map { SettingValue(text: $0, layer: .environment, place: option.variable) }
        }
        return values
    }

    /// A sentence for each variable that means to be a setting and is none; `RETRY_REPORT_PURE` is the package's own.
    static func unknownVariables(_ environment: [String: String]) -> [String] {
        let known = OptionName.allCases.map(\.variable) + ["RETRY_REPORT_CONFIG", "RETRY_REPORT_PURE"]
        return environment.keys.sorted().filter { $0.hasPrefix("RETRY_REPORT_") && !known.contains($0) }.map { name in
            let nearest = NearestNames.of(name, among: known).first.map { "; did you mean \($0)?" } ?? ""
            return "the variable \(VisibleText.clean(name, to: 100)) is no setting, so it does nothing\(nearest)"
        }
    }

    /// Every value of every layer.
    var all: [SettingValue] { layers.flatMap { $0.values.joined() } }

    /// All values of the strongest layer that has any.
    func values(_ option: OptionName) -> [SettingValue] {
        layers.lazy.compactMap { $0[option] }.first { !$0.isEmpty } ?? []
    }

    /// The value of the strongest layer that has one; the last if it was given more than once.
    func value(_ option: OptionName) -> SettingValue? {
        values(option).last
    }

    func text(_ option: OptionName) -> String? {
        value(option)?.text
    }

    /// A whole number in a range.
    func number(_ option: OptionName, in range: ClosedRange<Int>, default standard: Int) throws -> Int {
        guard let value = value(option) else { return standard }
        guard let number = Int(value.text), range.contains(number) else {
            throw SettingsError(
                value,
                "'\(value.text)' is no whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// One of the cases of an enumeration.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ option: OptionName,
        default standard: Choice
    ) throws -> Choice where Choice.RawValue == String {
        guard let value = value(option) else { return standard }
        guard let choice = Choice(rawValue: value.text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError(value, "'\(value.text)' is none of \(known)")
        }
        return choice
    }

    /// Yes or no.
    func flag(_ option: OptionName) throws -> Bool {
        guard let value = value(option) else { return false }
        switch value.text.lowercased() {
        case "true", "yes", "1", "on": return true
        case "false", "no", "0", "off": return false
        default: throw SettingsError(value, "'\(value.text)' is neither true nor false")
        }
    }

    /// A length of time: `90`, `90s`, `15m`, `2h` or `7d`.
    func duration(_ option: OptionName, default standard: Duration) throws -> Duration {
        guard let value = value(option) else { return standard }
        guard let seconds = Self.seconds(value.text), seconds > 0 else {
            throw SettingsError(value, "'\(value.text)' is no length of time; write 90s, 15m, 2h or 7d")
        }
        return .seconds(seconds)
    }

    static func seconds(_ text: String) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Int(unit == nil ? text[...] : text.dropLast()), (0...10_000_000).contains(number) else {
            return nil
        }
        return number * (unit ?? 1)
    }
}
