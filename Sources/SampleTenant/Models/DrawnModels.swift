#if LiveTenant
internal import RetryJobs

/// Several things at once.
extension SampleTenant.Model {
    /// Several things at once, drawn by the seed.
    static let drawn =
        conveyors + [
            Self("drawn-events", "one to six events of any kind at any moment, in any order of the list") {
                var random = SplitMix64(seed: $0.seed, place: 21)
                $0.drawMovement(&random)
                $0.drawEvents(&random)
            },
            Self("drawn-pages", "the same with other sizes, meta or ends, and with answers that are not the page") {
                var random = SplitMix64(seed: $0.seed, place: 22)
                $0.drawMovement(&random)
                if random.below(2) == 0 { $0.drawEvents(&random) }
                $0.drawPaging(&random)
                $0.drawFaults(&random)
            },
            Self("drawn-staleness", "any order, with torn pages, replicas or caches") {
                var random = SplitMix64(seed: $0.seed, place: 23)
                $0.drawMovement(&random)
                let seconds = 1 + random.below(120)
                switch random.below(4) {
                case 0: $0.paging.torn = .init(pieces: 2 + random.below(9), milliseconds: 1 + random.below(100))
                case 1: $0.paging.stale = .replica(secondsBehind: seconds, share: random.fraction())
                case 2: $0.paging.stale = .cache(seconds: seconds, sendsAge: true, heedsNoCache: false)
                default: $0.paging.stale = .cache(seconds: seconds, sendsAge: false, heedsNoCache: false)
                }
            },
        ]
}

extension SampleTenant.Configuration {
    fileprivate mutating func drawMovement(_ random: inout SplitMix64) {
        let orders: [SampleTenant.Order] = [.ascending, .descending, .descending, .id, .idDescending, .failure]
        paging.order = random.below(5) == 0 ? .failureDescending : orders[random.below(orders.count)]
        let milliseconds = [20, 100, 500, 500, 2_000, 10_000][random.below(6)]
        clock = .perRequest(milliseconds: milliseconds)
        switch random.below(4) {
        case 0: break
        case 1: changesPerSecond = Double(1 + random.below(200))
        default:
            var schedule = SampleTenant.Schedule()
            schedule.longestRun = random.below(2) == 0 ? 0 : Double(random.below(60))
            // Fewer than half a page with each request: a list that grows faster than it is read has no end.
            schedule.newFailuresPerSecond = Double(random.below(40)) * 1_000 / Double(milliseconds)
            self.schedule = schedule
        }
    }

    fileprivate mutating func drawEvents(_ random: inout SplitMix64) {
        for _ in 0...random.below(6) {
            let count = [1, 1, 5, 50, 400, 2_000][random.below(6)]
            let place = random.below(max(1, jobs))
            let moment = SampleTenant.Happening.Moment.answer(2 + random.below(160))
            switch random.below(9) {
            case 0: happenings.append(.init(.enter(count), moment))
            case 1: happenings.append(.init(.enterInFront(count), moment))
            case 2: happenings.append(.init(.enterBehind(count), moment))
            case 3: happenings.append(.init(.delete(count, place: place), moment))
            case 4: happenings.append(.init(.retrySome(count), moment))
            case 5: happenings.append(.init(.clock(random.below(8_000) - 4_000), moment))
            case 6 where random.below(4) == 0: happenings.append(.init(.retryAll, moment))
            default:
                happenings.append(.init(.delete(count, place: place), moment))
                happenings.append(.init(.enterAt(count, place: random.below(max(1, jobs))), moment))
            }
        }
    }

    fileprivate mutating func drawPaging(_ random: inout SplitMix64) {
        let metas: [SampleTenant.Paging.Meta] = [.full, .full, .none, .none, .array, .noCounts, .noNext]
        paging.meta = metas[random.below(metas.count)]
        let sizes: [SampleTenant.Paging.Sizes] = [
            .asked, .asked, .capped(50 + random.below(50)), .multiples(of: 10 + random.below(50)),
            .only([20, 50, 100, 500]), .only([10, 25, 75]), .fixed(20 + random.below(80)), .random,
        ]
        paging.sizes = sizes[random.below(sizes.count)]
        let ends: [SampleTenant.Paging.Beyond] = [
            .empty, .empty, .status(404), .status(400), .status(422), .lastPage, .firstPage,
        ]
        paging.beyondTheEnd = ends[random.below(ends.count)]
        if random.below(10) == 0 { paging.firstPage = 0 }
        if random.below(10) == 0 { paging.skipped = 1 + random.below(3) }
        if random.below(6) == 0 { paging.sortsPages = true }
    }

    fileprivate mutating func drawFaults(_ random: inout SplitMix64) {
        let forms = SampleTenant.Fault.EmptyPage.allCases
        let page = 1 + random.below(100)
        let attempts = random.below(3) == 0 ? nil : 1 + random.below(2)
        let faults: [SampleTenant.Fault?] = [
            nil, nil, .emptyPage(forms[random.below(forms.count)]), .shortPage(jobs: random.below(99)),
            .nextPageJumps(by: 1 + random.below(9)), .repeatedPage, .zeroCounts, .counts(random.below(20_000)),
            .noNextPageNumber,
        ]
        guard let fault = faults[random.below(faults.count)] else { return }
        if random.below(3) == 0 {
            self.faults.append(.init(fault, probability: random.fraction() / 4, seed: seed))
        } else {
            self.faults.append(.init(fault, page: page, attempts: attempts))
        }
    }
}
#endif
