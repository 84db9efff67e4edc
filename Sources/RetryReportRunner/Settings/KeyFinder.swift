import Foundation
import TinesTenant

/// Finds the API key: in a file that a flag names, or in the environment; never on the command line, where every
/// user of the machine could read it.
enum KeyFinder {
    static let variable = "TINES_API_KEY"
    private static let largest = 64 << 10

    static func key(_ layers: SettingsLayers, environment: [String: String]) throws -> APIKey {
        guard let file = layers.value(.apiKeyFile) else {
            guard let text = environment[variable], !text.isEmpty else {
                throw SettingsError(
                    configuration: "no API key: set \(variable), or name a file that holds it with --api-key-file"
                )
            }
            return try key(text, place: variable)
        }
        guard let handle = FileHandle(forReadingAtPath: file.text),
            let data = try? handle.read(upToCount: largest)
        else { throw SettingsError(configuration: unreadable(file)) }
        guard let text = String(data: data, encoding: .utf8) else {
            throw SettingsError(configuration: "\(file.place): the key file '\(file.text)' holds no text")
        }
        try refuse(text, in: layers)
        return try key(text, place: "\(file.place): \(file.text)")
    }

    private static func key(_ text: String, place: String) throws -> APIKey {
        do {
            return try APIKey(text)
        } catch {
            throw SettingsError(configuration: "\(place): \(error.description)")
        }
    }

    /// What of a key can be told from other text; nil for a short one, which may be a part of any word.
    static func recognizable(_ key: String) -> String? {
        let key = key.trimmingCharacters(in: .whitespacesAndNewlines)
        return key.utf8.count < 8 ? nil : key
    }

    /// Throws when a setting holds the key of the environment; before anything is made of the settings.
    static func refuseEnvironmentsKey(in layers: SettingsLayers) throws(SettingsError) {
        if let key = ProcessInfo.processInfo.environment[variable] { try refuse(key, in: layers) }
    }

    /// Throws when the key was given in another setting's place too: as a title it would be in every report, as a
    /// tenant in the questions to name servers.
    static func refuse(_ key: String, in layers: SettingsLayers) throws(SettingsError) {
        guard let key = recognizable(key) else { return }
        if let value = layers.all.first(where: { $0.text.contains(key) }) {
            throw SettingsError(
                value,
                "this holds the API key, which belongs in \(variable) or a key file and nowhere else"
            )
        }
    }

    /// Names the file, unless what was given may well be the key itself: one word without a slash or a full stop.
    private static func unreadable(_ file: SettingValue) -> String {
        if file.text.contains(where: { "/. ".contains($0) }) || file.text.count < 16 {
            return "\(file.place): the key file '\(file.text)' can't be read, or is empty"
        }
        return "\(file.place): the key file can't be read, or is empty; it must be the path of a file that holds the "
            + "key, not the key. (What was given is not shown here: it may be the key. If so, replace it in the tenant)"
    }

    /// Says why a key can't be an argument, without showing it.
    static func refuseArgument() -> ExitStatus {
        Messages(.human).error(
            "a key can't be given as an argument, where every user of this machine can read it and the shell's "
                + "history keeps it: set \(variable), or name a file that holds it with --api-key-file. If what was "
                + "given is a key in use, replace it in the tenant"
        )
        return .usage
    }

    /// A warning when others can read the key file, or nil.
    ///
    /// The group of somebody else's file is how systemd and Kubernetes hand a key to us alone; the group of our own
    /// file is people.
    static func warning(about file: SettingValue?) -> String? {
        guard let file,
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.text),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue,
            let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value,
            mode & (owner == geteuid() ? 0o077 : 0o037) != 0
        else { return nil }
        return "others can read the key file '\(file.text)'; run: chmod 600 '\(file.text)'"
    }
}
