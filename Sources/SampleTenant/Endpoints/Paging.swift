#if LiveTenant
extension SampleTenant {
    /// How the tenant cuts a list of jobs into pages, and how honest the pages are.
    ///
    /// The defaults are what the vendor documents; the rest is what other servers do, or might.
    public struct Paging: Sendable, Hashable {
        /// The order of the list.
        public var order = Order.ascending
        /// How many jobs a page has.
        public var sizes = Sizes.asked
        /// What is beside the jobs.
        public var meta = Meta.full
        /// What ids look like.
        public var ids = IDs.documented
        /// One job in this many has no id: each whose number is a multiple of this; 0 for none.
        public var withoutID = 0
        /// Whether jobs carry their retry count and last retry.
        public var hasState = true
        /// True when each page is sorted by id, independent of the order of the list.
        public var sortsPages = false
        /// What a page beyond the last one is. An empty list has its first page all the same.
        public var beyondTheEnd = Beyond.empty
        /// The number of the first page: 1, or 0.
        public var firstPage = 1
        /// Jobs that are on no page, between one page and the next.
        public var skipped = 0
        /// A page that is read in pieces while the set moves.
        public var torn: Torn?
        /// Answers that show the set as it was.
        public var stale: Stale?

        /// What the vendor documents, in ascending order.
        public init() {}

        /// How many jobs a page has.
        public enum Sizes: Sendable, Hashable {
            /// As asked for, at most 500.
            case asked
            /// At most this many.
            case capped(Int)
            /// Rounded down to a multiple of this, which is also the least.
            case multiples(of: Int)
            /// The largest of these that is not larger than asked for, or else the smallest.
            case only([Int])
            /// This many, independent of the request.
            case fixed(Int)
            /// From half of what is asked for to all of it, another number in each answer. Where a page begins follows
            /// from its own size.
            case random

            /// The size of a page.
            ///
            /// `draw` is a random number.
            func size(asked: Int, draw: UInt64) -> Int {
                switch self {
                case .asked: asked
                case .capped(let most): min(asked, most)
                case .multiples(let unit): max(unit, asked / unit * unit)
                case .only(let sizes): sizes.filter { $0 <= asked }.max() ?? sizes.min() ?? asked
                case .fixed(let size): size
                case .random: max(1, asked - Int(draw % UInt64(asked / 2 + 1)))
                }
            }
        }

        /// What is beside the jobs.
        public enum Meta: String, Sendable, Hashable, CaseIterable {
            /// Links, numbers and counts, as documented.
            case full
            /// Nothing: the object has only the list.
            case none
            /// Not even an object: the answer is an array.
            case array
            /// Links and numbers, but neither `pages` nor `count`.
            case noCounts = "no-counts"
            /// Counts, but no next page in either form.
            case noNext = "no-next"
        }

        /// What ids look like.
        public enum IDs: String, Sendable, Hashable, CaseIterable {
            /// Integers of seven digits.
            case documented
            /// Integers beyond 2^63.
            case huge
            /// Integers of twenty-five digits.
            case long
            /// Numbers with a fraction of zero.
            case floats
            /// The integer in quotation marks.
            case text
            /// Several jobs have the same id.
            case shared
        }

        /// What a page beyond the last one is.
        public enum Beyond: Sendable, Hashable {
            /// Empty, with status 200.
            case empty
            /// An error with this status, such as 404 or 400.
            case status(Int)
            /// The last page again.
            case lastPage
            /// The first page again.
            case firstPage
        }

        /// A page that is read in pieces while the set moves.
        public struct Torn: Sendable, Hashable {
            /// Pieces of a page.
            public var pieces: Int
            /// Time between two pieces, in milliseconds of the set's time.
            public var milliseconds: Int

            /// A number of pieces, and the milliseconds between two of them.
            public init(pieces: Int, milliseconds: Int) {
                self.pieces = pieces
                self.milliseconds = milliseconds
            }
        }

        /// Answers that show the set as it was.
        public enum Stale: Sendable, Hashable {
            /// A cache in front of the tenant keeps each page for this many seconds of the list's time, from before the
            /// reading began. It sends `Age` or not, and heeds `Cache-Control: no-cache` or not.
            case cache(seconds: Int, sendsAge: Bool, heedsNoCache: Bool)
            /// Another replica answers this share of the requests, and is this many seconds behind.
            case replica(secondsBehind: Int, share: Double)

            var seconds: Int {
                switch self {
                case .cache(let seconds, _, _): seconds
                case .replica(let seconds, _): seconds
                }
            }
        }
    }
}
#endif
