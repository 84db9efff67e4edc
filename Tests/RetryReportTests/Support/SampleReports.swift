import RetryReport

/// Reports that the renderers' tests share.
enum SampleReports {
    static let now = Timestamp(microseconds: 1_790_000_000_000_000)

    static func build(
        _ jobs: [RetryJob],
        reading: Reading = Reading(source: "jobs", isComplete: true, isVerified: true),
        title: String = "Retry jobs",
        limits: ReportLimits = ReportLimits()
    ) -> Report {
        var builder = ReportBuilder(now: now, limits: limits)
        builder.add(JobBatch(jobs: jobs))
        return builder.finish(reading: reading, title: title)
    }

    static let empty = build([])

    static let incomplete = build(
        varied,
        reading: Reading(
            source: "https://acme.tines.com",
            tenant: try? TenantOrigin("https://acme.tines.com"),
            pagesRead: 3,
            sweeps: 2,
            countAtStart: 0,
            countAtEnd: 7,
            isComplete: false,
            isVerified: false,
            problems: [Diagnostic(.error, "test", "page 4 kept failing")]
        )
    )

    static let ordinary = build(
        varied,
        reading: Reading(
            source: "https://acme.tines.com",
            tenant: try? TenantOrigin("https://acme.tines.com"),
            isComplete: true,
            isVerified: true
        )
    )

    /// What jobs can be: with and without each of their parts, at the ends of their ranges.
    static let varied: [RetryJob] = [
        RetryJob(
            id: .number(1234),
            type: .agentReceive,
            action: ActionReference(id: 1, name: "Create ticket"),
            eventIDs: [42],
            retryCount: 24,
            lastRetry: now.advanced(byMicroseconds: -3_600_000_001),
            errorClass: "ArgumentError"
        ),
        RetryJob(
            id: .number(1235),
            type: .agentReceive,
            action: ActionReference(id: 1, name: "Create ticket"),
            eventIDs: [.min, 0, .max],
            retryCount: 5,
            lastRetry: now.advanced(bySeconds: -86_400 * 30),
            errorClass: "ArgumentError"
        ),
        RetryJob(
            id: .text("0123456789abcdef01234567"),
            type: .credentialRefresh,
            action: ActionReference(id: 1, name: nil)
        ),
        RetryJob(id: .number(.min), type: JobType(rawValue: ""), action: ActionReference(id: nil, name: "only a name")),
        RetryJob(
            id: .number(.max),
            type: .agentRunSchedule,
            retryCount: 99,
            lastRetry: now,
            errorClass: "Net::ReadTimeout"
        ),
        RetryJob(id: .text("9"), type: .agentReceive, action: ActionReference(id: 2, name: ""), retryCount: 0),
        RetryJob(id: .number(9), type: .agentReceive, retryCount: 8, lastRetry: now, errorClass: "Net::ReadTimeout"),
    ]
}
