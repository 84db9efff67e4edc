/// A repair of a job that was not in its documented shape. It names the field, what was found and what was made of it,
/// and never contains data.
public enum Repair: String, Sendable, Hashable, Codable, CaseIterable {
    /// `id` was a number written as a text, or with decimals that are zero.
    case idReadAsNumber = "id-read-as-number"
    /// `id` was an integer of more than 64 bits; its digits are kept as a text.
    case idKeptAsText = "id-kept-as-text"
    /// `type` was absent, null or not a text; the job counts under an empty type.
    case typeMissing = "type-missing"
    /// `agent` was a number written as a text.
    case actionIDReadFromText = "action-id-read-from-text"
    /// `agent` was an object without a number, or a text that is not a number; only the name is known.
    case actionIDMissing = "action-id-missing"
    /// `agent` was of a kind that can't name an action; the job counts as one without an action.
    case actionUnreadable = "action-unreadable"
    /// `events` was a list.
    case eventsReadFromList = "events-read-from-list"
    /// `events`, or an element of it, was not an event number and was dropped.
    case eventUnreadable = "event-unreadable"
    /// `retry_count` was a number written as a text, or with decimals that are zero.
    case retryCountReadAsNumber = "retry-count-read-as-number"
    /// `retry_count` was absent, null, negative or not a number; the count is unknown.
    case retryCountMissing = "retry-count-missing"
    /// `last_retry` was in milliseconds, or finer, instead of seconds.
    case lastRetryReadAsMilliseconds = "last-retry-read-as-milliseconds"
    /// `last_retry` was a number written as a text.
    case lastRetryReadFromText = "last-retry-read-from-text"
    /// `last_retry` was an ISO 8601 text.
    case lastRetryReadFromISO8601 = "last-retry-read-from-iso8601"
    /// `last_retry` was not a time between the years 1970 and 9999; the time is unknown.
    case lastRetryUnreadable = "last-retry-unreadable"
    /// `error_class` was not a text; the job counts as one without an error class.
    case errorClassUnreadable = "error-class-unreadable"

    /// What was found and what was made of it, as a sentence for people.
    public var explanation: String {
        switch self {
        case .idReadAsNumber: "id was a text or had decimals; read as a number"
        case .idKeptAsText: "id was an integer of more than 64 bits; kept as a text"
        case .typeMissing: "type was missing; counted under an empty type"
        case .actionIDReadFromText: "agent was a text; read as the action's number"
        case .actionIDMissing: "agent had no number; the action is known by name only"
        case .actionUnreadable: "agent was unreadable; counted as a job without an action"
        case .eventsReadFromList: "events was a list; every event is kept"
        case .eventUnreadable: "events contained something that is not an event number; it was dropped"
        case .retryCountReadAsNumber: "retry_count was a text or had decimals; read as a number"
        case .retryCountMissing: "retry_count was missing or unreadable; the count is unknown"
        case .lastRetryReadAsMilliseconds: "last_retry was in milliseconds or finer; read as such"
        case .lastRetryReadFromText: "last_retry was a text; read as a number"
        case .lastRetryReadFromISO8601: "last_retry was an ISO 8601 text; read as such"
        case .lastRetryUnreadable: "last_retry was not a plausible time; the time is unknown"
        case .errorClassUnreadable: "error_class was not a text; counted as a job without an error class"
        }
    }
}

/// Why a raw job can't be identified, so that it is counted but belongs to no group.
public enum UnreadableReason: String, Sendable, Hashable, Codable, CaseIterable, Error {
    /// The element of the list was not an object.
    case notAnObject = "not-an-object"
    /// `id` was absent, null or empty.
    case idMissing = "id-missing"
    /// `id` was neither an integer nor a text.
    case idUnreadable = "id-unreadable"

    /// The reason as a sentence for people.
    public var explanation: String {
        switch self {
        case .notAnObject: "not an object"
        case .idMissing: "no id"
        case .idUnreadable: "its id is neither an integer nor a text"
        }
    }
}

/// A job that could not be read, and where it is.
public struct UnreadableJob: Sendable, Hashable, Codable {
    /// The number of its page in the order of reading, from 1.
    public let page: Int
    /// Its place on the page, from 0.
    public let index: Int
    /// What is wrong with it.
    public let reason: UnreadableReason

    /// An unreadable job by its place.
    public init(page: Int, index: Int, reason: UnreadableReason) {
        self.page = page
        self.index = index
        self.reason = reason
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case page
        case index
        case reason
    }
}
