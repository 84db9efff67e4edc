#if LiveTenant
import Foundation
import ReportTemplates
import RetryReport
import RetryReportHTML

/// A template: its bytes, and what messages call it.
struct TemplateFile: Sendable {
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

        /// The most KiB that it may have, more than ten times what the built-in one has: reading a Mustache template
        /// takes a time that grows with the square of its size.
        var mostKiB: Int {
            switch self {
            case .report, .email: 1024
            case .markdown: 64
            }
        }
    }

    /// Why a file is no template, in a sentence that begins with its path.
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
        case .markdown: markdownFaults
        }
    }

    private var markdownFaults: [String] {
        do {
            _ = try MarkdownTemplate(bytes, name: name)
            return []
        } catch {
            return [error.description]
        }
    }
}
#endif
