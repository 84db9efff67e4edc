#if LiveTenant
/// How far a reading is: what a progress line shows while it goes on, and a summary at its end.
public struct ReadingProgress: Sendable, Hashable {
    /// Pages handed over, those of all sweeps together.
    public var pages = 0
    /// Jobs that were on no page before.
    public var jobs = 0
    /// Requests sent, each attempt counted.
    public var requests = 0
    /// Requests that were sent because an attempt before them failed.
    public var retries = 0
    /// Bytes of answers with status 200, after decompression.
    public var bytes = 0
    /// Times that the list was read from its beginning, including the current one.
    public var sweeps = 0
    /// Pages of the first sweep by what the tenant says of itself; nil when it says nothing usable. For display only.
    public var pagesExpected: Int?

    /// Nothing read yet.
    init() {}
}
#endif
