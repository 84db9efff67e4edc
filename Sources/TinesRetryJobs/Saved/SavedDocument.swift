/// A document that should be a page: where it lies, and where it stands in the order of reading.
struct SavedDocument: Sendable {
    /// Its bytes, or the file that holds them.
    enum Content: Sendable {
        case file(path: String)
        case bytes([UInt8])
    }

    /// The number of the page in the order of reading, from 1.
    let page: Int
    /// Where it came from, for people: a path, or a line of a file.
    let place: String
    let content: Content
}

/// What came of a document.
enum SavedOutcome: Sendable {
    case page(RetryJobPage)
    case failed(place: String, reason: String)
}

/// Hands out documents one after the other.
protocol SavedDocuments {
    /// The next document; nil after the last. Throws what makes all that follows unreadable.
    mutating func next() async throws -> SavedDocument?
}
