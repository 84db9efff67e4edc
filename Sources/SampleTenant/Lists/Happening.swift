#if LiveTenant
internal import RetryJobs

extension SampleTenant {
    /// Something that happens to the set once, in the middle of a reading.
    public struct Happening: Sendable, Hashable {
        /// What happens.
        public enum Event: Sendable, Hashable {
            /// This many jobs fail for the first time at this moment.
            case enter(Int)
            /// This many jobs enter in front of all others, as the list is served.
            case enterInFront(Int)
            /// This many jobs enter behind all others, as the list is served.
            case enterBehind(Int)
            /// This many jobs enter from this place of the list on.
            case enterAt(Int, place: Int)
            /// This many jobs from this place of the list on are deleted.
            case delete(Int, place: Int)
            /// All jobs are deleted.
            case deleteAll
            /// This many jobs anywhere are retried by hand, and fail again.
            case retrySome(Int)
            /// All jobs are retried by hand, and fail again.
            case retryAll
            /// The tenant's clock jumps by this many seconds.
            case clock(Int)
            /// The list is served in another order from here on.
            case order(Order)
        }

        /// When it happens.
        public enum Moment: Sendable, Hashable {
            /// Just before the page that is served as this one, counted from 1.
            case answer(Int)
            /// Just before this page is served for the first time.
            case page(Int)
            /// Just before each page.
            case each
            /// Before the first page after a 429.
            case afterRateLimit
        }

        /// What happens.
        public var event: Event
        /// When it happens.
        public var moment: Moment

        /// An event and its moment.
        public init(_ event: Event, _ moment: Moment) {
            self.event = event
            self.moment = moment
        }
    }
}

extension SampleTenant.Happening.Event {
    /// Lets this happen to the jobs; a jump of the clock and a new order are the caller's.
    ///
    /// `order` is the order in which the list is served.
    func happen(to lists: inout JobLists, order: SampleTenant.Order, now: Int64) {
        let isReversed = order == .descending
        switch self {
        case .enter(let count):
            for _ in 0..<count { lists.enterNew(now: now) }
        case .enterInFront(let count):
            Self.enter(count, atLowestScore: !isReversed, in: &lists, now: now)
        case .enterBehind(let count):
            Self.enter(count, atLowestScore: isReversed, in: &lists, now: now)
        case .enterAt(let count, let place):
            let score = order.jobs(of: lists.waiting, from: place, limit: 1, answer: 0).first?.score ?? now
            for _ in 0..<count { lists.enterNew(score: score, now: now) }
        case .delete(let count, let place):
            let offset = isReversed ? max(0, lists.waiting.count - place - count) : place
            for _ in 0..<count { lists.delete(at: offset, now: now) }
        case .deleteAll:
            lists.deleteAll(now: now)
        case .retrySome(let count):
            var random = SplitMix64(seed: UInt64(bitPattern: now))
            for _ in 0..<min(count, lists.waiting.count) {
                lists.retry(at: random.below(lists.waiting.count), now: now)
            }
        case .retryAll:
            lists.retryAll(now: now)
        case .clock, .order:
            break
        }
    }

    private static func enter(_ count: Int, atLowestScore isLow: Bool, in lists: inout JobLists, now: Int64) {
        let edge = (isLow ? lists.waiting.first?.score : lists.waiting.last?.score) ?? now
        for step in 1...max(1, count) where count > 0 {
            lists.enterNew(score: edge + Int64(isLow ? -step : step) * 1_000, now: now)
        }
    }
}
#endif
