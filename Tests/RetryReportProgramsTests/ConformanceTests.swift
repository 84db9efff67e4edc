import Foundation
import RetryReportPrograms
import RetryReportTesting
import TestSupport
import Testing

@Suite("What programs that write formats promise") struct ConformanceTests {
    private static let examples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples/renderers").path

    private func broken(_ path: String) async throws -> [RendererPromise: [String]] {
        let results = await RendererPromises.results(of: try await ExternalRenderer(path: path))
        #expect(results.count == 6)
        return Dictionary(uniqueKeysWithValues: results.filter { !$0.broken.isEmpty }.map { ($0.promise, $0.broken) })
    }

    @Test func `the example in Python keeps every promise`() async throws {
        let broken = try await broken("\(Self.examples)/retry-report-render-team-slack")
        #expect(broken == [:])
    }

    @Test func `the example in C++ keeps every promise`() async throws {
        let folder = try TemporaryFolder()
        let program = folder.file("retry-report-render-icinga")
        let compiler = try Process.run(
            URL(filePath: "/usr/bin/env"),
            arguments: [
                "c++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-o", program, "\(Self.examples)/icinga.cpp",
                "-lsimdjson",
            ]
        )
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        let broken = try await broken(program)
        #expect(broken == [:])
    }

    /// A program in Python whose main part is given; `r` is the report.
    private func broken(by program: String) async throws -> Set<RendererPromise> {
        let folder = try TemporaryFolder()
        let path = try folder.executable(
            "retry-report-render-trial",
            """
            #!/usr/bin/python3 -IS
            import json, os, sys
            if sys.argv[1:] == ['--describe']:
                print('{"suffix": "trial.txt", "media_type": "text/plain", "summary": "a trial"}')
                sys.exit()
            text = sys.stdin.read()
            \(program)
            """
        )
        return Set(try await broken(path).keys)
    }

    @Test(arguments: [
        ("print(json.loads(text)['totals']['jobs'], text.count('is_complete\": true'))", []),
        ("r = json.loads(text); print(r['totals']['jobs'])", [RendererPromise.incomplete]),
        ("r = json.loads(text); print(r['reading']['is_complete'], 'some jobs')", [.counts]),
        ("r = json.loads(text); print(r['totals']['jobs'], r['reading']['is_complete'], os.getpid())", [.sameBytes]),
        ("json.loads(text); sys.stdout.write(text + '\\x1b[31m')", [.cleanText]),
        ("json.loads(text); sys.stdout.flush(); os.write(1, text.encode() + b'\\xff')", [.cleanText]),
        ("print(text, end='')", [.damagedInput]),
        ("r = json.loads(text); r['groups']; print(text)", [.everyReport]),
        ("r = json.loads(text); r['types'][0]; print(text)", [.everyReport]),
    ])
    func `each broken promise is found, and no other`(program: String, broken: [RendererPromise]) async throws {
        let found = try await self.broken(by: program)
        #expect(found == Set(broken))
    }
}
