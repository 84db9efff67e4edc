import RetryReportKit

/// A format of one's own, whole: a few lines for a chat.
struct ChatMessage: ReportRenderer {
    let format = ReportFormat(
        identifier: "chat",
        fileSuffix: "chat.txt",
        mediaType: "text/plain; charset=utf-8",
        summary: "a few lines for a chat"
    )

    func render(_ report: Report, to sink: inout some ByteSink) throws {
        if !report.reading.isComplete { try sink.write("Incomplete: there may be more than this.\n") }
        let totals = report.totals
        try sink.write("\(totals.jobs) jobs wait for a retry, \(totals.deaths.within24Hours) may die within 24 h.\n")
        for group in report.groups.prefix(3) {
            let trouble = group.errorClass.map(Self.word) ?? "no error class"
            try sink.write("- \(group.count) × \(trouble) in \(Self.word(group.type.rawValue))\n")
        }
    }

    /// Names come from whoever wrote the story: one line, no markup, and not without end.
    private static func word(_ text: String) -> String {
        String(text.prefix(60).filter { $0.isLetter || $0.isNumber || "_:. -".contains($0) })
    }
}
