import Foundation
import RetryReport

/// Where programs are looked for that write a format: a folder of their own, then the absolute folders of a search path.
package struct RendererPrograms: Sendable {
    private let folders: [String]

    /// - Parameters:
    ///   - folder: the folder that is looked into first; nil for none.
    ///   - searchPath: folders, separated by colons, as in `PATH`.
    package init(folder: String?, searchPath: String) {
        let own = folder.map { [URL(fileURLWithPath: $0).standardizedFileURL.path] } ?? []
        folders = own + ProgramFile.folders(of: searchPath)
    }

    /// A format's name and the program that writes it.
    package struct Found: Sendable, Hashable {
        package let name: String
        package let path: String
    }

    /// The program for a format; nil when there is none. A name that a format can't have is never looked for.
    package func program(for name: String) -> Found? {
        guard ReportFormat.isIdentifier(name) else { return nil }
        let path = folders.lazy.map { "\($0)/\(ExternalRenderer.prefix)\(name)" }.first(where: ProgramFile.isProgram)
        return path.map { Found(name: name, path: $0) }
    }

    /// The programs of all folders, by name; of several with one name the first.
    package func all() -> [Found] {
        var names: Set<String> = []
        for folder in folders {
            for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where file.hasPrefix(ExternalRenderer.prefix) {
                names.insert(String(file.dropFirst(ExternalRenderer.prefix.count)))
            }
        }
        return names.sorted().compactMap { program(for: $0) }
    }
}
