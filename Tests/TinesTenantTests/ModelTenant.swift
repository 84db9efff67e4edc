#if LiveTenant
import RetryJobs
import Synchronization
import TinesRetryJobs

@testable import TinesTenant

/// A tenant's list in memory that moves by Sidekiq's schedule with each request, for reading it thousands of times
/// without a network.
final class ModelTenant: PageAsking, Sendable {
    /// How the list is ordered.
    enum Order: Sendable, CaseIterable {
        case ascending, descending, byID, byFailure, newestFailureFirst, shuffledOnce, pastEachOther, bothWays
    }

    /// What is wrong with answers.
    enum Fault: Sendable, Hashable {
        case none, noMeta, zeroCounts, countsTooMany
        /// One answer in twenty is an empty list without meta.
        case emptyAtTimes
        /// One answer in twenty has only the first half of its jobs, and says that it is the last one.
        case cutShortAtTimes
        /// The 7th to the 18th answer are empty lists without meta.
        case emptyForAWhile
        /// The first eight answers have one job each.
        case oneJobForAWhile
        /// Each answer, without meta, has the first 20 jobs, whatever was asked for.
        case ignoresPaging
        case jumps
        case fromZero, fromZeroWithoutMeta
        /// Sizes rounded down to 50.
        case roundedSizes
        /// No meta, and the largest of 10, 25 and 75 jobs that is not more than was asked for.
        case pickedSizes
        /// At most 100 jobs.
        case smallPages
        /// Each page is made of five pieces, some time apart.
        case torn
        case notFoundBeyondEnd, lastPageBeyondEnd, firstPageBeyondEnd
        /// 5,000 jobs enter in front.
        case massEntry
        case everythingDeleted
        /// 400 jobs are deleted at one place and as many enter some pages behind it, at once.
        case exchanged(pages: Int)
    }

    struct Setting: Sendable {
        var order = Order.ascending
        var fault = Fault.none
        var jobs = 3_000
        var isStill = false
        /// Seconds that pass for the list with each request, on average.
        var secondsPerRequest = 1.0
    }

    private struct Job {
        let id: Int64
        var retryCount: Int32
        var lastRetry: Int64
        var nextRetry: Int64
        var key: Int64 = 0
        var wasThereAllTheTime = true
    }

    private struct State {
        var random: Random
        var now: Int64 = 1_764_000_000 * 1_000_000
        /// In the order of the list.
        var jobs: [Job] = []
        var lastID: Int64 = 0
        var requests = 0
    }

    private static let second: Int64 = 1_000_000

    private let setting: Setting
    private let state: Mutex<State>

    init(_ setting: Setting, seed: UInt64) {
        self.setting = setting
        var state = State(random: Random(seed))
        for _ in 0..<setting.jobs {
            state.lastID += state.random.below(5) + 1
            let count = Int32(state.random.below(25))
            let wait = Self.wait(after: count, &state.random)
            let failed = state.now - state.random.below(wait)
            state.jobs.append(
                Job(
                    id: state.lastID,
                    retryCount: count,
                    lastRetry: count == 0 ? .min : failed,
                    nextRetry: failed + wait
                )
            )
        }
        for index in state.jobs.indices { state.jobs[index].key = Self.key(state.jobs[index], setting.order) }
        state.jobs.sort { ($0.key, $0.id) < ($1.key, $1.id) }
        self.state = Mutex(state)
    }

    var requests: Int { state.withLock { $0.requests } }

    /// Jobs that were in the list from before the first request until now and are not in `found`.
    func missed(_ found: Set<Int64>) -> Int {
        state.withLock { $0.jobs.count { $0.wasThereAllTheTime && !found.contains($0.id) } }
    }

    func ask(_ window: PageWindow) async throws -> PageAnswer {
        // Requests that are under way together arrive in any order.
        for _ in 0..<state.withLock({ $0.random.below(6) }) { await Task.yield() }
        return state.withLock { answer(window, &$0) }
    }

    private func answer(_ window: PageWindow, _ state: inout State) -> PageAnswer {
        state.requests += 1
        if setting.fault != .torn { advance(&state, part: 1) }
        happen(&state)
        var size = window.size
        if setting.fault == .roundedSizes { size = max(50, size / 50 * 50) }
        if setting.fault == .pickedSizes { size = [75, 25].first { $0 <= size } ?? 10 }
        if setting.fault == .smallPages { size = min(100, size) }
        let pages = (state.jobs.count + size - 1) / size
        var index =
            [.fromZero, .fromZeroWithoutMeta].contains(setting.fault) ? window.number : max(0, window.number - 1)
        if index >= max(1, pages) {
            switch setting.fault {
            case .notFoundBeyondEnd:
                return PageAnswer(window: window, content: .failed(attempts: 1, .status(404, excerpt: "")))
            case .lastPageBeyondEnd: index = max(0, pages - 1)
            case .firstPageBeyondEnd: index = 0
            default: break
            }
        }
        var jobs = page(index * size, size, &state)
        var next: PageAnswer.NextPage = index + 1 < pages ? .named(window.number + 1) : .none
        var hasMeta = ![.noMeta, .pickedSizes, .fromZeroWithoutMeta, .ignoresPaging].contains(setting.fault)
        if setting.fault == .jumps, next != .none, state.random.below(3) == 0 { next = .named(window.number + 5) }
        let isOdd = state.random.below(20) == 0
        if setting.fault == .emptyAtTimes, isOdd {
            jobs = []
            hasMeta = false
        }
        if setting.fault == .cutShortAtTimes, isOdd {
            jobs = Array(jobs.prefix(jobs.count / 2))
            next = .none
        }
        if setting.fault == .emptyForAWhile, 7...18 ~= state.requests {
            jobs = []
            hasMeta = false
        }
        if setting.fault == .oneJobForAWhile, state.requests <= 8 {
            jobs = Array(jobs.prefix(1))
            hasMeta = false
        }
        if setting.fault == .ignoresPaging { jobs = Array(state.jobs.prefix(20)) }
        let marks = jobs.map { JobMark(id: $0.id, lastRetry: $0.lastRetry, retryCount: $0.retryCount) }
        var sight = PageAnswer.Sight(
            page: RetryJobPage(jobs: JobBatch(), body: [], envelope: PageEnvelope()),
            jobs: marks,
            next: hasMeta ? next : .unsaid
        )
        sight.hasMeta = hasMeta
        if hasMeta {
            sight.count =
                setting.fault == .zeroCounts ? 0 : state.jobs.count * (setting.fault == .countsTooMany ? 2 : 1)
        }
        sight.hasTwins = Set(marks.map(\.id)).count < marks.count
        sight.time = state.now
        return PageAnswer(window: window, content: .page(sight))
    }

    private func page(_ start: Int, _ size: Int, _ state: inout State) -> [Job] {
        var jobs: [Job] = []
        let pieces = setting.fault == .torn ? 5 : 1
        let length = (size + pieces - 1) / pieces
        for piece in 0..<pieces {
            let from = start + piece * length
            let to = min(start + size, from + length, state.jobs.count)
            if from < to { jobs += state.jobs[from..<to] }
            if pieces > 1 { advance(&state, part: pieces) }
        }
        return jobs
    }

    /// Runs what is due: two in three jobs fail again, the others are done.
    private func advance(_ state: inout State, part: Int) {
        guard !setting.isStill else { return }
        let most = Int64(2 * setting.secondsPerRequest * Double(Self.second)) / Int64(part)
        state.now += state.random.below(max(1, most))
        let due = state.jobs.filter { $0.nextRetry <= state.now }
        guard !due.isEmpty else { return }
        state.jobs.removeAll { $0.nextRetry <= state.now }
        for var job in due where state.random.below(3) > 0 && job.retryCount < 24 {
            job.retryCount += 1
            job.lastRetry = state.now
            job.nextRetry = state.now + Self.wait(after: job.retryCount, &state.random)
            insert(job, &state)
        }
        for _ in 0..<state.random.below(3) {
            enter(nextRetry: state.now + Self.wait(after: 0, &state.random), &state)
        }
    }

    private func happen(_ state: inout State) {
        switch setting.fault {
        case .massEntry where state.requests == 5:
            for index in 0..<5_000 { enter(nextRetry: state.now - 3_600 * Self.second + Int64(index), &state) }
        case .everythingDeleted where state.requests == 6: state.jobs = []
        case .exchanged(let pages) where state.requests == 4:
            let place = max(0, state.jobs.count / 2 - pages * 250)
            let behind = state.jobs[min(place + pages * 500, state.jobs.count - 1)].nextRetry
            state.jobs.removeSubrange(place..<min(place + 400, state.jobs.count))
            for _ in 0..<400 { enter(nextRetry: behind, &state) }
        default: break
        }
    }

    private func enter(nextRetry: Int64, _ state: inout State) {
        state.lastID += 1
        insert(
            Job(id: state.lastID, retryCount: 0, lastRetry: .min, nextRetry: nextRetry, wasThereAllTheTime: false),
            &state
        )
    }

    private func insert(_ job: Job, _ state: inout State) {
        var job = job
        job.key = Self.key(job, setting.order)
        var low = 0
        var high = state.jobs.count
        while low < high {
            let middle = (low + high) / 2
            if (state.jobs[middle].key, state.jobs[middle].id) < (job.key, job.id) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        state.jobs.insert(job, at: low)
    }

    private static func key(_ job: Job, _ order: Order) -> Int64 {
        let failed = job.lastRetry > 0 ? job.lastRetry : job.nextRetry - 20 * second
        return switch order {
        case .ascending: job.nextRetry
        case .descending: -job.nextRetry
        case .byID: job.id
        case .byFailure: failed
        case .newestFailureFirst: -failed
        case .shuffledOnce: job.id &* 7_919 % 100_003
        // Most failures first, and of these the next one due.
        case .pastEachOther: Int64(-job.retryCount) << 52 + job.nextRetry / 1_000
        // A retry takes a job from one side to the other.
        case .bothWays: job.retryCount.isMultiple(of: 2) ? job.nextRetry : -job.nextRetry
        }
    }

    private static func wait(after count: Int32, _ random: inout Random) -> Int64 {
        let count = Int64(count)
        return (count * count * count * count + 15 + random.below(10 * (count + 1))) * second
    }
}

/// Numbers that look random and are the same with every run.
struct Random: Sendable {
    private var random: SplitMix64

    init(_ seed: UInt64) { random = SplitMix64(seed: seed &* 7_919) }

    /// A number from 0 to one below `limit`.
    mutating func below<Number: BinaryInteger>(_ limit: Number) -> Number { Number(random.next() % UInt64(limit)) }
}
#endif
