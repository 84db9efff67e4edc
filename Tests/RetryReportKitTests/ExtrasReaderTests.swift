import Foundation
import RetryReport
import Synchronization
import TestSupport
import Testing
import TinesRetryJobs

@testable import RetryReportKit

/// Answers of a tenant by path and query, and what was asked for.
private final class Answers: Sendable {
    private let answers: [String: Result<String, APIFailure>]
    private let log = Mutex<[String]>([])

    init(_ answers: [String: Result<String, APIFailure>]) {
        self.answers = answers
    }

    var asked: [String] { log.withLock { $0 } }

    @Sendable func fetch(_ request: APIRequest) async throws -> [UInt8] {
        log.withLock { $0.append(request.uri) }
        let page = request.query.split(separator: "&").first { $0.hasPrefix("page=") } ?? "page=1"
        let key = request.path + (page == "page=1" ? "" : " \(page)")
        switch answers[key] {
        case .success(let text): return Array(text.utf8)
        case .failure(let failure): throw failure
        case nil: throw APIFailure(.status(404))
        }
    }

    static let complete: [String: Result<String, APIFailure>] = [
        "actions": .success(
            """
            {"agents":[{"id":1,"story_id":10,"name":"A","options":{"password":"hunter2"}},{"id":"2","story_id":10.0},
            {"name":"no id"},7],"meta":{"next_page_number":null,"count":2}}
            """
        ),
        "stories": .success("{\"stories\":[{\"id\":10,\"name\":\"Ten\",\"team_id\":20,\"owners\":[30,\"31\",null]}]}"),
        "teams": .success("{\"teams\":[{\"id\":20,\"name\":\"Blue\"}]}"),
        "admin/users": .success(
            "{\"admin/users\":[{\"id\":30,\"first_name\":\"Ada\",\"last_name\":\"L\",\"email\":\"ada@example.com\"}]}"
        ),
        "admin/dead_jobs": .success(
            "{\"admin/dead_jobs\":[{\"id\":5,\"type\":\"T\",\"agent\":{\"id\":1}},{\"id\":5}]}"
        ),
        "info/worker_stats": .success("{\"current_workers\":3,\"max_workers\":\"4\",\"queue_count\":-1}"),
    ]
}

private func extras(
    _ answers: Answers,
    touched ids: Set<Int64> = [1, 2],
    asking asked: Set<ReportExtra> = ReportExtra.standard
) async -> TenantExtras {
    let touched = TouchedActions()
    await touched.add(ids)
    await touched.finish()
    let reader = ExtrasReader(asking: asked, touched: touched, fetch: answers.fetch)
    await reader.read()
    return await reader.extras()
}

@Suite("What a tenant says besides its jobs") struct ExtrasReaderTests {
    @Test("is joined from its lists, with fields of any type")
    func complete() async {
        let extras = await extras(Answers(Answers.complete))
        let entry = extras.directory?.entry(ofAction: 2)
        #expect(extras.notes == [])
        #expect(entry?.story?.name == "Ten")
        #expect(entry?.team?.name == "Blue")
        #expect(entry?.owners == ["Ada L"])
        #expect(extras.dead?.count == 1)
        #expect(extras.workers == WorkerStatistics(current: 3, max: 4))
    }

    @Test("never keeps what may be configuration, nor addresses of people")
    func kept() async throws {
        let extras = await extras(Answers(Answers.complete))
        let saved = String(
            decoding: try SavedExtras(extras: extras, messages: [], asked: [.stories]).json(),
            as: UTF8.self
        )
        #expect(saved.contains("Ten"))
        #expect(!saved.contains("hunter2") && !saved.contains("options") && !saved.contains("example.com"))
    }

    private static let failures: [(Result<String, APIFailure>, String)] = [
        (.failure(APIFailure(.status(401))), "(401)"), (.failure(APIFailure(.status(403))), "(403)"),
        (.failure(APIFailure(.status(404))), "(404)"), (.failure(APIFailure(.status(429))), "(429)"),
        (.failure(APIFailure(.status(500))), "500"), (.failure(APIFailure(.webPage)), "web page"),
        (.failure(APIFailure(.timeout)), "in time"), (.success("{\"agents\":[{"), "could not be read"),
        (.success("{\"other\":[]}"), "could not be read"), (.success("[{},{},7,null]"), "no numbers"),
    ]

    @Test("lacks only what could not be read, and says so once", arguments: failures)
    func softly(_ failure: (Result<String, APIFailure>, String)) async {
        for path in ["actions", "stories", "teams", "admin/users", "admin/dead_jobs"] {
            var answers = Answers.complete
            answers[path] = failure.0
            let extras = await extras(Answers(answers))
            #expect(extras.notes.count == 1, "\(path): \(extras.notes)")
            #expect(extras.notes.first?.contains(failure.1) == true, "\(path): \(extras.notes)")
            #expect((extras.directory == nil) == (path == "actions"))
            #expect((extras.dead == nil) == (path == "admin/dead_jobs"))
            #expect(extras.workers != nil)
        }
        let none = await extras(Answers(Answers.complete.mapValues { _ in failure.0 }))
        #expect(none.directory == nil && none.dead == nil)
        #expect(none.notes.count == 3 || none.notes.count == 2)
    }

    @Test("is asked for action by action where that takes fewer requests")
    func oneByOne() async {
        let page = (1...500).map { "{\"id\":\($0),\"story_id\":10}" }.joined(separator: ",")
        var answers = Answers.complete
        answers["actions"] = .success("{\"agents\":[\(page)],\"meta\":{\"count\":5000,\"next_page_number\":2}}")
        answers["actions/7001"] = .success("{\"id\":7001,\"story_id\":10}")
        let few = Answers(answers)
        let extras = await extras(few, touched: [3, 7001, 7002])
        #expect(extras.notes == [])
        #expect(extras.directory?.actionIDs == [1, 3, 7001])
        #expect(few.asked.filter { $0.contains("/actions") }.count == 3)
    }

    @Test("is read page by page where that takes fewer requests, and a list that never ends is left when it repeats")
    func pages() async {
        var answers = Answers.complete
        for page in 1...3 {
            let rows = ((page - 1) * 500 + 1...page * 500).map { "{\"id\":\($0),\"story_id\":10}" }.joined(
                separator: ","
            )
            answers[page == 1 ? "actions" : "actions page=\(page)"] = .success(
                "{\"agents\":[\(rows)],\"meta\":{\"count\":0,\"pages\":0,\"next_page_number\":\(page + 1)}}"
            )
        }
        answers["actions page=4"] = answers["actions page=3"]
        let list = Answers(answers)
        let extras = await extras(list, touched: Set(990...1_010))
        #expect(extras.notes == [])
        // The dead job of the answers names action 1.
        #expect(extras.directory?.actionIDs == Set(990...1_010).union([1]))
        #expect(list.asked.filter { $0.contains("/actions") }.count == 4)
    }

    @Test("is given up when a list has new rows for ever, and says so", arguments: ["actions", "stories", "teams"])
    func newRowsForEver(_ path: String) async {
        let complete = Answers(Answers.complete)
        let requests = Mutex(0)
        let touched = TouchedActions()
        await touched.add([1, 2])
        let reader = ExtrasReader(asking: [.stories], touched: touched) { request in
            guard request.path == path else { return try await complete.fetch(request) }
            let page = requests.withLock { count in
                count += 1
                return count
            }
            return Array(
                "{\"\(path == "actions" ? "agents" : path)\":[{\"id\":\(page)}],\"meta\":{\"next_page_number\":9}}".utf8
            )
        }
        // So many that pages take fewer requests.
        await touched.add((0..<1_000).map { $0 })
        await reader.read()
        let notes = await reader.extras().notes
        #expect(notes.count == 1 && notes.allSatisfy { $0.contains("too large") }, "\(notes)")
        #expect(requests.withLock(\.self) == ExtrasReader.mostPages)
    }

    @Test("has what came before the time was up, and says what did not")
    func cancelled() async {
        let touched = TouchedActions()
        await touched.add([1])
        let complete = Answers(Answers.complete)
        let reader = ExtrasReader(asking: ReportExtra.standard, touched: touched) { request in
            if request.path == "admin/dead_jobs" { try await Task.sleep(for: .seconds(3_600)) }
            return try await complete.fetch(request)
        }
        let task = Task { await reader.read() }
        while await reader.extras().directory?.entry(ofAction: 1)?.owners.isEmpty ?? true { await Task.yield() }
        task.cancel()
        await task.value
        let extras = await reader.extras()
        #expect(extras.notes == ["Dead jobs are missing: no answer in time."])
    }

    @Test("includes the newest error of an action, masked")
    func messages() async {
        let log = """
            {"action_logs":[{"level":4,"message":"old","created_at":"2026-01-01T00:00:00Z"},
            {"level":4,"message":"Authorization: Bearer abc123456","created_at":"2026-01-02T00:00:00Z"},
            {"level":2,"message":"warning","created_at":"2026-01-03T00:00:00Z"},{"level":4},{}]}
            """
        let answers = Answers(["actions/1/logs": .success(log), "actions/2/logs": .failure(APIFailure(.status(403)))])
        let (messages, note) = await MessageReader(fetch: answers.fetch).read([1, 2, 3])
        #expect(messages.map(\.text) == ["Authorization: [hidden]"])
        #expect(messages.first?.createdAt == Timestamp(iso8601: "2026-01-02T00:00:00Z"))
        #expect(note?.contains("2 of 3") == true)
    }

    @Test("is the same when it was saved and read again")
    func saved() async throws {
        let folder = try TemporaryFolder()
        var answers = Answers.complete
        answers["teams"] = .failure(APIFailure(.status(403)))
        let read = await extras(Answers(answers))
        let saved = SavedExtras(extras: read, messages: [], asked: ReportExtra.standard)
        try folder.write(saved.json(), to: SavedExtras.fileName)
        let found = try SavedExtras(folder: folder.path)
        let extras = try #require(found).extras()
        #expect(extras.directory == read.directory)
        #expect(extras.notes == read.notes)
        #expect(extras.workers == read.workers)
        #expect(extras.dead?.ids == read.dead?.ids)
        #expect(extras.dead?.isComplete == true)
        try folder.write("{", to: SavedExtras.fileName)
        #expect(throws: SavedExtrasError.self) { try SavedExtras(folder: folder.path) }
    }

    @Test("has all rows again where there are more than a line has", arguments: [499, 500, 501, 1_700])
    func longLists(count: Int) throws {
        let folder = try TemporaryFolder()
        var extras = TenantExtras()
        var directory = TenantDirectory()
        for id in 1...Int64(count) { directory.add(DirectoryAction(id: id, name: "A \(id)", storyID: id % 7)) }
        extras.directory = directory
        var dead = DeadList()
        _ = dead.add((1...Int64(count)).map { RetryJob(id: .number($0), type: .agentReceive) })
        extras.dead = dead
        let saved = try SavedExtras(extras: extras, messages: [], asked: ReportExtra.standard).json()
        try folder.write(saved, to: SavedExtras.fileName)
        let whole = try SavedExtras(folder: folder.path)
        let found = try #require(whole).extras()
        #expect(found.notes.isEmpty && found.directory == directory && found.dead?.jobs == dead.jobs)
        let longest = saved.split(separator: UInt8(ascii: "\n")).map(\.count).max() ?? 0
        #expect(longest < 100_000, "no line has all rows")
    }
}
