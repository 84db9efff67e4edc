import Foundation
import RetryReport
import RetryReportMail
import Subprocess
import TestSupport
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// SpamAssassin's local rules: no network, no database of learnt words.
private enum SpamFilter {
    static let path = "/usr/bin/spamassassin"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    struct Verdict {
        let score: Double
        /// The rules that gave points.
        let rules: String
    }

    /// What it says of each message: by one start, since reading the rules takes longer than all messages.
    static func verdicts(on messages: [[UInt8]]) async throws -> [Verdict] {
        let folder = try TemporaryFolder()
        let files = try messages.enumerated().map { try folder.write($1, to: "\($0).eml") }
        let options = [
            "--local", "--test-mode", "--cf=use_bayes 0", "--cf=clear_report_template", "--cf=fold_headers 0",
        ]
        let result = try await run(
            .path(FilePath(path)),
            arguments: Arguments(options + files),
            output: .string(limit: 32 << 20),
            error: .string(limit: 1 << 20)
        )
        let statuses = result.standardOutput
            .matches(of: /X-Spam-Status: [A-Za-z]+, score=(-?[0-9.]+) .* tests=(.*)/)
        try #require(statuses.count == messages.count)
        return try statuses.map { status in
            Verdict(score: try #require(Double(status.output.1)), rules: String(status.output.2))
        }
    }

    static func verdict(on message: [UInt8]) async throws -> Verdict {
        let verdicts = try await verdicts(on: [message])
        return try #require(verdicts.first)
    }
}

@Suite(
    "The score of a spam filter",
    .enabled(if: SpamFilter.isInstalled, "spamassassin is not installed: scripts/setup test installs it")
)
struct SpamFilterTests {
    @Test("is at most 0.1 for every kind of message") func score() async throws {
        var full = try Mails.settings(to: ["Ops <ops@example.com>", "second@example.com"])
        full.unsubscribe = try UnsubscribeLink("https://example.com/stop")
        full.isThreaded = true
        let incomplete = Reading(source: "https://acme.tines.com", tenant: try TenantOrigin("https://acme.tines.com"))
        let hebrew = String(repeating: "\u{5d0}\u{5d1} ", count: 20)
        let messages = [
            ("sample", try Mails.bytes()),
            ("all settings", try Mails.bytes(.sample, full, attachments: [JSONRenderer()])),
            ("no jobs", try Mails.bytes(Mails.report())),
            ("incomplete", try Mails.bytes(Mails.report(reading: incomplete), full)),
            ("other scripts", try Mails.bytes(Report(everywhere: hebrew))),
        ]
        let verdicts = try await SpamFilter.verdicts(on: messages.map(\.1))
        for ((name, _), verdict) in zip(messages, verdicts) {
            #expect(verdict.score <= 0.1, "\(name): \(verdict.rules)")
        }
    }

    @Test("is at most 0.1 for the example of the repository") func example() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "examples/reports/example.eml")
        let verdict = try await SpamFilter.verdict(on: Array(try Data(contentsOf: file)))
        #expect(verdict.score <= 0.1, "\(verdict.rules)")
    }

    @Test("rises for a message that hides its words, so that the filter is known to look") func bad() async throws {
        let message = String(decoding: try Mails.bytes(), as: UTF8.self)
        let hidden = message.replacing(
            "</body>",
            with: "<p style=3D\"color:#ffffff\">To end these mails, click</p></body>"
        )
        let verdict = try await SpamFilter.verdict(on: Array(hidden.utf8))
        #expect(verdict.score > 0.1)
    }
}
