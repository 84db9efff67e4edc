#if LiveTenant
internal import ArgumentParser
internal import Foundation
internal import RetryHistory
internal import RetryJobs
internal import RetryReport

/// What a history of a year costs: its size, and how much slower it makes a report.
struct SizesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sizes",
        abstract: "Fills a history with a year of hourly reports, and measures its size and a report's time with it."
    )

    @Option(help: "Hourly reports in the history.")
    var reports = 8_760

    @Option(help: "Groups in each of them.")
    var groups = 200

    @Option(help: "Jobs of the reports that are measured, separated by commas.")
    var jobs = "10000,1000000"

    @Option(help: "The file; it is removed first.")
    var file = FileManager.default.temporaryDirectory.appending(path: "history-sizes.sqlite").path()

    func run() throws {
        try? FileManager.default.removeItem(atPath: file)
        let history = RetryHistory(path: file)
        for hour in 0..<reports {
            _ = try add(jobs: groups * 2, hour: hour, to: history)
        }
        print("\(reports) reports with \(groups) groups: \(try size()) MiB")
        for count in jobs.split(separator: ",").compactMap({ Int($0) }) {
            _ = try add(jobs: count, hour: reports, to: history)
            var times: [Double] = []
            for hour in 1...3 { times.append(try add(jobs: count, hour: reports + hour, to: history)) }
            let words = times.map { "\(Int(($0 * 1_000).rounded())) ms" }.joined(separator: ", ")
            print("\(count) jobs: comparing and recording take \(words); the file has \(try size()) MiB")
        }
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM") { print(line) }
    }

    private func size() throws -> Int {
        let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        return bytes / 1_048_576
    }

    /// Records a report; one job in ten is another one than an hour before, and one in five was retried. Returns how many
    /// seconds sorting, comparing and recording took.
    private func add(jobs count: Int, hour: Int, to history: RetryHistory) throws -> Double {
        let now = Timestamp(microseconds: 1_767_225_600_000_000 + Int64(hour) * 3_600_000_000)
        var builder = ReportBuilder(now: now, limits: ReportLimits(topActions: 10, jobsPerGroup: 1))
        for group in 0..<groups {
            builder.add(
                RetryJob(
                    id: .number(Int64(group)),
                    type: JobType(rawValue: "Type\(group % 5)"),
                    action: ActionReference(id: Int64(group), name: "Action \(group)"),
                    retryCount: 3,
                    lastRetry: now,
                    errorClass: "Some::Module::ErrorClass\(group)"
                )
            )
        }
        let reading = Reading(
            source: "sizes",
            tenant: try TenantOrigin("https://acme.tines.com"),
            startedAt: now,
            finishedAt: now,
            isComplete: true,
            isVerified: true
        )
        var report = builder.finish(reading: reading)
        var states = JobStates(
            jobs: [],
            groups: (0..<groups).map {
                GroupName(type: JobType(rawValue: "Type\($0 % 5)"), errorClass: "Some::Module::ErrorClass\($0)")
            },
            ids: []
        )
        states.jobs.reserveCapacity(count)
        for place in 0..<Int64(count) {
            let isMoved = place % 10 == 0
            let id = place * 7 + (isMoved ? Int64(hour % 7) : 0)
            let retries = (place / 5 + (place % 5 == 0 ? Int64(hour) : 0)) % 25
            states.jobs.append(
                JobState(
                    // Not in the order of their numbers, as a list by next retry is not.
                    id: (id &* 7_919) % Int64(count * 7 + 13),
                    lastRetry: now.microseconds - place &* 1_000_003 % 86_400_000_000,
                    actionID: place % 10_000,
                    group: Int32(place) % Int32(groups),
                    retryCount: Int16(retries)
                )
            )
        }
        let start = ContinuousClock.now
        states.sortByID()
        let comparison = try history.compare(&report, states)
        try history.record(report, states, comparison)
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
#endif
