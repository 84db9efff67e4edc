#if LiveTenant
import Dispatch
import Foundation
import RetryReportRunner

@main
struct RetryReport {
    /// Not asynchronous itself: that needs threads, and whether there may be any is checked first.
    static func main() {
        ProcessLimits.check()
        Task {
            await RetryReportCommand.main()
            exit(0)
        }
        dispatchMain()
    }
}
#else
/// Built without the package trait `LiveTenant`.
@main
struct BuiltWithoutLiveTenant {
    static func main() {
        print("built without the package trait LiveTenant")
    }
}
#endif
