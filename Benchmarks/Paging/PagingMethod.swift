internal import ArgumentParser
internal import RetryJobs
internal import SampleTenant
internal import TinesRetryJobs
internal import TinesTenant

/// A way to read the whole set.
enum PagingMethod: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Page after page to the end, once: what most scripts do.
    case once
    /// Twice, which costs about what ours does.
    case twice
    /// Again and again until a pass brings no job that was not seen, five times at most.
    case untilNothingNew = "until-nothing-new"
    /// `TenantSource`.
    case ours

    /// Reads a tenant.
    func read(_ tenant: SampleTenant, concurrency: Int, perPage: Int = 500) async throws -> Outcome {
        let plain = PlainReading(tenant, perPage: perPage)
        return switch self {
        case .once: try await plain.run(mostSweeps: 1)
        case .twice: try await plain.run(mostSweeps: 2)
        case .untilNothingNew: try await plain.run(mostSweeps: 5)
        case .ours: try await Self.overlapping(tenant, concurrency: concurrency, perPage: perPage)
        }
    }

    /// What a reading found.
    struct Outcome: Sendable {
        var ids: Set<String> = []
        /// Jobs on all pages together.
        var received = 0
        /// Jobs without those whose id was seen before.
        var delivered = 0
        var sweeps = 0
        /// Nil where the method has no say on it.
        var isComplete: Bool?
        /// Nil where the method has no say on it.
        var isVerified: Bool?
        /// Why it is not complete, or not verified.
        var problems: [String] = []
    }

    /// Reads by `TenantSource`.
    static func overlapping(_ tenant: SampleTenant, concurrency: Int, perPage: Int = 500) async throws -> Outcome {
        var configuration = TenantSource.Configuration(
            tenant: try TenantOrigin(tenant.url),
            key: try APIKey("sample-key")
        )
        configuration.concurrency = concurrency
        configuration.perPage = perPage
        configuration.requestsPerMinute = 1_000_000
        configuration.timeout = .seconds(300)
        let seen = SeenIDs()
        let reading = try await TenantSource(configuration).read { await seen.take($0.jobs) }
        return Outcome(
            ids: await seen.ids,
            received: await seen.received,
            delivered: await seen.delivered,
            sweeps: reading.sweeps,
            isComplete: reading.isComplete,
            isVerified: reading.isComplete && reading.isVerified,
            problems: reading.problems.map(\.description)
        )
    }
}

/// The ids of the jobs on all pages so far.
actor SeenIDs {
    private(set) var ids: Set<String> = []
    private(set) var received = 0
    private(set) var delivered = 0

    func take(_ batch: JobBatch) {
        for job in batch.jobs { ids.insert(job.id.description) }
        received += batch.records.count + batch.repeated
        delivered += batch.records.count
    }
}
