import RetryReport
import TinesRetryJobs

/// Where the pages of one run come together: grouped, saved if asked, and each new job written to the formats that
/// want every job.
actor Assembly {
    private var builder: ReportBuilder
    private var streams: [(renderer: any JobRenderer, sink: FileSink)]
    private let schedule: RetrySchedule
    private let saver: PageSaver?
    private(set) var pages = 0
    private(set) var bytes = 0

    init(
        builder: ReportBuilder,
        schedule: RetrySchedule,
        streams: [(renderer: any JobRenderer, sink: FileSink)],
        saver: PageSaver?
    ) {
        self.builder = builder
        self.schedule = schedule
        self.streams = streams
        self.saver = saver
    }

    var jobs: Int { builder.jobCount }

    /// Takes a page in and answers how many of its jobs are new.
    func take(_ page: RetryJobPage) throws -> Int {
        pages += 1
        bytes += page.body.count
        try saver?.save(page)
        if streams.isEmpty { return builder.add(page.jobs) }
        return try builder.add(page.jobs) { job in
            for index in self.streams.indices {
                try self.streams[index].renderer.render(job, schedule: self.schedule, to: &self.streams[index].sink)
            }
        }
    }

    /// The report, with every stream flushed and handed to `close` under its format's name.
    func finish(
        _ reading: Reading,
        title: String,
        close: (String, inout FileSink) throws -> Void
    ) throws -> Report {
        try saver?.finish(reading)
        for index in streams.indices {
            try close(streams[index].renderer.format.identifier, &streams[index].sink)
        }
        return builder.finish(reading: reading, title: title, generator: Version.generator)
    }
}
