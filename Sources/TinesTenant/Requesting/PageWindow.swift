internal import RetryJobs

/// A stretch of the set to ask for: a page number and the size of the pages it counts.
struct PageWindow: Hashable, Sendable {
    /// From 1.
    var number: Int
    var size: Int

    /// The place in the set of the first job, from 0.
    var start: Int { (number - 1) * size }
    /// The place after the last job.
    var end: Int { number * size }
}

extension TenantOrigin {
    func url(of window: PageWindow) -> String {
        "\(description)/api/v1/admin/retry_jobs?page=\(window.number)&per_page=\(window.size)"
    }
}
