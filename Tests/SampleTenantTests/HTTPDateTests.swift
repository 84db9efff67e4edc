import RetryJobs
import Testing

@testable import SampleTenant

@Suite struct HTTPDateTests {
    @Test(
        arguments: [
            (Int64(0), "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_567_399_360_056_226, "Mon, 02 Sep 2019 04:42:40 GMT"),
            (1_709_164_799_999_999, "Wed, 28 Feb 2024 23:59:59 GMT"),
            (1_709_251_199_000_000, "Thu, 29 Feb 2024 23:59:59 GMT"),
        ]
    )
    func `a moment is written in the form of HTTP`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).httpDate == text)
    }
}
