import Logging
import TinesTenant

/// What a reading took, for the summary at its end.
struct ReadingWork: Sendable, Hashable {
    var pages = 0
    var jobs = 0
    /// After decompression.
    var bytes = 0
    var seconds = 0.0
    /// Nil for saved pages, as the two that follow.
    var requests: Int?
    var retries: Int?
    var sweeps: Int?

    /// Takes over what only a live tenant has.
    mutating func add(_ progress: ReadingProgress) {
        bytes = progress.bytes
        requests = progress.requests
        retries = progress.retries
        sweeps = progress.sweeps
    }

    /// As a log line has it.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "pages": "\(pages)", "jobs": "\(jobs)", "bytes": "\(bytes)",
            "seconds": "\((seconds * 1_000).rounded() / 1_000)",
        ]
        for (name, value) in [("requests", requests), ("retries", retries), ("sweeps", sweeps)] {
            if let value { metadata[name] = "\(value)" }
        }
        return metadata
    }
}
