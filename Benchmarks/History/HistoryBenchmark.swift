#if LiveTenant
internal import ArgumentParser

/// Prints what a history costs, and how well it knows what became of the jobs.
@main
struct HistoryBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history-benchmark",
        abstract: "Measures the history: whether the fates of jobs are right, expected deaths, size and time.",
        subcommands: [FatesCommand.self, SizesCommand.self]
    )
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
