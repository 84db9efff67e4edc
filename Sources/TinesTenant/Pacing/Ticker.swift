#if LiveTenant
/// Time as this module sees it: how long it has been, and a way to wait. Passed in, so that tests need not wait.
struct Ticker: Sendable {
    /// How long it has been since some fixed moment.
    let now: @Sendable () -> Duration
    /// Waits, or throws `CancellationError`.
    let sleep: @Sendable (Duration) async throws -> Void

    /// The machine's clock, which goes on while the machine sleeps.
    static func continuous() -> Ticker {
        let clock = ContinuousClock()
        let start = clock.now
        return Ticker(now: { start.duration(to: clock.now) }, sleep: { try await clock.sleep(for: $0) })
    }
}
#endif
