#if LiveTenant
internal import SampleTenant

/// One reading of a slow tenant whose set stands still.
struct SlowRun {
    static let header = """
        | at a time | pages | seconds | ratio | requests beyond the pages | allowed | vouched for |
        |---:|---:|---:|---:|---:|---:|---|
        """

    let pages: Int
    let latency: Int
    let concurrency: Int
    let seconds: Double
    let requests: Int
    let isVerified: Bool?

    static func measure(pages: Int, perPage: Int, latency: Int, concurrency: Int) async throws -> SlowRun {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = pages * perPage
        configuration.latency = latency
        configuration.oddShapes = false
        return try await SampleTenant.running(configuration) { tenant in
            let start = ContinuousClock.now
            let outcome = try await PagingMethod.overlapping(tenant, concurrency: concurrency, perPage: perPage)
            let time = ContinuousClock.now - start
            return SlowRun(
                pages: pages,
                latency: latency,
                concurrency: concurrency,
                seconds: time / .seconds(1),
                requests: tenant.log.count,
                isVerified: outcome.ids.count == pages * perPage ? outcome.isVerified : nil
            )
        }
    }

    var text: String {
        let ideal = Double(pages * latency) / Double(concurrency) / 1_000
        let ratio = (seconds / ideal * 1_000).rounded() / 1_000
        let vouched = isVerified.map { $0 ? "yes" : "no" } ?? "jobs are missing"
        return "| \(concurrency) | \(pages) | \(MovingRow.tenths(seconds)) | \(ratio) | \(requests - pages) "
            + "| \(concurrency + pages / 20) | \(vouched) |"
    }
}
#endif
