import Testing

@testable import SampleTenant

@Suite struct CalendarTimeTests {
    @Test(
        arguments: [
            (Int64(0), "1970-01-01T00:00:00.000000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_567_399_360_056_226, "2019-09-02T04:42:40.056226Z", "Mon, 02 Sep 2019 04:42:40 GMT"),
            (1_709_164_799_999_999, "2024-02-28T23:59:59.999999Z", "Wed, 28 Feb 2024 23:59:59 GMT"),
            (1_709_251_199_000_000, "2024-02-29T23:59:59.000000Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
            (-1, "1969-12-31T23:59:59.999999Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        ]
    )
    func `times are printed in UTC in both forms`(microseconds: Int64, iso8601: String, httpDate: String) {
        #expect(CalendarTime(microseconds: microseconds).iso8601 == iso8601)
        #expect(CalendarTime(microseconds: microseconds).httpDate == httpDate)
    }
}
