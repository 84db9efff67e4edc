/// Answers a request with the body of an answer 200. Throws ``APIFailure``, or `CancellationError`.
package typealias APIFetch = @Sendable (APIRequest) async throws -> [UInt8]

/// A source of retry jobs that answers other requests besides, within the same limits.
package protocol AskingSource: Sendable {
    /// How long it reads at the most.
    var timeLimit: Duration { get }

    /// Makes the connection, calls `body` with what reads the jobs and what answers requests, and closes it.
    ///
    /// Both may be used at the same time, and neither after `body` has returned.
    func asking<Result: Sendable>(
        _ body: @Sendable (_ jobs: any RetryJobSource, _ fetch: @escaping APIFetch) async throws -> Result
    ) async throws -> Result
}
