#if LiveTenant
/// An order in which a tenant may serve the list, and where it puts a job that is retried.
enum ListOrder: Int, CaseIterable, Sendable {
    /// By the estimated next retry, soonest first: a retried job moves toward the end.
    case nextRetryAscending
    /// A retried job moves toward the beginning.
    case nextRetryDescending
    /// By the last retry, oldest first: a retried job moves to the end.
    case lastRetryAscending
    /// A retried job moves to the beginning.
    case lastRetryDescending
    /// By numeric id: a retried job keeps its place.
    case idAscending
    case idDescending

    /// The side toward which a retried job moves; nil when it does not move.
    var movesToward: ReadingDirection? {
        switch self {
        case .nextRetryAscending, .lastRetryAscending: .forward
        case .nextRetryDescending, .lastRetryDescending: .backward
        case .idAscending, .idDescending: nil
        }
    }
}

/// The direction in which a list is read.
enum ReadingDirection: Hashable, Sendable {
    case forward
    case backward
}

/// What the pages show about the order of the list.
///
/// A page is one moment, so its jobs stand in the order of the list. Each order is tested on its own: how many jobs
/// must be taken out until the others stand in it, as far as their estimates are apart at all. Orders that are not
/// ruled out must be reckoned with; one of them must have been shown.
struct OrderEvidence: Sendable {
    /// Steps between jobs whose keys are surely different, after which an order counts as shown.
    private static let leastSteps = 8

    private var tests = ListOrder.allCases.map { _ in OrderTest() }
    private var jobs = 0
    private var numericIDs = 0

    /// Jobs that follow are on another page, or behind a gap.
    mutating func begin() {
        for index in tests.indices { tests[index].begin() }
    }

    /// Takes the next job.
    ///
    /// - `time`: the tenant's time when it was read.
    /// - `isFresh`: it was not there in this state before, so it came or moved while the list was read.
    mutating func take(_ job: JobMark, time: Int64, isFresh: Bool) {
        guard job.isReadable else { return }
        jobs += 1
        if let (low, high) = Self.nextRetry(of: job, time: time) {
            tests[0].take(low, high, isFresh: isFresh)
            tests[1].take(-high, -low, isFresh: isFresh)
        }
        if job.lastRetry > 0, job.lastRetry < Self.farthest {
            tests[2].take(job.lastRetry - Self.second, job.lastRetry + Self.second, isFresh: isFresh)
            tests[3].take(-job.lastRetry - Self.second, -job.lastRetry + Self.second, isFresh: isFresh)
        }
        if !job.hasTextID, job.id > .min {
            numericIDs += 1
            tests[4].take(job.id, job.id, isFresh: isFresh)
            tests[5].take(-job.id, -job.id, isFresh: isFresh)
        }
    }

    /// The jobs were taken from the last to the first.
    mutating func reverse() {
        for index in stride(from: 0, to: tests.count, by: 2) { tests.swapAt(index, index + 1) }
    }

    /// The pages contradict the order.
    func isRuledOut(_ order: ListOrder) -> Bool {
        let test = tests[order.rawValue]
        switch order {
        case .idAscending, .idDescending: return test.misfits > 0 || numericIDs * 10 < jobs * 9
        default:
            return test.misfits > test.jobs / 50 || test.freshMisfits > test.freshJobs / 50
                || tests[order.rawValue ^ 1].isRising
        }
    }

    /// The pages show the order.
    func isShown(_ order: ListOrder) -> Bool {
        !isRuledOut(order) && (tests[order.rawValue].steps >= Self.leastSteps || tests[order.rawValue].isRising)
    }

    /// The order is one of those that are known.
    var isKnown: Bool { ListOrder.allCases.contains(where: isShown) }

    /// The directions in which the list must be read, so that no job can move to the side that was read already,
    /// whichever of the possible orders it has.
    var directions: Set<ReadingDirection> {
        Set(ListOrder.allCases.filter { !isRuledOut($0) }.compactMap(\.movesToward))
    }

    private static let second: Int64 = 1_000_000
    /// The year 2262 has the largest numbers; nothing near them is a time.
    private static let farthest: Int64 = .max / 4

    /// The next retry at the earliest and the latest, whatever the version of Sidekiq.
    static func nextRetry(of job: JobMark, time: Int64) -> (Int64, Int64)? {
        guard job.retryCount >= 0, job.retryCount <= 100 else { return nil }
        let count = Int64(job.retryCount)
        let jitter = 29 * (count + 1)
        if job.lastRetry <= 0 || job.lastRetry >= farthest {
            // Failed for the first time, some seconds ago or long ago when nobody runs retries: due soon or overdue.
            guard job.retryCount == 0, time > 0 else { return nil }
            return (-farthest, time + (15 + jitter + 300) * second)
        }
        let low = job.lastRetry + (count * count * count * count + 15) * second
        return (low - second, low + (jitter + 1) * second)
    }
}

/// Whether a sequence of keys, each known to be between two bounds, is in ascending order but for a few.
private struct OrderTest: Sendable {
    private(set) var jobs = 0
    private(set) var misfits = 0
    private(set) var freshJobs = 0
    private(set) var freshMisfits = 0
    /// Jobs that are surely behind all jobs before them.
    private(set) var steps = 0

    private var top: (low: Int64, high: Int64, isFresh: Bool)?
    private var second: Int64 = .min

    /// The middle of every so many keys, in order.
    private var samples: [Int64] = []
    private var stride = 1
    private var sinceSample = 0

    mutating func begin() {
        top = nil
        second = .min
        samples = []
        stride = 1
        sinceSample = 0
    }

    /// The keys rise, though each of them is not known well enough to be compared with the next: nearly all are less
    /// than the one half a list behind them.
    var isRising: Bool {
        let half = samples.count / 2
        guard half >= 32 else { return false }
        let rising = (0..<half).count { samples[$0] < samples[$0 + half] }
        return rising * 20 > half * 19
    }

    private mutating func sample(_ key: Int64) {
        sinceSample += 1
        guard sinceSample >= stride else { return }
        sinceSample = 0
        samples.append(key)
        guard samples.count == 1_024 else { return }
        samples = samples.indices.filter { $0 % 2 == 1 }.map { samples[$0] }
        stride *= 2
    }

    mutating func take(_ low: Int64, _ high: Int64, isFresh: Bool) {
        jobs += 1
        if high - low < 3_600_000_000 { sample(low / 2 + high / 2) }
        if isFresh { freshJobs += 1 }
        guard let top else {
            self.top = (low, high, isFresh)
            return
        }
        if high >= top.low {
            if low > top.high { steps += 1 }
            if low > top.low {
                second = max(second, top.low)
                // A key without an upper bound is behind what was there, but nothing is surely behind it.
                self.top = (low, high < .max / 8 ? high : top.high, isFresh)
            } else {
                second = max(second, low)
            }
            return
        }
        misfits += 1
        if high < second {
            if isFresh { freshMisfits += 1 }
        } else {
            // One job before it stands too far in front; without that one all is well.
            if top.isFresh { freshMisfits += 1 }
            self.top = (max(low, second), high, isFresh)
        }
    }
}
#endif
