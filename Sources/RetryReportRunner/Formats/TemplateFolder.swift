#if LiveTenant
import Foundation
import ReportTemplates
import RetryReport
import RetryReportHTML

/// A folder of a user's own templates; for a file that it does not have, the built-in one serves.
struct TemplateFolder: Sendable {
    private let files: [TemplateFile.Name: TemplateFile]

    /// The names of the files that the folder has itself.
    var ownNames: [TemplateFile.Name] { TemplateFile.Name.allCases.filter { files[$0] != nil } }

    /// Reads and checks a folder; nil means none. Throws every fault of all its files at once, and when it holds
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
                configuration: "\(path): contains no template (\(names)); "
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
        // A link that leads nowhere counts as a file, too.
        let existing = places.filter { (try? FileManager.default.attributesOfItem(atPath: $0.path)) != nil }
        guard existing.isEmpty else {
            throw RunError(
                .unwritable,
                existing.map { "\($0.path) already exists" }.joined(separator: "\n")
                    + "\nnothing was written; choose another folder, or move these files"
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

/// A template: its bytes, and what messages call it.
struct TemplateFile: Sendable {
    /// The templates that there are, by the names of their files.
    enum Name: String, CaseIterable, Sendable {
        case report = "report.html"
        case email = "email.html"
        case markdown = "report.md.mustache"
        case index = "index.html"
        case indexEmail = "index-email.html"
        case indexMarkdown = "index.md.mustache"

        /// The template that is built in.
        var builtIn: [UInt8] {
            switch self {
            case .report: ReportTemplates.reportHTML
            case .email: ReportTemplates.emailHTML
            case .markdown: ReportTemplates.reportMarkdown
            case .index: ReportTemplates.indexHTML
            case .indexEmail: ReportTemplates.indexEmailHTML
            case .indexMarkdown: ReportTemplates.indexMarkdown
            }
        }

        /// The most KiB that it may have, more than ten times what the built-in one has: reading a Mustache template
        /// takes a time that grows with the square of its size.
        var mostKiB: Int {
            switch self {
            case .report, .email, .index, .indexEmail: 1024
            case .markdown, .indexMarkdown: 64
            }
        }
    }

    /// Why a file is not a template, in a sentence that begins with its path.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// Which template it is.
    let kind: Name
    let bytes: [UInt8]
    /// A path, or the bare file name of a built-in one.
    let name: String

    /// The template that is built in.
    init(builtIn kind: Name) {
        self.kind = kind
        bytes = kind.builtIn
        name = kind.rawValue
    }

    /// Reads a folder's file of that name; nil when there is none.
    init?(_ kind: Name, in folder: String) throws(Unreadable) {
        let place = "\(folder)/\(kind.rawValue)"
        guard FileManager.default.fileExists(atPath: place) else { return nil }
        guard let handle = FileHandle(forReadingAtPath: place),
            let data = try? handle.read(upToCount: (kind.mostKiB << 10) + 1)
        else { throw Unreadable(description: "\(place): the template can't be read, or is empty") }
        guard data.count <= kind.mostKiB << 10 else {
            throw Unreadable(description: "\(place): larger than \(kind.mostKiB) KiB; is this a template?")
        }
        self.kind = kind
        bytes = Array(data)
        name = place
    }

    /// All that is wrong with it, a line each.
    var faults: [String] {
        switch kind {
        case .report: HTMLRenderer.faults(ofTemplate: bytes, name: name, kind: .page).map(\.description)
        case .email: HTMLRenderer.faults(ofTemplate: bytes, name: name, kind: .mail).map(\.description)
        case .index: FleetPage.faults(ofTemplate: bytes, name: name, kind: .page).map(\.description)
        case .indexEmail: FleetPage.faults(ofTemplate: bytes, name: name, kind: .mail).map(\.description)
        case .markdown: markdownFaults { () throws(TemplateError) in try MarkdownTemplate(bytes, name: name) }
        case .indexMarkdown:
            markdownFaults { () throws(TemplateError) in try MarkdownTemplate(ofIndex: bytes, name: name) }
        }
    }

    private func markdownFaults(_ check: () throws(TemplateError) -> MarkdownTemplate) -> [String] {
        do {
            _ = try check()
            return []
        } catch {
            return [error.description]
        }
    }
}
#endif
