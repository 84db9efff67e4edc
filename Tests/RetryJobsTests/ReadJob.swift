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

/// Numbers that look random and are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
