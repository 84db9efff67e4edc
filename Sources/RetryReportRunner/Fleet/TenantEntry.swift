#if LiveTenant
import Foundation
import RetryReportKit
import Yams

/// A tenant in the list `tenants` of a configuration file.
///
/// ```yaml
/// output: /var/lib/retry-report
/// tenants:
///   - name: production
///     tenant: https://acme.tines.com
///     api-key-file: /etc/retry-report/production.key
///   - name: staging
///     tenant: https://acme-staging.tines.com
///     api-key-variable: STAGING_KEY
///     fail-on: []
/// ```
struct TenantEntry: Sendable {
    /// The name of its folder.
    let name: String
    /// Where it is in the file, such as `settings.yaml:3`.
    let place: String
    /// Its own settings, which beat the common ones.
    let values: [OptionDefinition: [SettingValue]]

    private static let most = 10_000
    private static let longestName = 100

    /// Settings of the run as a whole: a tenant can't have its own.
    private static let common: [OptionDefinition] =
        [
            Settings.output.option, Settings.name.option, Settings.only.option, Settings.shard.option,
            Settings.shardCount.option, Settings.fleetConcurrency.option, Settings.metrics.option, Settings.ping.option,
            Settings.progress.option, Settings.logLevel.option, Settings.logFormat.option, Settings.now.option,
        ] + Settings.mail.options  // all tenants together send one mail

    /// What each tenant has for itself.
    private static let own = [
        Settings.tenant.option, Settings.input.option, Settings.apiKeyFile.option, Settings.apiKeyVariable.option,
    ]

    // MARK: The list

    /// Reads the list. Throws ``SettingsError`` that names file, line and what would be right.
    static func list(_ node: Node, path: String, place: String) throws -> [TenantEntry] {
        guard case .sequence(let nodes) = node, !nodes.isEmpty else {
            throw SettingsError(
                configuration:
                    "\(place): 'tenants' must be a list of at least one tenant, each with 'name', 'tenant' and "
                    + "'api-key-file' or 'api-key-variable'"
            )
        }
        guard nodes.count <= most else {
            throw SettingsError(configuration: "\(place): 'tenants' must have at most \(most) tenants")
        }
        let entries = try nodes.map { try TenantEntry($0, path: path, place: place) }
        try refuseRepetitions(entries)
        return entries
    }

    private init(_ node: Node, path: String, place outer: String) throws {
        let place = node.mark.map { "\(path):\($0.line)" } ?? outer
        guard case .mapping(let mapping) = node else {
            throw SettingsError(configuration: "\(place): a tenant must be a mapping with 'name' and 'tenant'")
        }
        var name: String?
        var values: [OptionDefinition: [SettingValue]] = [:]
        for (key, node) in mapping {
            let place = "\(path):\(key.mark?.line ?? 1)"
            if key.scalar?.string == Settings.name.option.name {
                name = try Self.folderName(node, place)
                continue
            }
            let option = try ConfigurationFile.option(key, place)
            guard !Self.common.contains(option) else {
                let why =
                    Settings.mail.options.contains(option)
                    ? "one mail is sent for all tenants" : "it is one for all tenants"
                throw SettingsError(configuration: "\(place): '\(option.name)' belongs above the list: \(why)")
            }
            values[option] = try ConfigurationFile.texts(node, option, place)
        }
        guard let name else { throw SettingsError(configuration: "\(place): a tenant must have a 'name'") }
        self.name = name
        self.place = place
        self.values = values
        try refuseIncompleteness()
    }

    /// A name that is a folder on every system: it can't leave the output folder, hide there, or be taken for the index.
    private static func folderName(_ node: Node, _ place: String) throws -> String {
        let expected =
            "must be 1 to \(longestName) letters (a to z), digits, '-', '_' and '.', beginning and ending with a letter or "
            + "digit, since it is the name of the tenant's folder"
        guard case .scalar(let scalar) = node else {
            throw SettingsError(configuration: "\(place): 'name' \(expected)")
        }
        let name = scalar.string
        func isAlphanumeric(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber)
        }
        guard (1...longestName).contains(name.utf8.count),
            name.allSatisfy({ isAlphanumeric($0) || "-_.".contains($0) }),
            let first = name.first, let last = name.last, isAlphanumeric(first), isAlphanumeric(last)
        else {
            throw SettingsError(
                configuration: "\(place): 'name' \(expected) (got '\(VisibleText.clean(name, to: 100))')"
            )
        }
        guard !name.lowercased().hasPrefix("\(FleetFolder.indexName).") else {
            throw SettingsError(
                configuration:
                    "\(place): 'name' must not begin with '\(FleetFolder.indexName).', the name of the index's "
                    + "files (got '\(name)')"
            )
        }
        return name
    }

    private func refuseIncompleteness() throws(SettingsError) {
        func given(_ option: OptionDefinition) -> Bool { values[option]?.isEmpty == false }
        guard given(Settings.tenant.option) != given(Settings.input.option) else {
            throw SettingsError(configuration: "\(place): '\(name)' must have 'tenant', or 'input' for saved pages")
        }
        let keys = [Settings.apiKeyFile.option, Settings.apiKeyVariable.option].filter(given)
        if given(Settings.tenant.option), keys.count != 1 {
            throw SettingsError(
                configuration: "\(place): '\(name)' must have 'api-key-file' or 'api-key-variable', a key of its own"
            )
        }
    }

    // MARK: What would mix tenants up

    private static func refuseRepetitions(_ entries: [TenantEntry]) throws {
        var names: [String: TenantEntry] = [:]
        var tenants: [String: TenantEntry] = [:]
        var keys: [String: TenantEntry] = [:]
        for entry in entries {
            func refuse(_ what: String, _ other: TenantEntry) -> SettingsError {
                SettingsError(configuration: "\(entry.place): \(what) as in \(other.place); each tenant is listed once")
            }
            // Two names that differ in case only are one folder on some systems.
            if let other = names.updateValue(entry, forKey: entry.name.lowercased()) {
                throw refuse("the name '\(entry.name)' is the same", other)
            }
            if let text = entry.text(Settings.tenant) {
                let origin = try? TenantOrigin(UnicodeHost.encoded(text), allowInsecureHTTP: true)
                if let other = tenants.updateValue(entry, forKey: origin?.description ?? text) {
                    throw refuse("the tenant of '\(entry.name)' is the same", other)
                }
            }
            let file = entry.text(Settings.apiKeyFile).map {
                "file " + URL(fileURLWithPath: $0).standardizedFileURL.path
            }
            let variable = entry.text(Settings.apiKeyVariable).map { "variable " + $0 }
            if let key = file ?? variable, let other = keys.updateValue(entry, forKey: key) {
                throw SettingsError(
                    configuration: "\(entry.place): '\(entry.name)' has the same key as '\(other.name)' in "
                        + "\(other.place); a key is sent to one tenant only"
                )
            }
        }
    }

    /// Throws when a common setting is one that each tenant must have for itself.
    static func refuseConflicts(
        _ entries: [TenantEntry],
        common values: [OptionDefinition: [SettingValue]]
    ) throws(SettingsError) {
        for option in own {
            guard let value = values[option]?.first else { continue }
            throw SettingsError(
                value,
                "'\(option.name)' belongs to a tenant: each in the list 'tenants' has its own"
            )
        }
    }

    /// The same for the command line and the environment.
    static func refuseConflicts(_ layers: SettingsLayers) throws(SettingsError) {
        for option in own {
            guard let value = layers.given(option).first else { continue }
            throw SettingsError(
                value,
                "does not go with a configuration file that lists tenants: each has its own '\(option.name)'; choose some "
                    + "of them with --only"
            )
        }
    }

    func text(_ setting: Setting<SettingValue?>) -> String? { values[setting.option]?.last?.text }
}
#endif
