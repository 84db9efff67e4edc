#if LiveTenant
import RetryReport
import Yams

/// Settings from a YAML file: a mapping of the flags' names, without the hyphens before them, and with `tenants` a list of
/// such mappings.
struct ConfigurationFile: Sendable {
    /// The settings of the run, which are common to all tenants.
    var values: [OptionDefinition: [SettingValue]] = [:]
    /// The tenants, at least one; nil when the file has no such list.
    var tenants: [TenantEntry]?

    /// No file.
    init() {}

    /// Reads a file. Throws ``SettingsError`` that names file, line and what would be right.
    init(_ path: String) throws {
        guard let root = try YAMLFile.root(path, option: "--config") else { return }
        guard case .mapping(let mapping) = root else {
            throw SettingsError(
                configuration: "\(path): must be a list of 'name: value' lines, such as 'per-page: 500'"
            )
        }
        for (key, node) in mapping {
            let place = "\(path):\(key.mark?.line ?? 1)"
            if key.scalar?.string == Self.tenants {
                tenants = try TenantEntry.list(node, path: path, place: place)
            } else {
                let option = try Self.option(key, place)
                values[option] = try Self.texts(node, option, place)
            }
        }
        if let tenants { try TenantEntry.refuseConflicts(tenants, common: values) }
    }

    private static let tenants = "tenants"

    /// The setting that a key names.
    static func option(_ key: Node, _ place: String) throws -> OptionDefinition {
        guard let name = key.scalar?.string else {
            throw SettingsError(configuration: "\(place): a setting's name must be a plain word")
        }
        guard let option = Settings.all.first(where: { $0.name == name }) else { throw unknown(name, place) }
        return option
    }

    /// The values of a setting; nil for nothing written behind the colon, or YAML's word for it: unset, as an empty
    /// variable is.
    static func texts(_ node: Node, _ option: OptionDefinition, _ place: String) throws -> [SettingValue]? {
        node.null == nil ? try values(node, option, place) : nil
    }

    private static func values(_ node: Node, _ option: OptionDefinition, _ place: String) throws -> [SettingValue] {
        func value(_ node: Node) throws -> SettingValue {
            guard case .scalar(let scalar) = node else {
                throw SettingsError(configuration: "\(place): '\(option.name)' must be a plain value")
            }
            guard !scalar.string.utf8.contains(0) else {
                throw SettingsError(configuration: "\(place): '\(option.name)' contains a zero byte; remove it")
            }
            let line = node.mark.map { "\(place.prefix(upTo: place.lastIndex(of: ":") ?? place.endIndex)):\($0.line)" }
            return SettingValue(text: scalar.string, layer: .file, place: line ?? place, name: option.name)
        }
        guard case .sequence(let sequence) = node else { return [try value(node)] }
        guard option.isList else {
            throw SettingsError(configuration: "\(place): '\(option.name)' takes one value, not a list")
        }
        return try sequence.map(value)
    }

    private static func unknown(_ name: String, _ place: String) -> SettingsError {
        if ["api-key", "key", "token", "tines-api-key", "TINES_API_KEY"].contains(name) {
            return SettingsError(
                configuration:
                    "\(place): a key does not belong in a configuration file; "
                    + "set TINES_API_KEY, or name a file that contains only the key with 'api-key-file'"
            )
        }
        let known = Settings.all.map(\.name) + [tenants]
        let shown = VisibleText.clean(name, to: 100)
        if let nearest = NearestNames.of(name, among: known).first {
            return SettingsError(configuration: "\(place): unknown setting '\(shown)'; did you mean '\(nearest)'?")
        }
        let all = known.joined(separator: ", ")
        return SettingsError(configuration: "\(place): unknown setting '\(shown)'; the settings are \(all)")
    }
}
#endif
