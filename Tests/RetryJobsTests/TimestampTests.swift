import FoundationEssentials
import RetryJobs
import Testing

@Suite("Moments in microseconds")
struct TimestampTests {
    @Test("ISO 8601 and Codable lose nothing", arguments: 0..<10)
    func roundTrip(seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed)
        for range in [0...Timestamp.latest.microseconds, Int64.min...Int64.max, -1_000_000...1_000_000] {
            let times = (0..<100).map { _ in Timestamp(microseconds: .random(in: range, using: &numbers)) }
            #expect(times.map { Timestamp(iso8601: $0.iso8601) } == times)
            let coded = try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode(times))
            #expect(coded == times)
        }
    }

    @Test("The ends of what can be counted survive too", arguments: [Int64.min, -1, 0, 1, .max])
    func ends(microseconds: Int64) {
        let time = Timestamp(microseconds: microseconds)
        #expect(Timestamp(iso8601: time.iso8601) == time)
    }

    @Test("A moment is written in UTC, with six decimals or none")
    func written() {
        #expect(Timestamp(microseconds: 1_567_399_360_056_226).iso8601 == "2019-09-02T04:42:40.056226Z")
        #expect(Timestamp(microseconds: 1_567_399_360_000_000).iso8601 == "2019-09-02T04:42:40Z")
        #expect(Timestamp(microseconds: 1_582_934_400_000_001).iso8601 == "2020-02-29T00:00:00.000001Z")
        #expect(Timestamp(microseconds: 0).iso8601 == "1970-01-01T00:00:00Z")
        #expect(Timestamp.latest.iso8601 == "9999-12-31T23:59:59.999999Z")
    }

    @Test(
        "The forms of ISO 8601 that mean one moment are read as the same",
        arguments: [
            "2019-09-02T04:42:40Z", "2019-09-02 04:42:40Z", "2019-09-02t04:42:40z", "2019-09-02T04:42:40.000Z",
            "2019-09-02T06:42:40+02:00", "2019-09-02T06:42:40+0200", "2019-09-02T06:42:40+02",
            "2019-09-01T23:12:40-05:30", "2019-09-02T04:42:40,0000009Z",
        ]
    )
    func forms(text: String) {
        #expect(Timestamp(iso8601: text)?.microseconds == 1_567_399_360_000_000)
    }

    @Test(
        "A text that is not a moment is refused",
        arguments: [
            "", "2019", "2019-09-02", "2019-09-02T04:42:40", "2019-13-02T04:42:40Z", "2019-02-29T04:42:40Z",
            "2019-09-02T24:00:00Z", "2019-09-02T04:60:40Z", "2019-09-02T04:42:61Z", "2019-09-02T04:42:40.Z",
            "2019-09-02T04:42:40Z ", "2019-09-02T04:42:40+25:00", "20190902T044240Z", "２０１９-09-02T04:42:40Z",
            "+2019-09-02T04:42:40Z", "999999-09-02T04:42:40Z",
        ]
    )
    func noMoments(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test("Seconds are rounded to the nearest microsecond, within 1970 to 9999")
    func fromSeconds() {
        #expect(Timestamp(seconds: 1_567_399_360.056226)?.microseconds == 1_567_399_360_056_226)
        #expect(Timestamp(seconds: 0.000_000_4)?.microseconds == 0)
        #expect(Timestamp(seconds: -1) == nil)
        #expect(Timestamp(seconds: 1e12) == nil)
        #expect(Timestamp(seconds: .nan) == nil)
        #expect(Timestamp(seconds: .infinity) == nil)
    }

    @Test("Moving a moment past what can be counted stops at the end")
    func saturates() {
        #expect(Timestamp(microseconds: .max).advanced(bySeconds: 1).microseconds == .max)
        #expect(Timestamp(microseconds: .min).advanced(bySeconds: -1).microseconds == .min)
        #expect(Timestamp(microseconds: 0).advanced(bySeconds: .max).microseconds == .max)
        #expect(Timestamp(microseconds: 0).advanced(bySeconds: .min).microseconds == .min)
    }
}
