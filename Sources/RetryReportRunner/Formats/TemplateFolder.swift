import Foundation
import ReportTemplates

/// A folder of a user's own templates; for a file that it does not have, the built-in one serves.
struct TemplateFolder: Sendable {
    /// The templates that there are, by the names of their files.
    enum Name: String, CaseIterable, Sendable {
        case report = "report.html"
        case email = "email.html"
        case markdown = "report.md.mustache"

        /// The template that is built in.
        var builtIn: [UInt8] {
            switch self {
            case .report: ReportTemplates.reportHTML
            case .email: ReportTemplates.emailHTML
            case .markdown: ReportTemplates.reportMarkdown
            }
        }
    }

    /// A template and what messages call it.
    struct File: Sendable {
        let bytes: [UInt8]
        let name: String
    }

    private let files: [Name: File]
    private static let largest = 4 << 20

    /// The names of the files that the folder has itself.
    var ownNames: [Name] { Name.allCases.filter { files[$0] != nil } }

    /// Reads the folder; nil stands for none. Throws when it holds no template, which is a mistake in its name.
    init(_ path: String?) throws {
        guard let path else {
            files = [:]
            return
        }
        var files: [Name: File] = [:]
        for name in Name.allCases {
            let place = "\(path)/\(name.rawValue)"
            guard FileManager.default.fileExists(atPath: place) else { continue }
            guard let handle = FileHandle(forReadingAtPath: place),
                let data = try? handle.read(upToCount: Self.largest + 1)
            else { throw SettingsError(configuration: "\(place): the template can't be read, or is empty") }
            guard data.count <= Self.largest else {
                throw SettingsError(configuration: "\(place): larger than 4 MiB; is this a template?")
            }
            files[name] = File(bytes: Array(data), name: place)
        }
        guard !files.isEmpty else {
            let names = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError(
                configuration: "\(path): holds no template (\(names)); "
                    + "'retry-report template export \(path)' writes the built-in ones there"
            )
        }
        self.files = files
    }

    /// The folder's template of that name, or the built-in one.
    func file(_ name: Name) -> File {
        files[name] ?? File(bytes: name.builtIn, name: name.rawValue)
    }
}
