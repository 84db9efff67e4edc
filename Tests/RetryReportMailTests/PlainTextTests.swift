import RetryReport
import RetryReportMail
import TestSupport
import Testing

@Suite("The text for readers without HTML") struct PlainTextTests {
    private func lines(_ report: Report) async throws -> [String] {
        try await Mails.parsed(report).text("text/plain").split(separator: "\r\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    @Test("begins with the headline and says what to open first, what dies next and where the rest is")
    func contents() async throws {
        let text = try await lines(.sample).joined(separator: "\n")
        #expect(text.hasPrefix("Possibly incomplete: 76 jobs are waiting for a retry"))
        for words in [
            "https://acme.tines.com/\n", "Open first: ", "Dies next:  ", "Figures\n-------\n",
            "What is failing\n---------------\n", "AgentReceiveJob: 64 jobs, 84.2 %\n", "Actions that fail most\n",
            "Story Phishing triage, team Detection, owner Ada Example.\n", "Stories\n-------\n", "Teams\n-----\n",
            "Dead jobs:  4 jobs are dead",
            "- All workers are busy and jobs wait for one", "When jobs die\n", "How it was read\n",
            "See the published report.", "≈ marks",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test("its tables are aligned: numbers end, and names begin, in one column") func alignment() async throws {
        let rows = try await lines(.sample).drop { $0 != "Actions that fail most" }.dropFirst(2).prefix(12)
        #expect(
            Array(rows) == [
                "  Jobs   Share  In 24 h  In 7 d  Action",
                "    23  30.3 %        –       –  Parse scanner output (id 77105)",
                "                                 Story Case handling, team Response",
                "                       https://acme.tines.com/stories/4102?actions=77105",
                "     9  11.8 %        –       –  action (id 1204)",
                "     9  11.8 %        –       –  Enrich IP with reputation (id 88214)",
                "                                 Story Phishing triage, team Detection,",
                "                                 owner Ada Example",
                "                       https://acme.tines.com/stories/4101?actions=88214",
                "     8  10.5 %        –       1  Look up user in directory (id 88217)",
                "                                 Story Phishing triage, team Detection,",
                "                                 owner Ada Example",
            ]
        )
    }

    @Test("an empty set takes few lines, without empty tables") func empty() async throws {
        let lines = try await lines(Mails.report())
        #expect(lines.first == "No jobs are waiting for a retry.")
        #expect(!lines.contains("Figures"))
        #expect(lines.count < 15)
    }

    @Test(
        "no line is wider than 72 columns, with any names",
        arguments: ["x", "日本語", "👩‍👩‍👧‍👦", "many words ", "e\u{301}\u{302}", "שלום "]
    )
    func width(unit: String) async throws {
        for line in try await lines(Report(everywhere: String(repeating: unit, count: 200))) {
            // Wide letters take two columns, so this is less than what is promised, and needs no table of widths.
            #expect(Isolates.removed(from: line).count <= 72, "\(line)")
        }
    }

    @Test("no line ends between a number and its unit") func units() async throws {
        let messages = try (1...40).map { length in
            let jobs = (0..<length).map { number in
                RetryJob(
                    id: .number(Int64(number)),
                    type: .agentReceive,
                    action: ActionReference(id: Int64(number % 3), name: String(repeating: "n", count: length)),
                    retryCount: number % 25,
                    lastRetry: Mails.now.advanced(bySeconds: -Int64(number) * 3_500),
                    errorClass: String(repeating: "E", count: length)
                )
            }
            return try Mails.bytes(Mails.report(jobs))
        }
        for mail in try await ParsedMail.many(messages) {
            let text = mail.text("text/plain")
            #expect(text.contains("in ≈ "))
            #expect(text.firstMatch(of: /[0-9≈]\r\n *(s|min|h|d|mo|y|%)\b/) == nil, "\(text)")
        }
    }

    @Test("a name can't make a link, nor a line of its own") func links() async throws {
        let text = try await Mails.parsed(Report(everywhere: "evil.example.com\n\nPay now")).text("text/plain")
        #expect(!text.contains("evil.example.com"))
        // A long line may wrap before these words, but they never have a line to themselves.
        #expect(!text.split(separator: "\r\n").contains("Pay now"))
    }
}
