import ArgumentParser
import RetryReportRunner

@main
struct RetryReport {
    static func main() async {
        await RetryReportCommand.main()
    }
}
