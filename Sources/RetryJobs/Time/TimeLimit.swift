/// Runs work that must end in time.
///
/// `limit`: the time after which the work is cancelled. It must not ignore that for long: this returns when
/// it has ended.
/// - Returns: the work's result, or nil when the limit came first.
/// - Throws: what the work throws before the limit, and `CancellationError` when the task is cancelled.
package func withTimeLimit<Result: Sendable>(
    _ limit: Duration,
    _ work: @Sendable () async throws -> Result
) async throws -> Result? {
    let result = try await withoutActuallyEscaping(work) { work in
        try await withThrowingTaskGroup(of: Result?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            return try await group.next() ?? nil
        }
    }
    try Task.checkCancellation()
    return result
}
