internal import RetryJobs
internal import TinesRetryJobs

/// The one decoder of a run, used by one task at a time: a page takes it a tenth of a millisecond, and pages of one
/// decoder share their texts, so that jobs of different pages can be compared by number.
actor SharedDecoder {
    private let decoder = PageDecoder()

    func decode(_ body: [UInt8]) throws(PageRefusal) -> RetryJobPage {
        try decoder.decode(body)
    }
}
