#if LiveTenant
import CProcessStart
import Foundation

/// The limits of the system that a run can't do without. Below them the libraries that it is made of would wait for ever
/// or end the process, so they are looked at before anything else.
public enum ProcessLimits {
    /// A worker for each core, and those that watch timers, signals and connections.
    private static var threads: Int { ProcessInfo.processInfo.activeProcessorCount + 4 }
    /// Room for the reading of a tenant, its reports and the check of a page: mostly the stacks and the heaps of threads,
    /// which take addresses rather than memory.
    private static let memory = 512 << 20

    /// Says which limit is too small and how to raise it, and ends the process with the status of an error that may pass.
    /// Call this first, before any task is started.
    public static func check() {
        guard let shortage else { return }
        Messages(.human).fail(ExitStatus.temporary.diagnostic(shortage))
        exit(ExitStatus.temporary.rawValue)
    }

    private static var shortage: String? {
        if process_start_memory(memory) == 0 {
            return
                "the limit on memory is too small: at least \(memory >> 20) MiB of address space are required besides "
                + "the program. Raise it (ulimit -v)"
        }
        let started = Int(process_start_threads(Int32(clamping: threads)))
        guard started < threads else { return nil }
        return "only \(started) of the required \(threads) threads could be started. Raise the limit on processes "
            + "(ulimit -u, TasksMax in systemd) or on memory (ulimit -v)"
    }
}
#endif
