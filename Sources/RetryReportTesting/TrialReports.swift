import RetryReport

/// Reports that renderers are tried out on.
enum TrialReports {
    private static let now = Report.sample.generatedAt
    private static let allThereIs = Reading(source: "jobs", isComplete: true, isVerified: true)

    /// All of them, each with what it is.
    static var all: [(name: String, report: Report)] {
        [
            ("the sample report", .sample),
            ("a report without jobs", ReportBuilder(now: now).finish(reading: allThereIs)),
            ("an incomplete report", incomplete(complete)),
            ("a report of hostile text", hostile),
        ]
    }

    /// A report whose reading is complete and verified.
    static var complete: Report {
        var report = Report.sample
        report.reading.isVerified = true
        report.reading.problems = []
        return report
    }

    /// The same jobs, from a reading that is incomplete.
    static func incomplete(_ report: Report) -> Report {
        var report = report
        report.reading.isComplete = false
        report.reading.isVerified = false
        report.reading.problems = [Diagnostic(.error, "page.unreadable", "Page 3 could not be read in 6 attempts.")]
        return report
    }

    /// A large report that lists each of its jobs, in three groups.
    static let large = LargeTrial(jobs: 48_611, now: now, reading: allThereIs)
    /// The same with one more job.
    static let larger = LargeTrial(jobs: 48_612, now: now, reading: allThereIs)

    private static var hostile: Report {
        var builder = ReportBuilder(now: now)
        for (number, text) in hostileTexts.enumerated() {
            builder.add(
                RetryJob(
                    id: number % 2 == 0 ? .number(Int64(number)) : .text(text),
                    type: JobType(rawValue: text),
                    action: ActionReference(id: Int64(number), name: text),
                    retryCount: number % 25,
                    lastRetry: now.advanced(bySeconds: Int64(-60 * number)),
                    errorClass: text
                )
            )
        }
        return builder.finish(reading: allThereIs, title: hostileTexts.joined(separator: " "))
    }

    private static let hostileTexts = [
        "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "]]>", "</style>", "{{title}}", "{{{title}}}",
        "| a | b |\n| - | - |", "[x](javascript:alert(1))", "`````", "![](https://example.invalid/x.png)",
        "\u{202E}gnp.exe", "\u{0}\u{1}\u{7F}\u{85}\u{FFFE}", "line\r\nbreak", "\r\nBcc: nobody@example.invalid",
        "=cmd|'/c calc'!A1", "\u{1F6DF}\u{200D}\u{2640}", "\u{5D0}\u{5D1}", String(repeating: "long ", count: 2_000),
    ]
}

/// A large report as JSON: making it takes as long as a program takes to read it.
struct LargeTrial: Sendable {
    let jobs: Int
    /// The number of jobs in each group.
    let groups: [Int]
    let json: [UInt8]

    init(jobs: Int, now: Timestamp, reading: Reading) {
        var builder = ReportBuilder(now: now, limits: ReportLimits(jobsPerGroup: 0))
        let errorClasses = ["ArgumentError", "Net::ReadTimeout", "JSON::ParserError"]
        for number in 0..<jobs {
            builder.add(
                RetryJob(
                    id: .number(Int64(1_000_000 + number)),
                    type: .agentReceive,
                    action: ActionReference(id: Int64(number % 500), name: "Action \(number % 500)"),
                    retryCount: number % 25,
                    lastRetry: now.advanced(bySeconds: Int64(-number)),
                    errorClass: errorClasses[number % 7 % 3]
                )
            )
        }
        let report = builder.finish(reading: reading)
        self.jobs = report.totals.jobs
        groups = report.groups.map(\.count)
        var buffer = ByteBuffer()
        // A buffer takes everything.
        try? JSONRenderer().render(report, to: &buffer)
        json = buffer.bytes
    }
}
