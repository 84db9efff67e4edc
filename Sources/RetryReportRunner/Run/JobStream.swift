import RetryReport

/// A format of single jobs and the file that it goes to.
struct JobStream {
    private let renderer: any JobRenderer
    private let schedule: RetrySchedule
    var sink: FileSink

    init(_ renderer: any JobRenderer, schedule: RetrySchedule, sink: FileSink) {
        self.renderer = renderer
        self.schedule = schedule
        self.sink = sink
    }

    var format: ReportFormat { renderer.format }

    /// Writes one job. The sink is written in place: handed on as a copy, it would copy what it has gathered with
    /// every job.
    mutating func write(_ job: RetryJob) throws {
        try renderer.render(job, schedule: schedule, to: &sink)
    }
}
