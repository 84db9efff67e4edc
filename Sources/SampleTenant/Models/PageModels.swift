#if LiveTenant
internal import RetryJobs

/// Answers that are not the page that was asked for.
extension SampleTenant.Model {
    /// Answers that are not the page, with status 200.
    static let pages =
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
    static let ends: [Self] = {
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
    static let sizes: [Self] = {
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
}
#endif
