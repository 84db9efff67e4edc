import RetryReport

/// What became of retries, by the group and the count of the jobs that were retried.
struct OutcomeTally: Sendable {
    struct Key: Hashable, Sendable {
        /// The group's number in the database.
        var group: Int32
        /// The retry count that the job had when it was seen last.
        var retries: Int16
    }

    struct Counts: Hashable, Sendable {
        /// Jobs that recovered with their retry after this count, at the latest.
        var recovered = 0
        /// Jobs that died, seen last with this count.
        var died = 0
        /// Retries that failed, of jobs that had this count.
        var failed = 0
    }

    private(set) var counts: [Key: Counts] = [:]

    /// Takes in a job that recovered after a number of retries at the latest, or with -1 takes back one that was said to.
    mutating func add(recovered job: JobState, after retries: Int, _ number: Int) {
        let count = Int16(clamping: Int(job.retryCount) + retries - 1)
        counts[Key(group: job.group, retries: count), default: Counts()].recovered += number
    }

    /// Takes in a job that died: all the retries that it had left up to a limit failed, none with 0.
    mutating func add(died job: JobState, limit: Int) {
        counts[Key(group: job.group, retries: job.retryCount), default: Counts()].died += 1
        add(failuresOf: job, until: Int16(limit), limit: limit)
    }

    /// Takes in the retries that failed until a job had a higher count.
    mutating func add(failuresOf job: JobState, until count: Int16, limit: Int) {
        let end = min(Int(count), limit)
        guard job.retryCount >= 0, Int(job.retryCount) < end else { return }
        for retries in Int(job.retryCount)..<end {
            counts[Key(group: job.group, retries: Int16(retries)), default: Counts()].failed += 1
        }
    }
}
