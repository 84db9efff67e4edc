#if LiveTenant
import ArgumentParser

/// The help of the program in the order in which a new user needs it: usage and examples, what it is, the options, and
/// the exit statuses.
enum HelpPage {
    /// Four examples, each with a line of what it does.
    static let examples = """
        EXAMPLES:
          Report the jobs of a tenant as a page, Markdown and JSON. The API key is in
          TINES_API_KEY or a file, never in an argument:
            retry-report --tenant https://acme.tines.com --output reports

          Say what changed since earlier runs, and exit with 3 if jobs are about to die:
            retry-report --tenant https://acme.tines.com --history history.sqlite \\
              --fail-on 'dying-within=24h>0'

          Send the report by mail:
            retry-report --tenant https://acme.tines.com --send \\
              --mail-from reports@acme.example --mail-to ops@acme.example

          Report saved pages without the network, on standard output:
            retry-report --input pages --format html --output - >report.html
        """

    static let exitStatuses = """
        EXIT STATUS:
        \(ExitStatus.table)
          From 64 up (71 apart) nothing was published, and what was there before is
          unchanged.
          Of several tenants the worst status counts, in the order
          \(ExitStatus.worstFirst.map { "\($0.rawValue)" }.joined(separator: ", ")).
        """

    /// The page, made of the parser's help of the program: its overview, its usage, and its options.
    static func text(_ help: String) -> String {
        let overviewStart = "OVERVIEW: "
        guard help.hasPrefix(overviewStart), let usage = help.firstRange(of: "\n\nUSAGE: "),
            let options = help[usage.upperBound...].firstRange(of: "\n\n")
        else { return help }
        let sections = [
            "USAGE: " + help[usage.upperBound..<options.lowerBound], examples,
            String(help[..<usage.lowerBound].dropFirst(overviewStart.count)), String(help[options.upperBound...]),
            exitStatuses,
        ]
        return sections.joined(separator: "\n\n")
    }
}
#endif
