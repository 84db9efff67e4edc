import Foundation
import RetryReportKit

/// `embed PAGES`: reads saved pages, prints the chat message, and writes the browser page beside it.
@main struct Embed {
    static func main() async {
        guard let path = CommandLine.arguments.dropFirst().first else {
            print("usage: embed PAGES")
            exit(64)
        }
        do {
            try await report(path)
        } catch {
            print("embed: \(error)")
            exit(1)
        }
    }

    private static func report(_ path: String) async throws {
        let report = try await Report(reading: SavedPages(path: path), now: Timestamp(date: Date()))
        print(String(decoding: try ChatMessage().render(report), as: UTF8.self), terminator: "")
        try Data(try HTMLRenderer.page().render(report)).write(to: URL(filePath: "report.html"), options: .atomic)
    }
}
