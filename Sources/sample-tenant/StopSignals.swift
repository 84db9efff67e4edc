internal import Dispatch
internal import Foundation

/// Waits for SIGINT or SIGTERM, so that both end the program in order and with status 0.
struct StopSignals {
    private let signals: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        self.signals = signals
        sources = [SIGINT, SIGTERM].map { number in
            #if !os(Linux)
            // Elsewhere the default action would still end the program first.
            signal(number, SIG_IGN)
            #endif
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    /// Returns when the first one comes.
    func first() async {
        for await _ in signals { break }
        sources.forEach { $0.cancel() }
    }
}
