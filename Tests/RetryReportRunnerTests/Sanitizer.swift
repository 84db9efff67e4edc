#if LiveTenant
import Foundation

/// What programs that a test starts need to know under a sanitizer; see `scripts/sanitize`.
enum Sanitizer {
    static let environment = ProcessInfo.processInfo.environment.filter {
        ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
    }

    /// ThreadSanitizer's shadow memory is a file to `ulimit -f`: a program with both ends with SIGBUS.
    static let allowsFileLimits = environment.isEmpty
}
#endif
