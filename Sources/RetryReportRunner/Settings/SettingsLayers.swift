#if LiveTenant
import Foundation
import RetryReportKit

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
    /// The name of the setting, where the place does not contain it.
    var name: String?

    /// An error about this value, in which `expected` follows "must": `be a whole number from 1 to 500`.
    func error(must expected: String) -> SettingsError {
        let subject = name.map { "'\($0)' " } ?? ""
        return SettingsError(self, "\(subject)must \(expected) (got '\(VisibleText.clean(text, to: 100))')")
    }

    /// The seconds of `90`, `90s`, `15m`, `2h` or `7d`; nil for any other text.
    static func seconds(_ text: String) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Int(unit == nil ? text[...] : text.dropLast()), (0...10_000_000).contains(number) else {
            return nil
        }
        return number * (unit ?? 1)
    }

    /// The moment before which things are removed that are kept for a time such as `400d`. Throws when `text` is no time, or
    /// none at all.
    static func moment(keeping text: String) throws(SettingsError) -> Timestamp {
        guard let seconds = seconds(text), seconds > 0 else {
            throw SettingsError(
                usage: "--keep must be a length of time such as 400d (got '\(VisibleText.clean(text))')"
            )
        }
        return Timestamp(date: Date()).advanced(bySeconds: -Int64(seconds))
    }
}

/// A setting that can't be used.
struct SettingsError: Error, Sendable, CustomStringConvertible {
    let status: ExitStatus
    /// Where and what.
    let description: String
    /// What, without the place.
    let reason: String

    /// A fault in one value.
    init(_ value: SettingValue, _ description: String) {
        status = value.layer == .flag ? .usage : .configuration
        self.description = "\(value.place): \(description)"
        reason = description
    }

    /// A fault in the command line as a whole.
    init(usage description: String) {
        status = .usage
        self.description = description
        reason = description
    }

    /// A fault in a file or a variable.
    init(configuration description: String) {
        status = .configuration
        self.description = description
        reason = description
    }
}

/// The layers of settings: flags beat the environment, the environment beats the file.
///
/// By hand, in 60 lines: swift-configuration has such layers too, but its values don't keep where they were written, and
/// every error about a setting names its place (`settings.yaml:7`).
struct SettingsLayers: Sendable {
    private var layers: [[OptionDefinition: [SettingValue]]]

    /// Layers, the strongest first. Throws ``SettingsError`` for a flag that takes one value and is given several
    /// times: which one was meant can't be known.
    init(_ layers: [[OptionDefinition: [SettingValue]]]) throws(SettingsError) {
        self.layers = layers
        for (option, values) in layers.flatMap({ $0 }) where option.kind == .single && values.count > 1 {
            throw SettingsError(values[0], "given \(values.count) times, but it takes one value")
        }
    }

    /// What the environment contains. An empty variable counts as unset, as is usual for services.
    static func environment(_ environment: [String: String]) -> [OptionDefinition: [SettingValue]] {
        var values: [OptionDefinition: [SettingValue]] = [:]
        for option in Settings.all {
            guard let text = environment[option.variable], !text.isEmpty else { continue }
            let parts = option.kind == .list(hasCommas: false) ? text.split(separator: ",").map(String.init) : [text]
            values[option] = parts.map { SettingValue(text: $0, layer: .environment, place: option.variable) }
        }
        return values
    }

    /// A remark for each variable that looks like a setting and is not one.
    static func unknownVariables(_ environment: [String: String]) -> [Diagnostic] {
        let known = (Settings.all + [Settings.config.option]).map(\.variable) + [WebhookFinder.variable]
        return environment.keys.sorted().filter { $0.hasPrefix("RETRY_REPORT_") && !known.contains($0) }.map { name in
            let nearest = NearestNames.of(name, among: known).first.map { "; did you mean \($0)?" } ?? ""
            return Diagnostic(
                .warning,
                "settings.unknown-variable",
                "the variable \(VisibleText.clean(name, to: 100)) is not a setting and has no effect\(nearest)"
            )
        }
    }

    /// Every value of every layer.
    var all: [SettingValue] { layers.flatMap { $0.values.joined() } }

    /// The setting's value: that of the strongest layer that has one, or the default. Throws ``SettingsError``.
    func value<Value>(_ setting: Setting<Value>) throws -> Value {
        let given = given(setting)
        return given.isEmpty ? setting.standard : try setting.read(given)
    }

    /// The texts that were given for a setting, those of the strongest layer that has any.
    func given<Value>(_ setting: Setting<Value>) -> [SettingValue] { given(setting.option) }

    /// The same by the setting's name.
    func given(_ option: OptionDefinition) -> [SettingValue] {
        layers.lazy.compactMap { $0[option] }.first { !$0.isEmpty } ?? []
    }

    /// The layers with another one before the last, which it beats.
    func inserting(_ values: [OptionDefinition: [SettingValue]]) throws(SettingsError) -> SettingsLayers {
        try SettingsLayers(layers.dropLast() + [values] + layers.suffix(1))
    }

    /// The text that was given for a setting that takes one.
    func text<Value>(_ setting: Setting<Value>) -> String? {
        given(setting).last?.text
    }
}
#endif
