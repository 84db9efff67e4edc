#if LiveTenant
import RetryReportKit
import TinesTenant

/// The keys of several tenants, each read once, and none of them that of two tenants: a key is sent to one tenant only.
struct FleetKeys: Sendable {
    /// A key, and its text for whatever must not show it.
    struct Key: Sendable {
        let key: APIKey
        let text: String
    }

    private let keys: [String: Result<Key, SettingsError>]

    /// Reads the keys of tenants in their order; where two have the same it is the first one's. One that can't be used is the
    /// trouble of its tenant alone; one that is in a setting of any tenant would get into a report, and ``SettingsError`` is
    /// thrown.
    init(_ entries: [TenantEntry], _ layers: SettingsLayers, environment: [String: String]) throws(SettingsError) {
        let values = layers.all + entries.flatMap { $0.values.values.joined() }
        var keys: [String: Result<Key, SettingsError>] = [:]
        var owners: [String: TenantEntry] = [:]
        for entry in entries where entry.text(Settings.tenant) != nil {
            let own = try layers.inserting(entry.values)
            let found: KeyFinder.Found
            do throws(SettingsError) {
                found = try KeyFinder.found(own, environment: environment)
            } catch {
                keys[entry.name] = .failure(error)
                continue
            }
            try KeyFinder.refuse(found.text, in: values)
            let line = found.text.split(whereSeparator: \.isNewline).first.map { String($0) } ?? found.text
            let owner = owners[line] ?? entry
            owners[line] = owner
            keys[entry.name] = Self.key(found, of: entry, owner: owner)
        }
        self.keys = keys
    }

    private static func key(
        _ found: KeyFinder.Found,
        of entry: TenantEntry,
        owner: TenantEntry
    ) -> Result<Key, SettingsError> {
        guard owner.name == entry.name else {
            return .failure(
                SettingsError(
                    configuration:
                        "\(entry.place): '\(entry.name)' has the same key as '\(owner.name)'; a key is sent to "
                        + "one tenant only. If it is that tenant's key, replace it there"
                )
            )
        }
        do throws(SettingsError) {
            return .success(Key(key: try found.key, text: found.text))
        } catch {
            return .failure(error)
        }
    }

    /// The key of a tenant; nil for one that needs none. Throws why it can't be used.
    func key(of name: String) throws(SettingsError) -> Key? { try keys[name]?.get() }
}
#endif
