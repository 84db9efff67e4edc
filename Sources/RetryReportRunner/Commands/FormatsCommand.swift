#if LiveTenant
import ArgumentParser
import RetryReportKit

/// Lists what `--format` takes.
struct FormatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats",
        abstract: "List the formats that --format takes."
    )

    func run() async throws {
        let rows = StandardRenderers.formats.map { ($0.identifier, "NAME.\($0.fileSuffix)", $0.summary) }
        let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
        for row in rows {
            print("\(Self.pad(row.0, widths.0))  \(Self.pad(row.1, widths.1))  \(row.2)")
        }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
#endif
