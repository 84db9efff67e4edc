#if LiveTenant
import Foundation
import RetryJobs
import TinesTenant

/// Finds the API key: in a file that a flag names, or in the environment; never on the command line, where every
/// user of the machine could read it.
enum KeyFinder {
    static let variable = "TINES_API_KEY"

    /// A key as it was found.
    struct Found: Sendable {
        let text: String
        /// Where it is from, for messages.
        let place: String

        /// The key, checked.
        var key: APIKey {
            get throws(SettingsError) {
                do {
                    return try APIKey(text)
                } catch {
                    throw SettingsError(configuration: "\(place): \(error.description)")
                }
            }
        }
    }

    /// The key that the settings name. Throws when a setting contains it too.
    static func key(_ layers: SettingsLayers, environment: [String: String]) throws(SettingsError) -> APIKey {
        let found = try found(layers, environment: environment)
        try refuse(found.text, in: layers)
        return try found.key
    }

    /// The key's text as it is, and where it is from.
    static func found(_ layers: SettingsLayers, environment: [String: String]) throws(SettingsError) -> Found {
        if let file = layers.given(Settings.apiKeyFile).last {
            return Found(text: try SecretFile.key(file).content(), place: "\(file.place): \(file.text)")
        }
        guard let named = layers.given(Settings.apiKeyVariable).last else {
            guard let text = environment[variable], !text.isEmpty else {
                throw SettingsError(
                    configuration: "no API key: set \(variable), or name a file that contains it with --api-key-file"
                )
            }
            return Found(text: text, place: variable)
        }
        guard let text = environment[named.text], !text.isEmpty else {
            // The name is not shown: it may be the key itself, put in the wrong place.
            throw SettingsError(
                configuration: "\(named.place): the variable that 'api-key-variable' names is not set; it must contain "
                    + "the key"
            )
        }
        return Found(text: text, place: named.place)
    }

    /// The key as it can be recognized in other text; nil for a short one, which may be a part of any word.
    static func recognizable(_ key: String) -> String? {
        let key = key.trimmingCharacters(in: .whitespacesAndNewlines)
        return key.utf8.count < 8 ? nil : key
    }

    /// Throws when a setting contains the key of the environment. Call this before the settings are used.
    static func refuseEnvironmentsKey(in layers: SettingsLayers) throws(SettingsError) {
        for key in keys(layers, ProcessInfo.processInfo.environment) { try refuse(key, in: layers) }
    }

    /// The variables of the environment that contain a key.
    static func variables(_ layers: SettingsLayers) -> [String] {
        [variable] + layers.given(Settings.apiKeyVariable).map(\.text)
    }

    /// The keys in the environment.
    static func keys(_ layers: SettingsLayers, _ environment: [String: String]) -> [String] {
        variables(layers).compactMap { environment[$0] }
    }

    /// Throws when another setting contains the key too: as a title it would be in every report, as a tenant in the
    /// queries to name servers.
    static func refuse(_ key: String, in layers: SettingsLayers) throws(SettingsError) {
        try refuse(key, in: layers.all)
    }

    /// The same for settings of any number of tenants.
    static func refuse(_ key: String, in values: [SettingValue]) throws(SettingsError) {
        guard let key = recognizable(key) else { return }
        if let value = values.first(where: { $0.text.contains(key) }) {
            throw SettingsError(
                value,
                "this contains the API key, which belongs in \(variable) or a key file and nowhere else"
            )
        }
    }

    /// Says why a key can't be an argument, without showing it.
    static func refuseArgument() -> ExitStatus {
        let status = ExitStatus.usage
        Messages(.human).fail(
            status.diagnostic(
                "a key can't be given as an argument, where every user of this machine can read it and the shell's "
                    + "history keeps it: set \(variable), or name a file that contains it with --api-key-file. If the "
                    + "value given is a key in use, replace it in the tenant"
            )
        )
        return status
    }
}
#endif
