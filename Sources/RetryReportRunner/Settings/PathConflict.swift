#if LiveTenant
import Foundation

/// Folders that must differ: a report among the pages would be read as a page by the next run, or overwrite one.
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
