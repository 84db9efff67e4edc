#if LiveTenant
import ArgumentParser
import RetryReportRunner

@main
struct RetryReport {
    static func main() async {
        await RetryReportCommand.main()
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
