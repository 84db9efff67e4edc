internal import RetryJobs
internal import TinesRetryJobs

extension JobListKind {
    var path: String { "/api/v1/admin/\(rawValue)_jobs" }
}

extension PageDecoder {
    func decode(_ bytes: [UInt8], list: JobListKind) throws(PageRefusal) -> RetryJobPage { try decode(bytes) }
}

extension PageEnvelope {
    var hasUnreadableNext: Bool { false }
}

extension JobBatch {
    func repeatsWithin() -> Int {
        var ids = JobIDSet()
        return records.count { !ids.insert($0, source) }
    }
}
