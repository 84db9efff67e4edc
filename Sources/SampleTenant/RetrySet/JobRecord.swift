/// One job of the set in 40 bytes; its JSON is made when a page is served.
struct JobRecord: Sendable, Equatable {
    /// What identifies the job; the text that the wire carries follows from it and from `shape`.
    var id: UInt64
    /// When the job runs again, in microseconds since 1970: the order of the set.
    var nextRetry: Int64
    /// When it was last retried, in microseconds since 1970; `nil` is spelled 0 to stay small.
    var lastRetry: Int64
    var action: UInt32
    var errorClass: UInt16
    var type: UInt8
    var retryCount: UInt8
    var shape: OddShape = .documented
    /// Whether the job has been in the set without a gap since before the first page was served.
    var presentSinceStart = true

    /// The order of the set: by next retry, ties by id, as a sorted set with unique members has it.
    func precedes(_ other: JobRecord) -> Bool {
        nextRetry == other.nextRetry ? id < other.id : nextRetry < other.nextRetry
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
