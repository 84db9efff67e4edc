import Foundation
import RetryReportKit

/// A job that your own tool knows already, such as a row of a database.
struct QueueRow {
    var number: Int64
    var step: String
    var retries: Int
    var lastRetry: Date?
    var error: String?
}

extension Report {
    /// A report of jobs in memory: no file and no tenant is read.
    init(rows: [QueueRow], now: Date) {
        let jobs = rows.map { row in
            RetryJob(
                id: .number(row.number),
                type: .agentReceive,
                action: ActionReference(id: nil, name: row.step),
                retryCount: row.retries,
                lastRetry: row.lastRetry.map(Timestamp.init(date:)),
                errorClass: row.error
            )
        }
        self.init(jobs: jobs, now: Timestamp(date: now), title: "Our own queue")
    }
}
