#if LiveTenant
/// The waiting and the dead jobs, and what can happen to one of them.
///
/// It also keeps book for the judge: a job that is away at a moment at which a page is served was not present
/// throughout, and neither was one that came later.
struct JobLists: Sendable {
    /// The retry set, by next retry.
    private(set) var waiting: SortedJobs
    /// The dead set, by time of death.
    private(set) var dead: SortedJobs
    private var factory: JobFactory
    /// What became of each job.
    var log = JobLog()
    /// When the last page was served, in microseconds since 1970.
    private var lastServed = Int64.min

    /// Jobs somewhere on their way at `now` (microseconds since 1970), and dead ones.
    init(jobs: Int, deadJobs: Int, seed: UInt64, oddShapes: Bool, now: Int64) {
        var factory = JobFactory(seed: seed, oddShapes: oddShapes)
        var records: [TenantJob] = []
        records.reserveCapacity(jobs)
        for _ in 0..<jobs { records.append(factory.midway(now: now)) }
        waiting = SortedJobs(records)
        self.factory = factory
        // Dead jobs are older than waiting ones, and their draws leave those of the waiting ones as they are.
        var deadFactory = JobFactory(seed: seed, oddShapes: oddShapes, firstID: 7_400_000, place: 5)
        dead = SortedJobs((0..<deadJobs).map { _ in deadFactory.dead(now: now) })
    }

    /// The list that an endpoint serves.
    func list(_ endpoint: SampleTenant.Endpoint) -> SortedJobs {
        endpoint == .deadJobs ? dead : waiting
    }

    /// Says that a page is served at `now`: jobs that are away at this moment were not present throughout.
    mutating func serve(at now: Int64) {
        lastServed = max(lastServed, now)
    }

    /// Takes the waiting job at `offset` out to be retried; `nil` past the end.
    mutating func take(at offset: Int, now: Int64) -> TenantJob? {
        guard var job = waiting.remove(at: offset) else { return nil }
        job.failedAt = now
        return job
    }

    /// Puts a job that was taken out back with a higher retry count and a later retry, or among the dead after its
    /// last retry.
    mutating func fail(_ job: TenantJob, now: Int64) {
        // `take` wrote down when the job left.
        let wasAway = lastServed >= job.failedAt
        var again = factory.retried(job, now: now)
        if wasAway { again.presentSinceStart = false }
        let isWaiting = again.retryCount < JobFactory.retryLimit
        log.add(isWaiting ? .failed(retryCount: Int(again.retryCount)) : .died, again, at: now)
        if isWaiting {
            waiting.insert(again)
        } else {
            again.presentSinceStart = false
            dead.insert(again)
        }
    }

    /// Notes that a job which was taken out succeeded.
    mutating func succeed(_ job: TenantJob, now: Int64) {
        log.add(.recovered, job, at: now)
    }

    /// Adds a job that failed for the first time.
    mutating func enterNew(now: Int64) {
        enter(factory.firstFailure(now: now), now: now)
    }

    /// Adds a job with any retry count, anywhere in the set.
    mutating func enterMidway(now: Int64) {
        enter(factory.midway(now: now), now: now)
    }

    /// Adds a new job with a score of the caller's choice.
    mutating func enterNew(score: Int64, now: Int64) {
        var job = factory.firstFailure(now: now)
        job.score = score
        enter(job, now: now)
    }

    /// Deletes the waiting job at `offset`, if there is one.
    mutating func delete(at offset: Int, now: Int64) {
        if let job = waiting.remove(at: offset) { log.add(.removed, job, at: now) }
    }

    /// Deletes all waiting jobs.
    mutating func deleteAll(now: Int64) {
        for job in waiting.removeAll() { log.add(.removed, job, at: now) }
    }

    /// Retries all waiting jobs at once, by hand: all of them fail again.
    mutating func retryAll(now: Int64) {
        for job in waiting.removeAll() { failAtOnce(job, now: now) }
    }

    /// Retries the waiting job at `offset` by hand: it fails again at once.
    mutating func retry(at offset: Int, now: Int64) {
        if let job = waiting.remove(at: offset) { failAtOnce(job, now: now) }
    }

    /// No page is served between its leaving and its coming back, even where both have the time of the last page.
    private mutating func failAtOnce(_ job: TenantJob, now: Int64) {
        var job = job
        job.failedAt = max(now, lastServed + 1)
        fail(job, now: now)
    }

    private mutating func enter(_ job: TenantJob, now: Int64) {
        log.add(.entered, job, at: now)
        var job = job
        job.presentSinceStart = false
        waiting.insert(job)
    }
}
#endif
