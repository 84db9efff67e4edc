import RetryReport
import Testing

private func text(_ report: Report) throws -> String {
    String(decoding: try MarkdownRenderer().render(report), as: UTF8.self)
}

private struct Counter: ByteSink {
    var largest = 0
    var total = 0

    mutating func write(contentsOf bytes: [UInt8]) {
        largest = max(largest, bytes.count)
        total += bytes.count
    }
}

@Suite("The Markdown report") struct MarkdownRendererTests {
    @Test("the first lines are the title and the one sentence that matters")
    func headline() throws {
        let lines = try text(.sample).split(separator: "\n")
        #expect(lines[0] == "# Retry jobs")
        #expect(
            lines[1].hasPrefix(
                "**Possibly incomplete: 76 jobs are waiting for a retry, 43 more than 6 h ago, 8 of them muted; "
            )
        )
        let empty = try text(SampleReports.empty)
        #expect(empty.contains("\n**No jobs are waiting for a retry.**\n"))
        let incomplete = try text(SampleReports.incomplete)
        #expect(incomplete.contains("\n**Incomplete: "))
    }

    @Test("sections are in the order of their weight, and a list without jobs has none for them")
    func order() throws {
        func headings(_ report: Report) throws -> [Substring] {
            try text(report).split(separator: "\n").filter { $0.hasPrefix("## ") }.map { $0.dropFirst(3) }
        }
        let found = try headings(.sample)
        #expect(
            found == [
                "What changed", "What began together", "Figures", "What is failing", "Actions that fail most",
                "Stories",
                "Teams", "When jobs die", "Jobs", "Newest errors", "Dead jobs", "Workers", "Muted and accepted",
                "How it was read",
            ]
        )
        let ofNothing = try headings(SampleReports.empty)
        #expect(ofNothing == ["Figures", "How it was read"])
    }

    @Test("every table has a cell for each column in each row")
    func tables() throws {
        for report in [Report.sample, SampleReports.ordinary, SampleReports.incomplete, SampleReports.empty] {
            var columns: Int?
            for line in try text(report).split(separator: "\n", omittingEmptySubsequences: false) {
                guard line.hasPrefix("|") else {
                    columns = nil
                    continue
                }
                #expect(line.hasSuffix(" |"))
                let cells = line.replacing("\\|", with: "").count { $0 == "|" }
                #expect(cells == columns ?? cells, "\(line)")
                columns = cells
            }
            let gfm = try GFM(MarkdownRenderer().render(report))
            #expect(gfm.elements.count { $0 == "table" } >= 2)
        }
    }

    @Test("blank lines come one at a time, and the file ends with one line feed")
    func whiteSpace() throws {
        for report in [Report.sample, SampleReports.ordinary, SampleReports.incomplete, SampleReports.empty] {
            let text = try text(report)
            #expect(!text.contains("\n\n\n"))
            #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
            #expect(!text.contains(" \n"))
        }
    }

    @Test("a long report is written in chunks, with every job in it")
    func chunks() throws {
        let jobs = (0..<3000).map { RetryJob(id: .number($0), type: .agentReceive, errorClass: "E") }
        let report = SampleReports.build(jobs, limits: ReportLimits(jobsPerGroup: 0))
        var counter = Counter()
        let renderer = MarkdownRenderer(template: try .builtIn(), detail: .full)
        try renderer.render(report, to: &counter)
        #expect(counter.largest < 80_000)
        #expect(counter.total > 3 * counter.largest)
        let text = String(decoding: try renderer.render(report), as: UTF8.self)
        let rows = text.split(separator: "\n").count { $0.contains("no action") && $0.hasPrefix("| ") }
        #expect(rows == 3000)
    }

    @Test("the same report gives the same bytes, also when several are written at once")
    func determinism() async throws {
        let expected = try MarkdownRenderer().render(.sample)
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try MarkdownRenderer().render(.sample) } }
            for try await bytes in group { #expect(bytes == expected) }
        }
    }
}
