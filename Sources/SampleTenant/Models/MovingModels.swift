#if LiveTenant
internal import RetryJobs

/// Sets that stand still, and sets that move.
extension SampleTenant.Model {
    private typealias Happening = SampleTenant.Happening

    /// Sets that do not move.
    static let still = [
        Self("still", "nothing moves") { _ in },
        Self("still-descending", "nothing moves, descending order") { $0.paging.order = .descending },
        Self("still-no-meta", "nothing moves, no meta") { $0.paging.meta = .none },
    ]

    /// Sets that move by the schedule, one for each order.
    static let orders =
        SampleTenant.Order.allCases.map { order in
            Self(order.rawValue, "moves by the schedule, order \(order.rawValue)") { $0.moves(order) }
        } + [
            Self("churn", "random changes, 50 a second") { $0.changesPerSecond = 50 },
            Self("churn-fast", "random changes, 500 a second") { $0.changesPerSecond = 500 },
            Self("long-runs", "retries take up to 20 s") {
                $0.moves()
                $0.schedule?.longestRun = 20
            },
            Self("descending-long-runs", "retries take up to 20 s, descending order") {
                $0.moves(.descending)
                $0.schedule?.longestRun = 20
            },
            Self("descending-no-meta", "descending order, no meta") {
                $0.moves(.descending)
                $0.paging.meta = .none
            },
            Self("descending-capped", "descending order, half the jobs asked for, no meta") {
                $0.moves(.descending)
                $0.paging.meta = .none
                $0.paging.sizes = .capped(50)
            },
        ]

    /// Things that happen once, in the middle.
    static let events = [
        Self("enter-in-front", "20,000 jobs enter in front, at ten moments") { configuration in
            for step in 1...10 { configuration.happenings.append(.init(.enterInFront(2_000), .answer(4 + 6 * step))) }
        },
        Self("enter-in-front-at-once", "20,000 jobs enter in front at one moment") {
            $0.happenings += [.init(.enterInFront(20_000), .answer($0.somePage))]
        },
        Self("enter-in-pause", "2,000 jobs enter in front during a 429 pause") {
            $0.faults += [.init(.tooManyRequests(.seconds(0)), page: $0.somePage, attempts: 1)]
            $0.happenings += [.init(.enterInFront(2_000), .afterRateLimit)]
        },
        Self("enter-behind", "2,000 jobs enter behind, descending order") {
            $0.moves(.descending)
            $0.happenings += [.init(.enterBehind(2_000), .answer($0.somePage))]
        },
        Self("delete-all", "all jobs are deleted") {
            $0.moves()
            $0.happenings += [.init(.deleteAll, .answer($0.somePage + 3))]
        },
        Self("delete-half", "half of the jobs are deleted in front of the reader") {
            $0.happenings += [.init(.delete($0.jobs / 2, place: 0), .answer($0.somePage))]
        },
        Self("swap", "400 jobs are deleted behind the reader while 400 enter far ahead") {
            let page = $0.somePage + 6
            $0.happenings += [
                .init(.delete(400, place: 100), .answer(page)),
                .init(.enterAt(400, place: $0.jobs * 3 / 4), .answer(page)),
            ]
        },
        Self("swap-descending", "the same in descending order") {
            $0.paging.order = .descending
            let page = $0.somePage + 6
            $0.happenings += [
                .init(.delete(400, place: 100), .answer(page)),
                .init(.enterAt(400, place: $0.jobs * 3 / 4), .answer(page)),
            ]
        },
        Self("swap-one", "one job is deleted behind the reader while one enters ahead, twenty times") {
            for step in 1...20 {
                $0.happenings.append(.init(.delete(1, place: 10 * step), .answer(3 * step)))
                $0.happenings.append(.init(.enterAt(1, place: 500 + 300 * step), .answer(3 * step)))
            }
        },
        Self("retry-all", "all jobs are retried by hand and fail again") {
            $0.moves()
            $0.happenings += [.init(.retryAll, .answer($0.somePage + 10))]
        },
        Self("retry-all-descending", "the same in descending order") {
            $0.moves(.descending)
            $0.happenings += [.init(.retryAll, .answer($0.somePage + 10))]
        },
        Self("order-changes", "ascending, then descending") {
            $0.moves()
            $0.happenings += [.init(.order(.descending), .answer($0.somePage + 10))]
        },
        Self("order-changes-still", "ascending, then descending, and nothing moves") {
            $0.happenings += [.init(.order(.descending), .answer($0.somePage + 10))]
        },
        Self("clock-back", "the tenant's clock jumps back by an hour") {
            $0.moves()
            $0.happenings += [.init(.clock(-3_600), .answer($0.somePage))]
        },
        Self("clock-ahead", "the tenant's clock jumps ahead by an hour") {
            $0.moves()
            $0.happenings += [.init(.clock(3_600), .answer($0.somePage))]
        },
    ]

    /// Things that go on and on.
    static let conveyors = [
        Self("conveyor", "with each answer a page of jobs leaves in front and as many enter behind") {
            $0.happenings += [.init(.delete(100, place: 0), .each), .init(.enterBehind(100), .each)]
        },
        Self("conveyor-back", "with each answer a page of jobs leaves behind and as many enter in front") {
            $0.happenings += [.init(.delete(100, place: 7_900), .each), .init(.enterInFront(100), .each)]
        },
        Self("retry-some", "with each answer forty jobs somewhere are retried by hand and fail again") {
            $0.moves()
            $0.happenings += [.init(.retrySome(40), .each)]
        },
        Self("retry-some-descending", "the same in descending order") {
            $0.moves(.descending)
            $0.happenings += [.init(.retrySome(40), .each)]
        },
    ]
}
#endif
