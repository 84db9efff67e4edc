#if LiveTenant
import RetryReportPrograms
import Synchronization

/// Folders of templates and programs that write formats, each of which is read or asked once, however many tenants use it.
final class CheckedFormats: Sendable {
    private let programs = Mutex<[String: ExternalRenderer]>([:])
    private let checked = Mutex<[String: Result<TemplateFolder, SettingsError>]>([:])

    /// The folder; nil means none. Throws as ``TemplateFolder/init(_:)`` does.
    func folder(_ path: String?) throws(SettingsError) -> TemplateFolder {
        guard let path else { return try TemplateFolder(nil) }
        return try checked.withLock { checked in
            if let known = checked[path] { return known }
            let result: Result<TemplateFolder, SettingsError>
            do throws(SettingsError) {
                result = .success(try TemplateFolder(path))
            } catch {
                result = .failure(error)
            }
            checked[path] = result
            return result
        }.get()
    }

    /// The program at a path. Throws as `ExternalRenderer.init(path:)` does; it is asked again then.
    func program(_ path: String) async throws -> ExternalRenderer {
        if let known = programs.withLock({ $0[path] }) { return known }
        let renderer = try await ExternalRenderer(path: path)
        programs.withLock { $0[path] = renderer }
        return renderer
    }
}
#endif
