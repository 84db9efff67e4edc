#if LiveTenant
import Foundation
import Synchronization

/// Scratch folders that live as long as the test process.
enum KeptScratches {
    private static let all: Mutex<[Scratch]> = {
        // Nothing takes a global apart at the end of a process; this does.
        atexit { KeptScratches.all.withLock { $0 = [] } }
        return Mutex([])
    }()

    static func keep(_ scratch: Scratch) { all.withLock { $0.append(scratch) } }
}
#endif
