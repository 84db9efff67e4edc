extension JSONWriter {
    /// A job on one line: the row that the JSON report and the NDJSON share.
    mutating func row(_ job: RetryJob, schedule: RetrySchedule) {
        object(.row) { row in
            row.key("id")
            switch job.id {
            case .number(let number): row.value(number)
            case .text(let text): row.value(text)
            }
            row.member("type", job.type.rawValue)
            row.member("error_class", job.errorClass)
            row.action(job.action)
            row.list("events", of: job.eventIDs, .row) { $0.value($1) }
            row.member("retry_count", job.retryCount)
            row.member("last_retry", job.lastRetry)
            row.member("next_retry", schedule.nextRetry(of: job).earliest)
            row.member("dies", schedule.death(of: job).earliest)
        }
    }

    /// The member `action`: null when there is none.
    mutating func action(_ action: ActionReference?) {
        key("action")
        guard let action else { return null() }
        object(.row) { writer in
            writer.member("id", action.id)
            writer.member("name", action.name)
        }
    }
}
