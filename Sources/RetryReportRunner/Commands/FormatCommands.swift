#if LiveTenant
import ArgumentParser
import Foundation
import RetryReportKit
import RetryReportPrograms
import RetryReportTesting

/// Lists what `--format` takes.
struct FormatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats",
        abstract: "List the formats that --format takes, and those of programs in --renderers and PATH."
    )

    // The main job's options: the parser gives --renderers to it.
    @OptionGroup(visibility: .hidden) var options: RunOptions

    func run() async throws {
        try await CommandEnd.reaching {
            let layers = try RunProcess.layers(options.flags).all
            let programs = try RunSettings.rendererPrograms(layers, ProcessInfo.processInfo.environment)
            var registry = try RendererRegistry.standard()
            for program in programs.all() {
                do {
                    // A built-in name is taken, whatever the program says; it is not asked.
                    if (try? registry.entry(for: program.name)) != nil { throw RegistryError.taken(program.name) }
                    try registry.register(await ExternalRenderer(path: program.path))
                } catch {
                    Messages(.human).tell(
                        Diagnostic(.warning, "renderer.ignored", "'\(program.path)' is ignored: \(error)")
                    )
                }
            }
            Self.list(registry.entries.map(\.format))
        }
    }

    private static func list(_ formats: [ReportFormat]) {
        let rows = formats.map { ($0.identifier, "NAME.\($0.fileSuffix)", $0.summary) }
        let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
        for row in rows {
            print("\(Self.pad(row.0, widths.0))  \(Self.pad(row.1, widths.1))  \(row.2)")
        }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// Says which promises of a renderer a program keeps.
struct CheckRendererCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-renderer",
        abstract: "Try out a program retry-report-render-NAME; exit with 78 if it breaks a promise of a renderer."
    )

    @Argument(help: "The program.", completion: .file()) var program: String

    func run() async throws {
        try await CommandEnd.reaching {
            let renderer: ExternalRenderer
            do {
                renderer = try await ExternalRenderer(path: program)
            } catch {
                throw RunError(.configuration, "\(error)")
            }
            let format = renderer.format
            print("format \(format.identifier): NAME.\(format.fileSuffix), \(format.mediaType): \(format.summary)")
            let results = await RendererPromises.results(of: renderer)
            for result in results {
                print("\(result.broken.isEmpty ? "kept  " : "BROKEN")  \(result.promise.sentence)")
                for fault in result.broken { print("        \(VisibleText.clean(fault))") }
            }
            let broken = results.count { !$0.broken.isEmpty }
            guard broken > 0 else { return }
            throw RunError(
                .configuration,
                "'\(VisibleText.clean(program))' breaks \(broken) of \(results.count) promises"
            )
        }
    }
}
#endif
