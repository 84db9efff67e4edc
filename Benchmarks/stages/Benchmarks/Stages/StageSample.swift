import RetryReportKit

@testable import RetryJobs

/// Made-up pages as the API writes them, the same with every run, and the output of each stage for them.
struct StageSample: Sendable {
    let now = Timestamp(microseconds: 1_758_600_000_000_000)
    let pages: [[UInt8]]
    let rawJobs: [RawJob]
    let batches: [JobBatch]
    let report: Report
    let page: [UInt8]

    init(pages count: Int, jobsPerPage: Int) {
        var chance = SplitMix64(seed: 2019)
        var rawJobs: [RawJob] = []
        var pages: [[UInt8]] = []
        for page in 0..<count {
            var rows: [String] = []
            for place in 0..<jobsPerPage {
                let number = 41_000_000 + (page * jobsPerPage + place) * 4
                let kind = Self.types[chance.below(Self.types.count)]
                // Low numbers are frequent, as in a real set.
                let fault = Self.faults[min(chance.below(40), chance.below(40))]
                let action = min(chance.below(3000), chance.below(3000))
                let retries = chance.below(25)
                let last = 1_756_000_000 + Double(chance.below(2_592_000)) + Double(chance.below(1_000_000)) / 1e6
                rows.append(
                    #"{"id":\#(number),"type":"\#(kind)","agent":{"id":\#(1000 + action),"name":"Enrich alert \#(action)"},"#
                        + #""events":\#(number % 97),"retry_count":\#(retries),"last_retry":\#(last),"#
                        + #""error_class":"\#(fault)"}"#
                )
                var raw = RawJob()
                raw.id = .integer(Int64(number))
                raw.type = .string(kind)
                raw.agent = .object(id: .integer(Int64(1000 + action)), name: .string("Enrich alert \(action)"))
                raw.events = .integer(Int64(number % 97))
                raw.retryCount = .integer(Int64(retries))
                raw.lastRetry = .number(last)
                raw.errorClass = .string(fault)
                rawJobs.append(raw)
            }
            pages.append(Array(#"{"admin/retry_jobs":[\#(rows.joined(separator: ","))],"meta":{}}"#.utf8))
        }
        self.pages = pages
        self.rawJobs = rawJobs
        do {
            let decoder = PageDecoder()
            batches = try pages.map { try decoder.decode($0).jobs }
            var builder = ReportBuilder(now: now)
            for batch in batches { builder.add(batch) }
            report = builder.finish(reading: Reading(source: "jobs", isComplete: true, isVerified: true))
            page = try HTMLRenderer.page().render(report)
        } catch {
            preconditionFailure("the sample can't be made: \(error)")
        }
    }

    private static let types = ["AgentReceiveJob", "CredentialRefreshJob", "AgentCheckJob", "AgentRunScheduleJob"]
    private static let faults = (0..<40).map { "Library::Fault\($0)Error" }
}
