#if LiveTenant
internal import RetryJobs

/// Answers with wrong members, old answers and odd ids.
extension SampleTenant.Model {
    /// Members of the answer that are wrong, and answers that are old.
    static let answers: [Self] = {
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
    static let identities =
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
