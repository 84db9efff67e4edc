#if LiveTenant
public import ArgumentParser

/// `retry-report`: the main job under no name, and the commands beside it.
public struct RetryReportCommand: AsyncParsableCommand {
    /// The command's name, its subcommands and its help.
    public static let configuration = CommandConfiguration(
        commandName: "retry-report",
        abstract: "Report which jobs of a Tines tenant failed and wait for a retry.",
        usage: """
            retry-report --tenant <url> [<options>]
            retry-report --input <path> [<options>]
            retry-report <subcommand>
            """,
        discussion: """
            What fails, where, since when, what dies next and what to open first: read page by page from the \
            tenant's admin API, grouped by job type and error class. Nothing in the tenant is changed.

            After 25 retries without success a job is dead: Tines gives up, and its event is not processed. The API \
            does not say when that will be, so every time of death in a report is an estimate, marked with ≈.

            Every option can also be set in the environment (--per-page as RETRY_REPORT_PER_PAGE) and in a YAML file \
            (--config, as 'per-page: 500'); flags beat the environment, the environment beats the file.
            """,
        version: Version.number,
        subcommands: [
            RunCommand.self, FormatsCommand.self, TemplateCommand.self, CheckRendererCommand.self, HistoryCommand.self,
            ArchiveCommand.self, IndexCommand.self,
        ]
    )

    @OptionGroup var options: RunOptions

    /// A command whose options are read by the argument parser.
    public init() {}

    /// Runs the command that the process was called with, and ends the process.
    public static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            if exitCode(for: error) == .success {
                let message = fullMessage(for: error)
                if message == helpMessage() {
                    print(HelpPage.text(message))
                    return
                }
            }
            // The parser repeats what it does not know, as it is: what came by mistake may be a key, or worse.
            guard !(error is ExitCode), exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Messages(.human).fault(
                ofUsage: UsageWords.words(fullMessage(for: error)),
                of: Array(CommandLine.arguments.dropFirst())
            )
            exit(withError: ExitCode.validationFailure)
        }
    }

    /// The main job.
    public func run() async throws {
        try await options.run()
    }
}

/// The main job under its name, for scripts that like to say it.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Read all retry jobs and write reports: the same as no command at all."
    )

    @OptionGroup var options: RunOptions

    func run() async throws {
        try await options.run()
    }
}
#endif
