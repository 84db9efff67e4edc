import RetryReport

/// A small report with given titles and names.
enum SampleData {
    static func report(
        title: String,
        name: String = "Webhook",
        source: String = "fuzz",
        tenant: TenantOrigin? = nil
    ) -> Report {
        var builder = ReportBuilder(now: Timestamp(microseconds: 1_790_000_000_000_000))
        for number in 1...3 {
            builder.add(
                RetryJob(
                    id: .number(Int64(number)),
                    type: JobType(rawValue: name),
                    action: ActionReference(id: 7, name: name),
                    eventIDs: [1],
                    retryCount: number,
                    lastRetry: Timestamp(microseconds: 1_789_999_000_000_000),
                    errorClass: name
                )
            )
        }
        return builder.finish(
            reading: Reading(source: source, tenant: tenant, isComplete: true, isVerified: true),
            title: title,
            generator: "fuzz"
        )
    }
}
