#if LiveTenant
import Foundation

/// A folder of a user's own templates; for a file that it does not have, the built-in one serves.
struct TemplateFolder: Sendable {
    private let files: [TemplateFile.Name: TemplateFile]

    /// The names of the files that the folder has itself.
    var ownNames: [TemplateFile.Name] { TemplateFile.Name.allCases.filter { files[$0] != nil } }

    /// Reads and checks a folder; nil stands for none. Throws every fault of all its files at once, and when it holds
    /// no template, which is a mistake in its name.
    init(_ path: String?) throws(SettingsError) {
        guard let path else {
            files = [:]
            return
        }
        var files: [TemplateFile.Name: TemplateFile] = [:]
        var faults: [String] = []
        for name in TemplateFile.Name.allCases {
            do throws(TemplateFile.Unreadable) {
                guard let file = try TemplateFile(name, in: path) else { continue }
                files[name] = file
                faults += file.faults
            } catch {
                faults.append(error.description)
            }
        }
        guard faults.isEmpty else { throw SettingsError(configuration: faults.joined(separator: "\n")) }
        guard !files.isEmpty else {
            let names = TemplateFile.Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError(
                configuration: "\(path): holds no template (\(names)); "
                    + "'retry-report template export \(path)' writes the built-in ones there"
            )
        }
        self.files = files
    }

    /// The folder's template of that name, or the built-in one.
    func file(_ name: TemplateFile.Name) -> TemplateFile {
        own(name) ?? TemplateFile(builtIn: name)
    }

    /// The folder's template of that name, if it has one.
    func own(_ name: TemplateFile.Name) -> TemplateFile? { files[name] }

    /// Writes the built-in templates into a folder and gives their paths. Throws when a file of one of their names is
    /// there already, names all that are, and writes nothing then.
    static func export(to path: String) throws(RunError) -> [String] {
        let places = TemplateFile.Name.allCases.map { (name: $0, path: "\(path)/\($0.rawValue)") }
        // A link that leads nowhere is in the way, too.
        let inTheWay = places.filter { (try? FileManager.default.attributesOfItem(atPath: $0.path)) != nil }
        guard inTheWay.isEmpty else {
            throw RunError(
                .unwritable,
                inTheWay.map { "\($0.path): in the way" }.joined(separator: "\n")
                    + "\nnothing was written; choose another folder, or move what is in the way"
            )
        }
        var written: [String] = []
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for place in places {
                try Data(place.name.builtIn).write(to: URL(fileURLWithPath: place.path), options: .withoutOverwriting)
                written.append(place.path)
            }
        } catch {
            for path in written { try? FileManager.default.removeItem(atPath: path) }
            throw RunError(.unwritable, OutputError(path, "the templates can't be written", error).description)
        }
        return written
    }
}
#endif
