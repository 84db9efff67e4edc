import RetryJobs
import Testing
import TinesRetryJobs

/// A job as the wire has it, read the way a page of it is read.
struct ReadJob {
    let job: RetryJob
    let repairs: Set<Repair>

    init(_ json: String) throws {
        let batch = try readPage("[\(json)]")
        job = try #require(batch.jobs.first)
        repairs = Set(batch.repairs.keys)
    }
}

/// The jobs of a page by its text, delivered under a number.
func readPage(_ json: String, number: Int = 1) throws -> JobBatch {
    var jobs = try PageDecoder().decode(Array(json.utf8)).jobs
    jobs.number(number)
    return jobs
}
