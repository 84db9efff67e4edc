import Foundation
import RetryReportKit

/// `embed PAGES` reads saved pages, prints the chat message, and writes the browser page beside it. `embed` alone prints
/// the chat message of jobs in memory.
@main struct Embed {
    static func main() async {
        do {
            if let path = CommandLine.arguments.dropFirst().first {
                try await report(path)
            } else {
                print(try message(of: Report(rows: rows, now: Date())), terminator: "")
            }
        } catch {
            print("embed: \(error)")
            exit(1)
        }
    }

    private static func report(_ path: String) async throws {
        let report = try await Report(reading: SavedPages(path: path), now: Timestamp(date: Date()))
        print(try message(of: report), terminator: "")
        try Data(try HTMLRenderer.page().render(report)).write(to: URL(filePath: "report.html"), options: .atomic)
    }

    private static func message(of report: Report) throws -> String {
        String(decoding: try ChatMessage().render(report), as: UTF8.self)
    }

    private static let rows = [
        QueueRow(number: 1, step: "Look up host", retries: 3, lastRetry: Date() - 60, error: "Net::ReadTimeout"),
        QueueRow(number: 2, step: "Look up host", retries: 24, lastRetry: Date() - 300_000, error: "Net::ReadTimeout"),
    ]
}
