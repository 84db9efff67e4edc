import RetryJobs
import Synchronization
import Testing
import TinesRetryJobs

@testable import RetryReport
@testable import RetryReportKit

/// What the audit log adds to a report.
@Suite struct RemovalTests {
    /// A report that is compared with one of six hours before; five jobs are gone.
    private static let compared: Report = {
        var report = Report.sample
        report.changes?.removals = []
        report.changes?.jobs?.recovered = 5
        report.changes?.jobs?.unsettled = 0
        return report
    }()

    private func asking(
        _ answer: Result<String, APIFailure>,
        of given: Report? = nil
    ) async throws -> (report: Report, requests: [APIRequest]) {
        var report = given ?? Self.compared
        let log = Mutex<[APIRequest]>([])
        let fetch: APIFetch = { request in
            log.withLock { $0.append(request) }
            return Array(try answer.get().utf8)
        }
        let step = RemovalStep(log: .tenant(fetch, budget: .seconds(60)))
        try await step.apply(to: &report)
        return (report, log.withLock { $0 })
    }

    private func row(_ operation: String, hoursAgo: Int64, user: String = #""Ada Example""#) -> String {
        let time = Report.sample.generatedAt.advanced(bySeconds: -3_600 * hoursAgo).iso8601
        return """
            {"id":1,"operation_name":"\(operation)","created_at":"\(time)","user_name":\(user),\
            "user_email":"ada@example.com","story_id":7}
            """
    }

    @Test func `removals since the last report are in it, the newest first`() async throws {
        let rows = [
            row("JobsRetryingDeletion", hoursAgo: 7), row("StoryJobsClearance", hoursAgo: 5, user: "null"),
            row("Login", hoursAgo: 2), row("JobsRetryingDeletion", hoursAgo: 1),
            row("JobsRetryingDeletion", hoursAgo: -1), #"{"operation_name":"JobsRetryingDeletion"}"#, "7",
        ]
        let (report, requests) = try await asking(.success("{\"audit_logs\":[\(rows.joined(separator: ","))]}"))
        let removals = try #require(report.changes?.removals)
        #expect(removals.map(\.operation) == ["JobsRetryingDeletion", "StoryJobsClearance"])
        #expect(removals.map(\.user) == ["Ada Example", nil])
        let since = try #require(report.changes?.since)
        #expect(
            requests.map(\.uri) == [
                "/api/v1/audit_logs?after=\(since.iso8601)&operation_name[]=JobsRetryingDeletion"
                    + "&operation_name[]=StoryJobsClearance&page=1&per_page=100"
            ]
        )
    }

    @Test func `no more than five removals are kept`() async throws {
        let rows = Array(repeating: row("JobsRetryingDeletion", hoursAgo: 1), count: 9).joined(separator: ",")
        let (report, _) = try await asking(.success("{\"audit_logs\":[\(rows)]}"))
        #expect(report.changes?.removals.count == 5)
    }

    @Test(
        arguments: [
            .failure(APIFailure(.status(401))), .failure(APIFailure(.status(403))), .failure(APIFailure(.status(404))),
            .failure(APIFailure(.status(500))), .failure(APIFailure(.timeout)), .success("<html></html>"),
            .success("{"),
            .success("{\"audit_logs\":{}}"), .success("{\"audit_logs\":[{}]}"),
        ] as [Result<String, APIFailure>]
    )
    func `a log that can't be read adds nothing and says nothing`(answer: Result<String, APIFailure>) async throws {
        let (report, requests) = try await asking(answer)
        #expect(report == Self.compared)
        #expect(requests.count == 1)
    }

    @Test func `nothing is asked for when no job is gone, or nothing is known of it`() async throws {
        let answer = Result<String, APIFailure>.success(
            "{\"audit_logs\":[\(row("JobsRetryingDeletion", hoursAgo: 1))]}"
        )
        var report = Self.compared
        report.changes?.jobs?.recovered = 0
        let none = try await asking(answer, of: report)
        #expect(none.requests.isEmpty)
        report.changes?.jobs?.recovered = nil
        report.changes?.jobs?.unsettled = nil
        let unknown = try await asking(answer, of: report)
        #expect(unknown.requests.isEmpty)
        report.changes = nil
        let first = try await asking(answer, of: report)
        #expect(first.requests.isEmpty)
    }
}
