#if LiveTenant
import Foundation
import RetryJobs
import TinesTenant

/// Finds the API key: in a file that a flag names, or in the environment; never on the command line, where every
/// user of the machine could read it.
enum KeyFinder {
    static let variable = "TINES_API_KEY"
    private static let largest = 64 << 10

    static func key(_ layers: SettingsLayers, environment: [String: String]) throws -> APIKey {
        let (text, place) = try given(layers, environment: environment)
        return try key(text, place: place)
    }

    /// The key's text, which is checked like the key.
    static func text(_ layers: SettingsLayers, environment: [String: String]) throws -> String {
        let (text, place) = try given(layers, environment: environment)
        _ = try key(text, place: place)
        return text
    }

    /// The key's text, and where it is from. Throws when a setting contains it too.
    private static func given(
        _ layers: SettingsLayers,
        environment: [String: String]
    ) throws -> (text: String, place: String) {
        let found = try found(layers, environment: environment)
        try refuse(found.text, in: layers)
        return found
    }

    /// The key's text as it is, and where it is from.
    static func found(
        _ layers: SettingsLayers,
        environment: [String: String]
    ) throws -> (text: String, place: String) {
        if let file = layers.given(Settings.apiKeyFile).last {
            return (try content(of: file), "\(file.place): \(file.text)")
        }
        guard let named = layers.given(Settings.apiKeyVariable).last else {
            guard let text = environment[variable], !text.isEmpty else {
                throw SettingsError(
                    configuration: "no API key: set \(variable), or name a file that contains it with --api-key-file"
                )
            }
            return (text, variable)
        }
        guard let text = environment[named.text], !text.isEmpty else {
            // The name is not shown: it may be the key itself, put in the wrong place.
            throw SettingsError(
                configuration: "\(named.place): the variable that 'api-key-variable' names is not set; it must contain "
                    + "the key"
            )
        }
        return (text, named.place)
    }

    /// Reads a key file. Throws an error that says which of the usual mistakes it is.
    private static func content(of file: SettingValue) throws(SettingsError) -> String {
        let path = file.text
        let attributes = try? FileManager.default.attributesOfItem(atPath: target(path))
        if attributes == nil, !FileManager.default.fileExists(atPath: path) { throw error(file, "does not exist") }
        if attributes?[.type] as? FileAttributeType == .typeDirectory {
            throw error(file, "is a folder; name the file in it that contains the key")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw error(file, "can't be read: no permission for this user")
        }
        guard let data = try? handle.read(upToCount: largest), !data.isEmpty else {
            throw error(file, "is empty; it must contain the key")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw error(file, "does not contain text in UTF-8; it must contain the key and nothing else")
        }
        return text
    }

    /// An error that names the file, unless what was given may be the key itself: one word without a slash or a full
    /// stop.
    private static func error(_ file: SettingValue, _ fault: String) -> SettingsError {
        if file.text.contains(where: { "/. ".contains($0) }) || file.text.count < 16 {
            return SettingsError(configuration: "\(file.place): the key file '\(file.text)' \(fault)")
        }
        return SettingsError(
            configuration: "\(file.place): the key file \(fault). The value must be the path of a file that contains "
                + "the key, not the key. (It is not shown here, since it may be the key. If so, replace it in the tenant)"
        )
    }

    /// A path with its links followed.
    private static func target(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    private static func key(_ text: String, place: String) throws -> APIKey {
        do {
            return try APIKey(text)
        } catch {
            throw SettingsError(configuration: "\(place): \(error.description)")
        }
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

    /// A warning when others can read the key file, or nil.
    ///
    /// The group of a file that another user owns is how systemd and Kubernetes hand a key to this process alone; the
    /// group of our own file is people. The mode is that of the file, not of a link to it: Kubernetes mounts links.
    static func warning(about file: SettingValue?) -> Diagnostic? {
        guard let file,
            let attributes = try? FileManager.default.attributesOfItem(atPath: target(file.text)),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue,
            let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value,
            mode & (owner == geteuid() ? 0o077 : 0o037) != 0
        else { return nil }
        return Diagnostic(
            .warning,
            "key.readable",
            "others can read the key file '\(file.text)'; run: chmod 600 '\(file.text)'"
        )
    }
}
#endif
