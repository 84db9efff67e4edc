#if LiveTenant
import Foundation
import RetryJobs

/// A file that a setting names and that contains a secret. No message shows what it contains, nor a path that may be the
/// secret itself, given in the wrong place.
struct SecretFile: Sendable {
    let value: SettingValue
    /// What the secret is, as in "it must contain the key".
    let secret: String
    /// What to do with a secret that was given instead of a path.
    let advice: String

    private static let largest = 64 << 10

    /// The file of an API key.
    static func key(_ value: SettingValue) -> SecretFile {
        SecretFile(value: value, secret: "key", advice: "replace it in the tenant")
    }

    /// The file of a webhook's address.
    static func address(_ value: SettingValue) -> SecretFile {
        SecretFile(value: value, secret: "address", advice: "replace it where it was made")
    }

    /// Reads the file. Throws an error that says which of the usual mistakes it is.
    func content() throws(SettingsError) -> String {
        let path = value.text
        let attributes = try? FileManager.default.attributesOfItem(atPath: Self.target(path))
        if attributes == nil, !FileManager.default.fileExists(atPath: path) { throw error("does not exist") }
        if attributes?[.type] as? FileAttributeType == .typeDirectory {
            throw error("is a folder; name the file in it that contains the \(secret)")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw error("can't be read: no permission for this user")
        }
        guard let data = try? handle.read(upToCount: Self.largest), !data.isEmpty else {
            throw error("is empty; it must contain the \(secret)")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw error("does not contain text in UTF-8; it must contain the \(secret) and nothing else")
        }
        return text
    }

    /// An error that names the file, unless what was given may be the secret: an address, or one long word without a slash
    /// or a full stop.
    private func error(_ fault: String) -> SettingsError {
        let isPath = value.text.contains { "/. ".contains($0) } || value.text.count < 16
        if isPath, !value.text.contains("://") {
            return SettingsError(configuration: "\(value.place): the \(secret) file '\(value.text)' \(fault)")
        }
        return SettingsError(
            configuration:
                "\(value.place): the \(secret) file \(fault). The value must be the path of a file that contains "
                + "the \(secret), not the \(secret). (It is not shown here, since it may be the \(secret). If so, "
                + "\(advice))"
        )
    }

    /// A warning when others can read the file, or nil.
    ///
    /// The group of a file that another user owns is how systemd and Kubernetes hand a secret to this process alone; the
    /// group of our own file is people. The mode is that of the file, not of a link to it: Kubernetes mounts links.
    var warning: Diagnostic? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: Self.target(value.text)),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue,
            let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value,
            mode & (owner == geteuid() ? 0o077 : 0o037) != 0
        else { return nil }
        return Diagnostic(
            .warning,
            Diagnostic.Code(rawValue: "\(secret).readable"),
            "others can read the \(secret) file '\(value.text)'; run: chmod 600 '\(value.text)'"
        )
    }

    /// A path with its links followed.
    private static func target(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
#endif
