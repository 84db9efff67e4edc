import RetryReport
import Synchronization
package import TinesRetryJobs

/// Asks a tenant, or an earlier reading that was saved, for what a report says besides retry jobs.
///
/// Nothing here fails: a request that is not answered leaves a note, and the rest is read all the same. The requests
/// run beside each other, those of one list one after the other.
package final class ExtrasReader: Sendable {
    /// The most pages of a list that are read.
    static let mostPages = 400

    private let asked: Set<ReportExtra>
    private let fetch: APIFetch
    private let touched: TouchedActions
    private let gathered = Mutex(GatheredExtras())

    /// - Parameters:
    ///   - asked: what to ask for. Messages are asked for once the report is made; see ``MessageReader``.
    ///   - touched: the actions that jobs name. Someone must say when all are known.
    ///   - fetch: answers a request.
    package init(asking asked: Set<ReportExtra>, touched: TouchedActions, fetch: @escaping APIFetch) {
        self.asked = asked
        self.touched = touched
        self.fetch = fetch
    }

    /// Reads everything that was asked for. When the task is cancelled, ``extras()`` has what came before.
    package func read() async {
        await withDiscardingTaskGroup { group in
            if asked.contains(.stories) { group.addTask { await self.readDirectory() } }
            if asked.contains(.dead) { group.addTask { await self.readDeadJobs() } }
            if asked.contains(.workers) { group.addTask { await self.readWorkers() } }
        }
    }

    /// What is known by now, of actions that jobs name; what is still under way counts as not answered in time.
    package func extras() async -> TenantExtras {
        let ids = await touched.ids
        return gathered.withLock { $0.extras(asked: asked, touched: ids) }
    }

    // MARK: Dead jobs and workers

    private func readWorkers() async {
        await report(to: \.workers) {
            let body = try await fetch(.workers)
            guard let workers = try readable({ () throws(PageRefusal) in try DirectoryDecoder().workers(body) }) else {
                throw APIFailure(.unreadable)
            }
            gathered.withLock { $0.statistics = workers }
        }
    }

    private func readDeadJobs() async {
        let decoder = DirectoryDecoder()
        await report(to: \.dead) {
            try await readList { page in
                let rows = try await rows(of: .deadJobs(page: page), decoder.deadJobs)
                if page == 1, rows.received > 0, rows.rows.isEmpty { throw APIFailure(.rowsWithoutNumbers) }
                let (fresh, count) = gathered.withLock { ($0.deadJobs.add(rows.rows), $0.deadJobs.count) }
                await touched.add(rows.rows.compactMap { $0.action?.id })
                if count > 2 * DeadJobs.capacity { throw APIFailure(.tooLarge) }
                return rows.listPage(fresh: fresh)
            }
            gathered.withLock { $0.deadJobs.isComplete = true }
        }
    }

    // MARK: The directory

    private func readDirectory() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.readActions() }
            group.addTask {
                // Owners are numbers until the users are read, and there may be none.
                await self.readStories()
                await self.readOwners()
            }
            group.addTask { await self.readTeams() }
        }
    }

    private func readActions() async {
        let decoder = DirectoryDecoder()
        await report(to: \.actions) {
            let first = try await rows(of: .actions(page: 1), decoder.actions)
            if first.received == 0 {
                // An empty list is only worth a note when a job names an action.
                _ = try await touched.wait(for: 1)
                if await touched.ids.isEmpty { return }
                throw APIFailure(.empty)
            }
            if first.rows.isEmpty { throw APIFailure(.rowsWithoutNumbers) }
            keep(first.rows)
            let more = max(0, expectedPages(first) - 1)
            // Whichever takes fewer requests. Until enough actions are known to tell, nothing is asked for.
            if more > 1, try await touched.wait(for: more) {
                let missing = await touched.ids.subtracting(first.rows.map(\.id))
                if missing.count < more { return try await readActionsByNumber(missing.sorted()) }
            }
            try await readList(from: first.listPage(fresh: first.rows.count)) { page in
                let rows = try await rows(of: .actions(page: page), decoder.actions)
                return rows.listPage(fresh: keep(rows.rows))
            }
        }
    }

    /// A missing action is not a failure: a job may name one that was deleted, or a number of none.
    private func readActionsByNumber(_ ids: [Int64]) async throws {
        let decoder = DirectoryDecoder()
        for id in ids {
            do {
                let body = try await fetch(.action(id))
                let action = try readable { () throws(PageRefusal) in try decoder.action(body) }
                if let action, action.id == id { keep([action]) }
            } catch let failure as APIFailure where failure.reason == .status(404) {
                continue
            }
        }
    }

    private func readStories() async {
        await readAll(\.stories, { .stories(page: $0) }, DirectoryDecoder().stories, id: \.id) { $0.add($1) }
    }

    private func readTeams() async {
        await readAll(\.teams, { .teams(page: $0) }, DirectoryDecoder().teams, id: \.id) { $0.add($1) }
    }

    /// Reads the users if a story has an owner.
    private func readOwners() async {
        guard gathered.withLock({ $0.directory.namesOwners }) else {
            gathered.withLock { $0.users = .complete }
            return
        }
        await readAll(\.users, { .users(page: $0) }, DirectoryDecoder().people, id: \.id) { $0.add($1) }
    }

    /// Reads all pages of a list and adds each row to the directory.
    private func readAll<Row>(
        _ part: WritableKeyPath<GatheredExtras, GatheredExtras.Outcome>,
        _ request: (_ page: Int) -> APIRequest,
        _ decode: ([UInt8]) throws(PageRefusal) -> RowPage<Row>,
        id: (Row) -> Int64,
        add: (inout TenantDirectory, Row) -> Void
    ) async {
        await report(to: part) {
            var seen: Set<Int64> = []
            try await readList { page in
                let rows = try await rows(of: request(page), decode)
                if page == 1, rows.received == 0 { throw APIFailure(.empty) }
                if page == 1, rows.rows.isEmpty { throw APIFailure(.rowsWithoutNumbers) }
                gathered.withLock { gathered in
                    for row in rows.rows { add(&gathered.directory, row) }
                }
                let before = seen.count
                seen.formUnion(rows.rows.map(id))
                return rows.listPage(fresh: seen.count - before)
            }
        }
    }

    @discardableResult
    private func keep(_ rows: [DirectoryAction]) -> Int {
        gathered.withLock { gathered in
            rows.count { action in
                let isNew = gathered.directory.entry(ofAction: action.id) == nil
                gathered.directory.add(action)
                return isNew
            }
        }
    }

    // MARK: Lists

    /// How many pages a list seems to have, by what its first page says; 1 when nothing says more.
    private func expectedPages(_ first: RowPage<DirectoryAction>) -> Int {
        let byCount = first.count.map { ($0 + first.received - 1) / first.received } ?? 0
        return max(byCount, first.pages ?? 0, first.nextPageNumber == nil ? 1 : 2)
    }

    private func rows<Row>(
        of request: APIRequest,
        _ decode: ([UInt8]) throws(PageRefusal) -> RowPage<Row>
    ) async throws -> RowPage<Row> {
        let body = try await fetch(request)
        return try readable { () throws(PageRefusal) in try decode(body) }
    }

    /// Reads the pages of a list one after the other, until a page is the last or brings nothing new.
    private func readList(
        from first: ListPage? = nil,
        _ read: (_ page: Int) async throws -> ListPage
    ) async throws {
        var number = 1
        var page: ListPage
        if let first { page = first } else { page = try await read(1) }
        let largest = page.received
        while !page.isLast(largest: largest) {
            guard number < Self.mostPages else { throw APIFailure(.tooLarge) }
            number += 1
            page = try await read(number)
        }
    }

    /// Runs the requests for one list and writes down how they ended.
    private func report(
        to part: WritableKeyPath<GatheredExtras, GatheredExtras.Outcome>,
        _ read: () async throws -> Void
    ) async {
        let outcome: GatheredExtras.Outcome
        do {
            try await read()
            outcome = .complete
        } catch let failure as APIFailure {
            outcome = .failed(failure)
        } catch is CancellationError {
            outcome = .failed(APIFailure(.timeout))
        } catch {
            outcome = .failed(APIFailure(.connection))
        }
        gathered.withLock { $0[keyPath: part] = outcome }
    }
}

/// Turns the refusal of a page into a failure of its request.
private func readable<Result>(_ read: () throws(PageRefusal) -> Result) throws(APIFailure) -> Result {
    do {
        return try read()
    } catch {
        throw APIFailure(.unreadable)
    }
}

/// What is needed of a page to know whether another one follows.
private struct ListPage {
    let received: Int
    let fresh: Int
    let next: Int?

    /// A page without a next one that is shorter than the largest is the last; so is one that brings nothing new.
    func isLast(largest: Int) -> Bool {
        fresh == 0 || next == nil && received < max(largest, APIRequest.pageSize)
    }
}

extension RowPage {
    fileprivate func listPage(fresh: Int) -> ListPage {
        ListPage(received: received, fresh: fresh, next: nextPageNumber)
    }
}
