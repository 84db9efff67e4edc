import RetryReport

/// Keeps bytes in memory up to a limit, and refuses the first that would pass it.
struct LimitedBuffer: ByteSink {
    struct Full: Error {}

    let limit: Int
    private(set) var bytes: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    mutating func write(contentsOf more: [UInt8]) throws {
        guard bytes.count + more.count <= limit else { throw Full() }
        bytes += more
    }
}
