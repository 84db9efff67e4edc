/// Finds the waiting jobs that may have died before the list of dead jobs was read, so that they may be on both lists.
///
/// Given the same jobs in the same order, two sieves take the same ones.
package struct NearDeathSieve: Sendable {
    /// More are not looked at, so that no tenant can fill the memory: the list of dead jobs is much shorter.
    private static let most = 200_000

    private let lastRetry: Int
    private var taken = 0

    init(_ schedule: RetrySchedule) {
        lastRetry = schedule.limit - 1
    }

    /// Whether a job may be dead by now: it can only die at its last retry, or at any one where the count is not known.
    package mutating func takes(_ record: JobRecord) -> Bool {
        guard taken < Self.most, record.knownRetryCount.map({ $0 >= lastRetry }) ?? true else { return false }
        taken += 1
        return true
    }
}
