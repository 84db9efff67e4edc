#if LiveTenant
import RetryReportKit

/// Saved pages that must be there in time: the writer of a pipe may never start, or never end. A tenant's source keeps
/// its own time limit, since it can still report what it has read.
struct TimeLimitedPages: RetryJobSource {
    let pages: SavedPages
    let limit: Duration

    func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading {
        guard let reading = try await withTimeLimit(limit, { try await pages.read(deliver) }) else {
            throw RunError(
                .temporary,
                "--input: not read to its end in \(limit.components.seconds) s (--timeout); nothing was published"
            )
        }
        return reading
    }
}
#endif
