import RetryReport
import TinesRetryJobs

/// Where the pages of one run come together: grouped, saved if asked, and each new job written to the formats that
/// want every job.
actor Assembly {
    private var builder: ReportBuilder
    private var streams: [JobStream]
    private let saver: PageSaver?
    private(set) var pages = 0
    private(set) var bytes = 0

    init(
        builder: ReportBuilder,
        streams: [JobStream],
        saver: PageSaver?
    ) {
        self.builder = builder
        self.streams = streams
        self.saver = saver
    }

    var jobs: Int { builder.jobCount }

    /// Takes a page in.
    func take(_ page: RetryJobPage) throws {
        pages += 1
        bytes += page.body.count
        try saving { saver throws(PageSavingError) in try saver.save(page) }
        builder.add(page.jobs)
        guard !streams.isEmpty else { return }
        for job in page.jobs {
            for index in streams.indices { try streams[index].write(job) }
        }
    }

    private func saving(_ work: (PageSaver) throws(PageSavingError) -> Void) throws {
        guard let saver else { return }
        do {
            try work(saver)
        } catch {
            throw RunError(.unwritable, "--save-pages: \(error)")
        }
    }

    /// The report, with every stream flushed and handed to `close` under its format's name.
    func finish(
        _ reading: Reading,
        title: String,
        close: (String, inout FileSink) throws -> Void
    ) throws -> Report {
        try saving { saver throws(PageSavingError) in try saver.finish(reading) }
        for index in streams.indices {
            try close(streams[index].format.identifier, &streams[index].sink)
        }
        return builder.finish(reading: reading, title: title, generator: Version.generator)
    }
}
