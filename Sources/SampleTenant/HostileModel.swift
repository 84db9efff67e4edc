#if LiveTenant
internal import RetryJobs

extension SampleTenant {
    /// A named way in which a tenant makes it hard to read its list completely.
    ///
    /// Each is used by the paging benchmark and by `sample-tenant --model`. A model may depend on the seed: where
    /// something happens differs from seed to seed.
    public struct Model: Sendable {
        /// The name on the command line.
        public let name: String
        /// What is hard, in one line.
        public let summary: String
        private let change: @Sendable (inout Configuration) -> Void

        init(_ name: String, _ summary: String, _ change: @escaping @Sendable (inout Configuration) -> Void) {
            self.name = name
            self.summary = summary
            self.change = change
        }

        /// Changes a configuration whose jobs and seed are set.
        public func apply(to configuration: inout Configuration) {
            change(&configuration)
        }

        /// The model with this name, if there is one.
        public static func named(_ name: String) -> Model? {
            all.first { $0.name == name }
        }

        /// Several models at once, in the order of their names.
        public static func together(_ name: String, _ models: [Model]) -> Model {
            Model(name, models.map(\.summary).joined(separator: "; ")) { configuration in
                for model in models { model.apply(to: &configuration) }
            }
        }

        /// All models, the plain ones first.
        public static let all: [Model] = still + orders + events + pages + ends + sizes + answers + identities + drawn
    }
}

extension SampleTenant.Configuration {
    /// A place among the pages that depends on the seed, from 2 on.
    fileprivate var somePage: Int { 2 + Int(SplitMix64.hash(seed, 1) % 20) }
    /// The place of a job somewhere in the list.
    fileprivate var somePlace: Int { Int(SplitMix64.hash(seed, 2) % UInt64(max(1, jobs))) }

    fileprivate mutating func moves(_ order: SampleTenant.Order = .ascending) {
        schedule = SampleTenant.Schedule()
        paging.order = order
    }
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

extension SampleTenant.Model {
    private typealias Happening = SampleTenant.Happening

    /// Sets that do not move.
    private static let still = [
        Self("still", "nothing moves") { _ in },
        Self("still-descending", "nothing moves, descending order") { $0.paging.order = .descending },
        Self("still-no-meta", "nothing moves, no meta") { $0.paging.meta = .none },
    ]

    /// Sets that move by the schedule, one for each order.
    private static let orders =
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
    private static let events = [
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
    private static let conveyors = [
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

    /// Several things at once, drawn by the seed.
    private static let drawn =
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

    /// Answers that are not the page, with status 200.
    private static let pages =
        SampleTenant.Fault.EmptyPage.allCases.flatMap { form in
            [
                Self("empty-\(form.rawValue)", "one page is empty (\(form.rawValue)) the first time") {
                    $0.faults += [.init(.emptyPage(form), page: $0.somePage, attempts: 1)]
                },
                Self("empty-\(form.rawValue)-always", "one page is always empty (\(form.rawValue))") {
                    $0.faults += [.init(.emptyPage(form), page: $0.somePage)]
                },
                Self("empty-\(form.rawValue)-first", "the first page is always empty (\(form.rawValue))") {
                    $0.faults += [.init(.emptyPage(form), page: 1)]
                },
                Self("empty-\(form.rawValue)-bare", "one page is empty (\(form.rawValue)) the first time, no meta") {
                    $0.paging.meta = .none
                    $0.faults += [.init(.emptyPage(form), page: $0.somePage, attempts: 1)]
                },
            ]
        } + [
            Self("empty-often", "one answer in ten is empty, no meta") {
                $0.paging.meta = .none
                $0.faults += [.init(.emptyPage(.list), probability: 0.1, seed: $0.seed)]
            },
            Self("short", "one page has three jobs the first time, no meta") {
                $0.paging.meta = .none
                $0.faults += [.init(.shortPage(jobs: 3), page: $0.somePage, attempts: 1)]
            },
            Self("short-always", "one page has always three jobs, no meta") {
                $0.paging.meta = .none
                $0.faults += [.init(.shortPage(jobs: 3), page: $0.somePage)]
            },
            Self("short-often", "one page in ten is short by half, and the set moves") {
                $0.moves()
                $0.faults += [.init(.shortPage(jobs: 50), probability: 0.1, seed: $0.seed)]
            },
            Self("jumps", "one page names a later one than the next") {
                $0.faults += [.init(.nextPageJumps(by: 4), page: $0.somePage)]
            },
            Self("jumps-always", "each page names a later one than the next, no counts") {
                $0.paging.meta = .noCounts
                $0.faults += [.init(.nextPageJumps(by: 1))]
            },
            Self("repeated", "one page has the jobs of the page before, the first time") {
                $0.faults += [.init(.repeatedPage, page: $0.somePage, attempts: 1)]
            },
            Self("torn", "pages are read in pieces while the set moves") {
                $0.moves()
                $0.paging.torn = .init(pieces: 10, milliseconds: 50)
            },
            Self("torn-descending", "the same in descending order") {
                $0.moves(.descending)
                $0.paging.torn = .init(pieces: 10, milliseconds: 50)
            },
            Self("torn-deletes", "pages are read in pieces while jobs are deleted anywhere") {
                $0.changesPerSecond = 20
                $0.paging.torn = .init(pieces: 2, milliseconds: 200)
            },
            Self("skips-one", "one job between two pages is on neither") { $0.paging.skipped = 1 },
            Self("skips-one-no-counts", "the same without counts") {
                $0.paging.skipped = 1
                $0.paging.meta = .noCounts
            },
        ]

    /// What comes after the last page.
    private static let ends: [Self] = {
        let kinds: [(String, SampleTenant.Paging.Beyond)] = [
            ("empty", .empty), ("404", .status(404)), ("400", .status(400)), ("repeats-last", .lastPage),
            ("repeats-first", .firstPage),
        ]
        return kinds.flatMap { name, beyond in
            [
                Self("end-\(name)", "the last page is full, then \(name), no meta") {
                    $0.paging.meta = .none
                    $0.paging.beyondTheEnd = beyond
                },
                Self("end-\(name)-moves", "the same while the set moves") {
                    $0.moves()
                    $0.paging.meta = .none
                    $0.paging.beyondTheEnd = beyond
                },
            ]
        } + [
            Self("zero-based", "the first page is page 0") { $0.paging.firstPage = 0 },
            Self("zero-based-no-meta", "the first page is page 0, no meta") {
                $0.paging.firstPage = 0
                $0.paging.meta = .none
            },
        ]
    }()

    /// Pages of other sizes than asked for.
    private static let sizes: [Self] = {
        let kinds: [(String, SampleTenant.Paging.Sizes)] = [
            ("rounded", .multiples(of: 50)), ("only", .only([20, 50, 100, 500])), ("capped", .capped(50)),
            ("fixed", .fixed(20)), ("random", .random),
        ]
        return kinds.flatMap { name, sizes in
            [
                Self("sizes-\(name)", "sizes \(name), and the set moves") {
                    $0.moves()
                    $0.paging.sizes = sizes
                },
                Self("sizes-\(name)-no-meta", "sizes \(name), no meta, and the set moves") {
                    $0.moves()
                    $0.paging.sizes = sizes
                    $0.paging.meta = .none
                },
                Self("sizes-\(name)-descending", "sizes \(name), no meta, descending order") {
                    $0.moves(.descending)
                    $0.paging.sizes = sizes
                    $0.paging.meta = .none
                },
            ]
        }
    }()

    /// Members of the answer that are wrong, and answers that are old.
    private static let answers: [Self] = {
        let raws = [
            ("fraction", "2.0"), ("text", "\"02\""), ("object", "{}"), ("true", "true"),
            ("large", "1180591620717411303424"),
        ]
        return raws.map { name, raw in
            Self("next-\(name)", "next_page_number is \(raw), half the jobs asked for, no counts") {
                $0.paging.sizes = .capped(50)
                $0.paging.meta = .noCounts
                $0.faults += [.init(.nextPageRaw(raw))]
            }
        } + [
            Self("no-next", "no next page in any form, half the jobs asked for") {
                $0.paging.sizes = .capped(50)
                $0.paging.meta = .noNext
            },
            Self("array", "a bare array, and the set moves") {
                $0.moves()
                $0.paging.meta = .array
            },
            Self("counts-zero", "counts of zero, and the set moves") {
                $0.moves()
                $0.faults += [.init(.zeroCounts)]
            },
            Self("counts-huge", "a count of ten million, and the set moves") {
                $0.moves()
                $0.faults += [.init(.counts(10_000_000))]
            },
            Self("cache", "a cache of 60 s that sends Age") {
                $0.moves()
                $0.paging.stale = .cache(seconds: 60, sendsAge: true, heedsNoCache: false)
            },
            Self("cache-heeds", "a cache of 60 s that heeds no-cache") {
                $0.moves()
                $0.paging.stale = .cache(seconds: 60, sendsAge: true, heedsNoCache: true)
            },
            Self("cache-silent", "a cache of 60 s that says nothing") {
                $0.moves()
                $0.paging.stale = .cache(seconds: 60, sendsAge: false, heedsNoCache: false)
            },
            Self("cache-silent-descending", "the same in descending order") {
                $0.moves(.descending)
                $0.paging.stale = .cache(seconds: 60, sendsAge: false, heedsNoCache: false)
            },
            Self("cache-long", "a cache of an hour that says nothing") {
                $0.moves()
                $0.paging.stale = .cache(seconds: 3_600, sendsAge: false, heedsNoCache: false)
            },
            Self("cache-long-age", "a cache of an hour that sends Age") {
                $0.moves()
                $0.paging.stale = .cache(seconds: 3_600, sendsAge: true, heedsNoCache: false)
            },
            Self("no-state", "jobs have neither a retry count nor a last retry") {
                $0.moves()
                $0.paging.hasState = false
            },
            Self("no-state-descending", "the same in descending order") {
                $0.moves(.descending)
                $0.paging.hasState = false
            },
            Self("pages-by-id", "each page is sorted by id, the pages are not") {
                $0.moves()
                $0.paging.sortsPages = true
            },
            Self("pages-by-id-descending", "the same in descending order") {
                $0.moves(.descending)
                $0.paging.sortsPages = true
            },
            Self("replica", "a replica 30 s behind answers half of the requests") {
                $0.moves()
                $0.paging.stale = .replica(secondsBehind: 30, share: 0.5)
            },
            Self("replica-descending", "the same in descending order") {
                $0.moves(.descending)
                $0.paging.stale = .replica(secondsBehind: 30, share: 0.5)
            },
        ]
    }()

    /// Ids of other shapes.
    private static let identities =
        SampleTenant.Paging.IDs.allCases.dropFirst().map { ids in
            Self("ids-\(ids.rawValue)", "ids are \(ids.rawValue), and the set moves") {
                $0.moves()
                $0.paging.ids = ids
            }
        } + [
            Self("ids-missing", "one job in forty has no id") { $0.paging.withoutID = 40 }
        ]
}
#endif
