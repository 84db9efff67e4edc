/// One job in 40 bytes; its JSON is written when a page is served.
struct TenantJob: Sendable, Equatable {
    /// What identifies the job; the text on the wire follows from it and from `shape`.
    var id: UInt64
    /// The score in its list, in microseconds since 1970: when a waiting job is retried, when a dead one died.
    var score: Int64
    /// When the job failed last, in microseconds since 1970.
    var failedAt: Int64
    var action: UInt32
    var errorClass: UInt16
    var type: UInt8
    var retryCount: UInt8
    var shape: OddShape = .documented
    /// Whether the job was in its list at each moment at which a page was served.
    var presentSinceStart = true

    /// When the job was retried last, in microseconds since 1970; `nil` before the first retry.
    var lastRetry: Int64? { retryCount == 0 ? nil : failedAt }

    /// The order of a sorted set: by score, ties by id.
    func precedes(_ other: TenantJob) -> Bool {
        score == other.score ? id < other.id : score < other.score
    }
}

/// The one way in which a job departs from the documented shape, if any.
enum OddShape: UInt8, Sendable, CaseIterable {
    case documented
    case idIsJID, idIsUUID
    case eventsAreAnArray, eventsAreNull, eventsAreAbsent
    case retryCountIsText, retryCountIsAbsent
    case lastRetryIsMilliseconds, lastRetryIsISO8601, lastRetryIsText, lastRetryIsNull, lastRetryIsAbsent
    case errorClassIsEmpty, errorClassIsNull, errorClassIsAbsent
    case agentIsNull, agentIsAbsent, agentIsText, agentHasNoName
    case hasUnknownField
}
