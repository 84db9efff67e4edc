import Foundation

/// Folders that must not be one and the same: a report among the pages would be read as a page the next time, or be
/// written in the place of one.
enum PathConflict {
    /// Throws ``SettingsError`` when two of a run's places are one.
    static func refuse(_ settings: RunSettings) throws(SettingsError) {
        guard let output = settings.outputFolder else { return }
        if let pages = settings.savePagesFolder, place(pages) == place(output) {
            throw SettingsError(
                usage: "--save-pages and --output name the same folder, \(output): give the pages one of their own"
            )
        }
        guard case .savedPages(let input) = settings.input, input != "-" else { return }
        if place(input) == place(output) {
            throw SettingsError(
                usage: "--input and --output name the same folder, \(output): reports among the pages would be read "
                    + "as pages; give the reports a folder of their own"
            )
        }
        let file = URL(fileURLWithPath: place(input))
        if file.deletingLastPathComponent().path == place(output), file.lastPathComponent.hasPrefix("\(settings.name).")
        {
            throw SettingsError(
                usage: "--input names a file that a report of --name \(settings.name) may be written over: "
                    + "choose another --name or --output"
            )
        }
    }

    /// A path without links and detours.
    private static func place(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
