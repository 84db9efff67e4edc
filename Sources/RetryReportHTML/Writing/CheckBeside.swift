import Dispatch
import Synchronization

/// Checks a page on a thread of its own while the rest of it is written: the check takes longer than the writing.
///
/// It holds at most ``room`` pieces, so that memory stays flat; whoever writes faster waits.
final class CheckBeside: Sendable {
    private static let room = 8

    private let checker: Mutex<SchemaChecker>
    private let thread = DispatchQueue(label: "retry-report.check")
    private let free = DispatchSemaphore(value: CheckBeside.room)
    private let hasFault = Atomic(false)

    init(_ schema: XMLSchema) throws(XMLProblem) {
        checker = Mutex(try SchemaChecker(schema))
    }

    /// Takes the next bytes. False when what came before is refused already, so that nothing more need be written.
    func take(_ bytes: [UInt8]) -> Bool {
        if hasFault.load(ordering: .relaxed) { return false }
        free.wait()
        thread.async { [self] in
            defer { free.signal() }
            if hasFault.load(ordering: .relaxed) { return }
            let isRefused = checker.withLock { checker in
                checker.check(bytes)
                return !checker.found.isEmpty
            }
            if isRefused { hasFault.store(true, ordering: .relaxed) }
        }
        return true
    }

    /// Waits until all that was taken is checked, and says what is wrong with the whole; empty when it is valid.
    func finish() -> [XMLProblem] {
        thread.sync {
            checker.withLock { checker in
                if checker.found.isEmpty { checker.finish() }
                return checker.found
            }
        }
    }
}
