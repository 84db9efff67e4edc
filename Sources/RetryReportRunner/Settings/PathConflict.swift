#if LiveTenant
import Foundation
import RetryJobs

/// Folders that must differ: a report among the pages would be read as a page by the next run, or overwrite one. And one
/// that was meant to be a file.
enum PathConflict {
    /// Throws ``SettingsError`` when two of a run's folders are the same.
    static func refuse(_ settings: RunSettings) throws(SettingsError) {
        guard let output = settings.outputFolder else { return }
        if let pages = settings.savePagesFolder, place(pages) == place(output) {
            throw SettingsError(
                usage: "--save-pages and --output name the same folder, \(output): give the pages one of their own"
            )
        }
        guard case .savedPages(let inputs) = settings.input else { return }
        for input in inputs where input != "-" { try refuse(input, output, name: settings.name) }
    }

    /// How files are named that a report could be.
    private static let fileSuffixes: Set = [
        "html", "htm", "md", "markdown", "json", "ndjson", "csv", "eml", "txt", "pdf",
    ]

    /// Throws ``SettingsError`` when the folder that was given for reports is named like a file and is not there yet.
    static func refuse(fileName output: String) throws(SettingsError) {
        let suffix = URL(fileURLWithPath: output).pathExtension
        guard !output.hasSuffix("/"), fileSuffixes.contains(suffix.lowercased()),
            !FileManager.default.fileExists(atPath: output)
        else { return }
        throw SettingsError(
            usage: "--output names a folder, and \(VisibleText.clean(output, to: 200)) is named like a file: write one "
                + "format to a file with --format html --output - > FILE, or end the folder's name with /"
        )
    }

    private static func refuse(_ input: String, _ output: String, name: String) throws(SettingsError) {
        if place(input) == place(output) {
            throw SettingsError(
                usage: "--input and --output name the same folder, \(output): reports among the pages would be read "
                    + "as pages; give the reports a folder of their own"
            )
        }
        let file = URL(fileURLWithPath: place(input))
        if file.deletingLastPathComponent().path == place(output), file.lastPathComponent.hasPrefix("\(name).") {
            throw SettingsError(
                usage: "--input names a file that a report of --name \(name) may overwrite: "
                    + "choose another --name or --output"
            )
        }
    }

    /// A path without links and detours.
    private static func place(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
#endif
