#if LiveTenant
import Foundation
import RetryReport
import Yams

/// Settings from a YAML file: a mapping of the flags' names, without the hyphens before them.
enum ConfigurationFile {
    /// A configuration is a page of settings; more is a mistake or an attack.
    private static let largest = 1 << 20

    /// Reads a file. Throws ``SettingsError`` that names file, line and what would be right.
    static func read(_ path: String) throws -> [OptionDefinition: [SettingValue]] {
        let text: String
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            guard data.count <= largest else {
                throw SettingsError(configuration: "\(path): larger than 1 MiB; is this a configuration file?")
            }
            guard let decoded = String(data: data, encoding: .utf8) else {
                throw SettingsError(configuration: "\(path): not UTF-8 text; save it as UTF-8")
            }
            text = decoded
        } catch let error as SettingsError {
            throw error
        } catch {
            throw SettingsError(configuration: "\(path): can't be read; check that --config names a readable file")
        }
        return try parse(text, path: path)
    }

    static func parse(_ text: String, path: String) throws -> [OptionDefinition: [SettingValue]] {
        try refuseManyAliases(text, path: path)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw SettingsError(configuration: "\(path): invalid YAML: \(summary(of: error))")
        }
        guard let root else { return [:] }
        guard case .mapping(let mapping) = root else {
            throw SettingsError(
                configuration: "\(path): must be a list of 'name: value' lines, such as 'per-page: 500'"
            )
        }
        var values: [OptionDefinition: [SettingValue]] = [:]
        for (key, node) in mapping {
            let place = "\(path):\(key.mark?.line ?? 1)"
            guard let name = key.scalar?.string else {
                throw SettingsError(configuration: "\(place): a setting's name must be a plain word")
            }
            guard let option = Settings.all.first(where: { $0.name == name }) else { throw unknown(name, place) }
            // Nothing written behind the colon, or YAML's word for it: unset, as an empty variable is.
            if node.null == nil { values[option] = try texts(node, option, place) }
        }
        return values
    }

    /// An alias of a list of aliases of a list is a small file and a huge value, which takes years to compare. What
    /// looks like an anchor or an alias is counted, wherever it is: a file of settings needs none.
    private static func refuseManyAliases(_ text: String, path: String) throws {
        let most = 16
        let space = Set(" \t\r\n".utf8)
        let before = space.union(",[]{}:?-".utf8)
        let bytes = Array(text.utf8)
        let found = bytes.indices.count { place in
            (bytes[place] == UInt8(ascii: "*") || bytes[place] == UInt8(ascii: "&"))
                && (place == 0 || before.contains(bytes[place - 1]))
                && place + 1 < bytes.count && !space.contains(bytes[place + 1])
        }
        guard found <= most else {
            throw SettingsError(
                configuration: "\(path): more than \(most) anchors and aliases (&name, *name); "
                    + "settings need none: write each value where it belongs"
            )
        }
    }

    private static func texts(_ node: Node, _ option: OptionDefinition, _ place: String) throws -> [SettingValue] {
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
        let known = Settings.all.map(\.name)
        let shown = VisibleText.clean(name, to: 100)
        if let nearest = NearestNames.of(name, among: known).first {
            return SettingsError(configuration: "\(place): unknown setting '\(shown)'; did you mean '\(nearest)'?")
        }
        let all = known.joined(separator: ", ")
        return SettingsError(configuration: "\(place): unknown setting '\(shown)'; the settings are \(all)")
    }

    private static func summary(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let names, _):
            "a setting is given more than once: \(names.map { VisibleText.clean($0, to: 100) }.joined(separator: ", "))"
        default: "it could not be parsed"
        }
    }
}
#endif
