#if LiveTenant
import Foundation
import RetryReportKit
import Testing

@Suite("The examples") struct ExamplesTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples").path

    /// HTML as its structure: libxml2's versions quote and break lines each in its own way.
    private func canonical(_ path: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/xmllint")
        process.arguments = ["--nonet", "--c14n", path]
        let output = Pipe()
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            Issue.record("xmllint is missing: apt-get install libxml2-utils")
            throw error
        }
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return data
    }

    @Test("the reports are what the program makes of the pages today; scripts/examples makes them anew")
    func reports() throws {
        let scratch = try Scratch()
        let formats = StandardRenderers.formats.flatMap { ["--format", $0.identifier] }
        let result = try Program().run(
            [
                "--input", "examples/pages", "--now", "2026-09-21T14:13:20Z", "--name", "example",
                "--title", "Retry jobs of acme", "--mail-from", "Retry reports <reports@example.com>", "--mail-to",
                "ops@example.com", "--output", scratch.path,
            ] + formats,
            folder: URL(fileURLWithPath: Self.folder).deletingLastPathComponent()
        )
        #expect(result.status == 0, "\(result.errors)")
        let names = try scratch.names()
        for name in names {
            let kept = "\(Self.folder)/reports/\(name)"
            if name.hasSuffix(".html") {
                let (made, example) = (try canonical("\(scratch.path)/\(name)"), try canonical(kept))
                #expect(made == example, "\(name)")
            } else {
                let made = try scratch.bytes(name)
                let example = try Data(contentsOf: URL(fileURLWithPath: kept))
                #expect(made == example, "\(name)")
            }
        }
        #expect(Set(names) == Set(StandardRenderers.formats.map { "example.\($0.fileSuffix)" }))
    }

    @Test("the configuration file is understood: only the key is missing") func settings() throws {
        let result = try Program().run("--config", "\(Self.folder)/settings.yaml")
        #expect(result.status == 78)
        #expect(result.errors.contains("no API key"))
    }
}
#endif
