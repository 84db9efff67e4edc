import Foundation
import TinesTenant

/// Finds the API key: in a file that a flag names, or in the environment; never on the command line, where every
/// user of the machine could read it.
enum KeyFinder {
    static let variable = "TINES_API_KEY"
    private static let largest = 64 << 10

    static func key(file: SettingValue?, environment: [String: String]) throws -> APIKey {
        guard let file else {
            guard let text = environment[variable], !text.isEmpty else {
                throw SettingsError(
                    configuration: "no API key: set \(variable), or name a file that holds it with --api-key-file"
                )
            }
            return try key(text, place: variable)
        }
        guard let handle = FileHandle(forReadingAtPath: file.text),
            let data = try? handle.read(upToCount: largest)
        else {
            throw SettingsError(configuration: "\(file.place): the key file '\(file.text)' can't be read, or is empty")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw SettingsError(configuration: "\(file.place): the key file '\(file.text)' holds no text")
        }
        return try key(text, place: "\(file.place): \(file.text)")
    }

    private static func key(_ text: String, place: String) throws -> APIKey {
        do {
            return try APIKey(text)
        } catch {
            throw SettingsError(configuration: "\(place): \(error.description)")
        }
    }

    /// Says why a key can't be an argument, without showing it.
    static func refuseArgument() -> ExitStatus {
        Messages(format: .human).error(
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
