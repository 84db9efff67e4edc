import RetryReportKit

/// A format of your own, complete: a few lines for a chat.
struct ChatMessage: ReportRenderer {
    let format: ReportFormat

    /// Throws when a name of the format is not allowed.
    init() throws(ReportFormatError) {
        format = try ReportFormat(
            identifier: "chat",
            fileSuffix: "chat.txt",
            mediaType: "text/plain; charset=utf-8",
            summary: "a few lines for a chat"
        )
    }

    func render(_ report: Report, to sink: inout some ByteSink) throws {
        let deaths = report.totals.deaths
        if !report.reading.isComplete { try sink.write("Incomplete: there may be more than this.\n") }
        try sink.write("\(report.totals.jobs) jobs are waiting for a retry. By estimate \(deaths.within24Hours) die ")
        try sink.write("within 24 h, and \(deaths.overdue) should be dead already.\n")
        for group in report.groups.prefix(3) {
            let error = group.errorClass.map(Self.word) ?? "no error class"
            try sink.write("- \(group.count) × \(error) in \(Self.word(group.type.rawValue))\n")
        }
    }

    /// A name from the tenant is untrusted: one line, no markup, at most 60 characters.
    private static func word(_ text: String) -> String {
        String(text.prefix(60).filter { $0.isLetter || $0.isNumber || "_:. -".contains($0) })
    }
}
