import RetryJobs
import Testing

@Suite("When a job was last retried")
struct LastRetryTests {
    private func read(_ json: String) throws -> (time: Int64?, repairs: Set<Repair>) {
        let read = try ReadJob(#"{"id":1,"type":"T","retry_count":0,"last_retry":\#(json)}"#)
        return (read.job.lastRetry?.microseconds, read.repairs)
    }

    private func check(_ expected: [(json: String, time: Int64?, repairs: Set<Repair>)]) throws {
        for (json, time, repairs) in expected {
            let found = try read(json)
            #expect(found == (time, repairs), "\(json)")
        }
    }

    @Test("Seconds keep their microseconds")
    func seconds() throws {
        try check([
            ("1567399360.056226", 1_567_399_360_056_226, []), ("1567399360", 1_567_399_360_000_000, []),
            ("1.567399360056226e9", 1_567_399_360_056_226, []),
        ])
    }

    @Test("Every microsecond of a float of seconds survives", arguments: 0..<20)
    func randomMicroseconds(seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed)
        let times = (0..<200).map { _ in
            Int64.random(in: 1_000_000_000_000_000...2_000_000_000_000_000, using: &numbers)
        }
        let jobs = times.map { time in
            let decimals = String(1_000_000 + time % 1_000_000).dropFirst()
            return #"{"id":1,"type":"T","retry_count":0,"last_retry":\#(time / 1_000_000).\#(decimals)}"#
        }
        let batch = try readPage("[\(jobs.joined(separator: ","))]")
        #expect(batch.jobs.map(\.lastRetry) == times.map(Timestamp.init(microseconds:)))
        #expect(batch.repairs.isEmpty)
    }

    @Test("An empty text, null and an absent field mean that there was no retry yet")
    func none() throws {
        try check([("\"\"", nil, []), ("null", nil, [])])
        let absent = try ReadJob(#"{"id":1,"type":"T","retry_count":0}"#)
        #expect(absent.job.lastRetry == nil)
        #expect(absent.repairs.isEmpty)
    }

    @Test("Integers above 1e11 are milliseconds, and above 1e14 microseconds")
    func milliseconds() throws {
        try check([
            ("1567399360056", 1_567_399_360_056_000, [.lastRetryReadAsMilliseconds]),
            ("1567399360056.226", 1_567_399_360_056_226, [.lastRetryReadAsMilliseconds]),
            ("1567399360056226", 1_567_399_360_056_226, [.lastRetryReadAsMilliseconds]),
            ("100000000000", 100_000_000_000_000_000, []),
            ("100000000001", 100_000_000_001_000, [.lastRetryReadAsMilliseconds]),
        ])
    }

    @Test("A number in a text is read as the number")
    func numericText() throws {
        try check([
            ("\"1567399360.056226\"", 1_567_399_360_056_226, [.lastRetryReadFromText]),
            ("\"1567399360056\"", 1_567_399_360_056_000, [.lastRetryReadFromText, .lastRetryReadAsMilliseconds]),
        ])
    }

    @Test("ISO 8601 is read with its offset")
    func iso8601() throws {
        try check([
            ("\"2019-09-02T04:42:40.056226Z\"", 1_567_399_360_056_226, [.lastRetryReadFromISO8601]),
            ("\"2019-09-02T06:42:40.056226+02:00\"", 1_567_399_360_056_226, [.lastRetryReadFromISO8601]),
        ])
    }

    @Test(
        "A value that is not a time between 1970 and 9999 is unknown, and a repair says so",
        arguments: [
            "0", "-1", "-1.5", "1e300", "1e400", "9223372036854775807", "true", "[]", "{}", "\"soon\"", "\" \"",
            "\"1969-12-31T23:59:59Z\"", "\"010000-01-01T00:00:00Z\"", "\"inf\"", "\"nan\"",
        ]
    )
    func unreadable(json: String) throws {
        let read = try read(json)
        #expect(read.time == nil)
        #expect(read.repairs.contains(.lastRetryUnreadable))
    }
}
