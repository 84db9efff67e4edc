import RetryJobs
import TinesRetryJobs

/// Makes pages as the API sends them.
enum PageText {
    /// A page whose jobs have the given numbers.
    static func page(_ ids: some Sequence<Int>, next: Int? = nil, count: Int? = nil) -> String {
        let jobs = ids.map { #"{"id":\#($0),"type":"T","retry_count":0}"# }.joined(separator: ",")
        let next = next.map { "\($0)" } ?? "null"
        let count = count.map { "\($0)" } ?? "null"
        return #"{"admin/retry_jobs":[\#(jobs)],"meta":{"next_page_number":\#(next),"count":\#(count)}}"#
    }
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
