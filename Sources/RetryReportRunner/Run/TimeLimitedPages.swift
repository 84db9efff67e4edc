import RetryReportKit

/// Saved pages that must be there in time: whoever writes into a pipe may never come, or never end. A tenant's source
/// keeps its own time, since it can still tell what it read.
struct TimeLimitedPages: RetryJobSource {
    let pages: SavedPages
    let limit: Duration

    func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading {
        try await withoutActuallyEscaping(deliver) { deliver in
            try await withThrowingTaskGroup(of: Reading?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await pages.read(deliver) }
                group.addTask {
                    try await Task.sleep(for: limit)
                    return nil
                }
                guard case .some(.some(let reading)) = try await group.next() else {
                    throw RunError(
                        .temporary,
                        "--input: not read to its end in \(limit.components.seconds) s (--timeout); nothing was published"
                    )
                }
                return reading
            }
        }
    }
}
