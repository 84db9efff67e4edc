#if LiveTenant
import Foundation
import RetryReport
import Yams

/// A YAML file that a user wrote, within limits that no honest one reaches.
enum YAMLFile {
    /// A page of settings or rules; more is a mistake or an attack.
    private static let largest = 1 << 20

    /// The root of a file, nil when it is empty. Throws ``SettingsError`` that names file, line and what would be right;
    /// `option` is the one that named the file.
    static func root(_ path: String, option: String) throws -> Node? {
        let text = try text(path, option: option)
        try refuseManyAliases(text, path: path)
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw SettingsError(configuration: "\(path): invalid YAML: \(summary(of: error))")
        }
    }

    private static func text(_ path: String, option: String) throws -> String {
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            data = try file.read(upToCount: largest + 1) ?? Data()
        } catch {
            throw SettingsError(configuration: "\(path): can't be read; check that \(option) names a readable file")
        }
        guard data.count <= largest else {
            throw SettingsError(configuration: "\(path): larger than 1 MiB; is this the file that \(option) means?")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw SettingsError(configuration: "\(path): not UTF-8 text; save it as UTF-8")
        }
        return text
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

    private static func summary(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let names, _):
            "a name is given more than once: \(names.map { VisibleText.clean($0, to: 100) }.joined(separator: ", "))"
        default: "it could not be parsed"
        }
    }
}
#endif
