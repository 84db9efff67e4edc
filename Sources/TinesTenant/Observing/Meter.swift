internal import Synchronization

/// Counts what a reading does and tells its observer. Watching never changes what is read.
final class Meter: Sendable {
    private let state = Mutex(ReadingProgress())
    private let watch: @Sendable (ReadingProgress) -> Void

    init(watch: @escaping @Sendable (ReadingProgress) -> Void) {
        self.watch = watch
    }

    var progress: ReadingProgress { state.withLock { $0 } }

    func begin() { state.withLock { $0 = ReadingProgress() } }

    func received(bytes: Int) { state.withLock { $0.bytes += bytes } }

    func sent(isRetry: Bool) {
        change { progress in
            progress.requests += 1
            if isRetry { progress.retries += 1 }
        }
    }

    func swept() { change { $0.sweeps += 1 } }

    func took(new: Int) {
        change { progress in
            progress.pages += 1
            progress.jobs += new
        }
    }

    func expects(pages: Int) { state.withLock { $0.pagesExpected = pages } }

    private func change(_ body: (inout ReadingProgress) -> Void) {
        watch(
            state.withLock { progress in
                body(&progress)
                return progress
            }
        )
    }
}
