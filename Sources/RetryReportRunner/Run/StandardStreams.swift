#if LiveTenant
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// What a process inherits and a run must not trip over.
enum StandardStreams {
    /// Stand-ins for streams that were closed.
    private static let standIns: [FileHandle] = {
        var handles: [FileHandle] = []
        while let handle = FileHandle(forReadingAtPath: "/dev/null"), handle.fileDescriptor <= STDERR_FILENO {
            handles.append(handle)
        }
        return handles
    }()

    /// Call this before any file is opened.
    ///
    /// - A write to a pipe that nobody reads, or past a limit on the size of files, becomes an error that is told and
    ///   gives the right exit status, in place of a signal that ends the process.
    /// - A standard stream that was closed is held by `/dev/null`, open for reading only. The next file to be opened
    ///   would otherwise get its number, and what is meant for standard error would go into a report.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        _ = standIns.count
    }
}
#endif
