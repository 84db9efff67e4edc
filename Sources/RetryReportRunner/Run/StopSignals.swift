import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// SIGINT and SIGTERM while a run goes on: each cancels it, and ends the process if that takes too long.
struct StopSignals {
    private let sources: [any DispatchSourceSignal]
    private let first: Received

    /// A run that is busy rendering may not look at its cancellation in time: then the process ends anyway.
    private static let patience = DispatchTimeInterval.milliseconds(400)

    /// Watches until ``end()``.
    ///
    /// - Parameter cancel: stops the run. When it returns, no temporary file is left and none is made any more, so
    ///   that the process may end at any moment.
    init(_ cancel: @escaping @Sendable () -> Void) {
        let first = Received()
        self.first = first
        sources = [SIGINT, SIGTERM].map { number in
            #if !os(Linux)
                // Elsewhere the default action would still end the process first.
                signal(number, SIG_IGN)
            #endif
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
            source.setEventHandler {
                first.store(number)
                cancel()
                DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { Self.leave(number) }
            }
            source.resume()
            return source
        }
    }

    /// Ends the process if a signal came; for when the run is over without having published.
    func leaveIfReceived() {
        if let number = first.load() { Self.leave(number) }
    }

    /// Ends the watch. A signal that comes later is too late to stop anything and is ignored.
    func end() {
        for source in sources { source.cancel() }
    }

    /// With the status that shells give to a process that a signal ended. Nothing is buffered that would need more
    /// than that, and other threads may still be at work on what `exit` would take apart.
    private static func leave(_ number: Int32) -> Never {
        _exit(128 + number)
    }
}

/// Remembers the first signal.
private final class Received: Sendable {
    private let number = Mutex<Int32?>(nil)

    func store(_ value: Int32) { number.withLock { $0 = $0 ?? value } }

    func load() -> Int32? { number.withLock { $0 } }
}
