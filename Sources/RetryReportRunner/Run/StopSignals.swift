#if LiveTenant
import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// SIGINT, SIGTERM and SIGHUP while a run goes on: each cancels it, and ends the process if that takes too long.
struct StopSignals {
    private let sources: [any DispatchSourceSignal]
    private let received = Received()

    /// Watches until ``end()``. From the return of this call on, no signal is missed.
    init() {
        let received = received
        let watched = DispatchGroup()
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            #if !os(Linux)
            // Elsewhere the default action would still end the process first.
            signal(number, SIG_IGN)
            #endif
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
            watched.enter()
            source.setRegistrationHandler { watched.leave() }
            source.setEventHandler {
                received.store(number)
                DispatchQueue.global().asyncAfter(deadline: .now() + received.patience) { Self.leave(number) }
            }
            source.resume()
            return source
        }
        watched.wait()
    }

    /// Does work that the first signal ends, and with it the process. `body` calls what it is given when something is
    /// published. Throws what `body` throws.
    static func ending<Value: Sendable>(
        _ body: @escaping @Sendable (_ published: @escaping @Sendable () -> Void) async throws -> Value
    ) async throws -> Value {
        let signals = StopSignals()
        let work = Task { [published = signals.published] in try await body(published) }
        signals.cancelling { work.cancel() }
        defer { signals.end() }
        do {
            return try await work.result.get()
        } catch {
            // Whatever error a stopped run ends with, it was stopped.
            signals.leaveIfReceived()
            throw error
        }
    }

    /// Sets what the first signal does. It is done at once if a signal came already.
    ///
    /// - Parameter cancel: stops the run. When it returns, no temporary file is left and none is made any more, so
    ///   that the process may end at any moment.
    func cancelling(_ cancel: @escaping @Sendable () -> Void) { received.cancelling(cancel) }

    /// Gives a run that has published and waits for a mail program the time to end that program and to report the mail's
    /// fate.
    var published: @Sendable () -> Void { { [received] in received.published() } }

    /// Ends the process if a signal came; for when the run is over without having published.
    func leaveIfReceived() {
        if let number = received.number { Self.leave(number) }
    }

    /// Ends the watch. A signal that comes later is too late to stop anything and is ignored.
    func end() {
        for source in sources { source.cancel() }
    }

    /// Ends the process with the status that shells give to a process that a signal ended. Nothing is buffered that would
    /// need more, and other threads may still use what `exit` would destroy.
    private static func leave(_ number: Int32) -> Never {
        _exit(128 + number)
    }
}

/// Remembers the first signal, and what to do then.
private final class Received: Sendable {
    private struct State {
        var number: Int32?
        var cancel: (@Sendable () -> Void)?
        /// A run that is busy rendering may not look at its cancellation in time: then the process ends anyway.
        var patience = DispatchTimeInterval.milliseconds(400)
    }

    private let state = Mutex(State())

    var number: Int32? { state.withLock { $0.number } }
    var patience: DispatchTimeInterval { state.withLock { $0.patience } }

    func published() { state.withLock { $0.patience = .seconds(5) } }

    func store(_ number: Int32) {
        let cancel = state.withLock { state in
            state.number = state.number ?? number
            return state.cancel
        }
        cancel?()
    }

    func cancelling(_ cancel: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.cancel = cancel
            return state.number != nil
        }
        if isLate { cancel() }
    }
}

/// Signals as a process inherits them.
enum StandardStreams {
    /// Call this before any file is opened: a write to a pipe that nobody reads, or past a limit on the size of files,
    /// becomes an error that is reported and gives the right exit status, instead of a signal that ends the process.
    ///
    /// A standard stream that was closed is taken by `CProcessStart`, before the libraries are loaded.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
#endif
