internal import RetryJobs

extension SampleTenant {
    /// When a fault is played. All conditions that are given must hold; a rule without any holds
    /// for every answer.
    ///
    /// Only requests with the right key are counted and can meet a fault. Draws depend on the seed, the
    /// page and the attempt, not on the order of requests, so a run with several connections
    /// meets the same faults again.
    public struct FaultRule: Sendable, Hashable {
        /// The fault, or several of which each answer draws one.
        public var faults: [Fault]
        /// Only for requests of this endpoint.
        public var endpoint: Endpoint?
        /// Only for this page number.
        public var page: Int?
        /// Only for the first so many requests of each page number.
        public var attempts: Int?
        /// Only for every n-th request: 3 means the third, the sixth and so on.
        public var every: Int?
        /// How likely it is, from 0 to 1, when all other conditions hold.
        public var probability: Double
        /// The seed of the draws.
        public var seed: UInt64

        /// A rule for one fault; what is left out is no condition.
        public init(
            _ fault: Fault,
            endpoint: Endpoint? = nil,
            page: Int? = nil,
            attempts: Int? = nil,
            every: Int? = nil,
            probability: Double = 1,
            seed: UInt64 = 1
        ) {
            self.init(
                drawnFrom: [fault],
                endpoint: endpoint,
                page: page,
                attempts: attempts,
                every: every,
                probability: probability,
                seed: seed
            )
        }

        /// All faults of a list, mixed at random: each answer is bad with `probability` (0 to 1).
        public static func mixed(
            seed: UInt64,
            probability: Double,
            faults: [Fault] = Fault.transient
        ) -> FaultRule {
            FaultRule(drawnFrom: faults, probability: probability, seed: seed)
        }

        init(
            drawnFrom faults: [Fault],
            endpoint: Endpoint? = nil,
            page: Int? = nil,
            attempts: Int? = nil,
            every: Int? = nil,
            probability: Double = 1,
            seed: UInt64 = 1
        ) {
            self.faults = faults
            self.endpoint = endpoint
            self.page = page
            self.attempts = attempts
            self.every = every
            self.probability = probability
            self.seed = seed
        }

        /// The fault that this rule plays, if any.
        ///
        /// `endpoint` is what was asked for.
        /// `page` is the page number asked for.
        /// `attempt` is 1 for the first request of that page.
        /// `request` is 1 for the first request of all.
        func fault(endpoint: Endpoint, page: Int, attempt: Int, request: Int) -> Fault? {
            if let wanted = self.endpoint, wanted != endpoint { return nil }
            if let wanted = self.page, wanted != page { return nil }
            if let attempts, attempt > attempts { return nil }
            if let every, every < 1 || !request.isMultiple(of: every) { return nil }
            guard !faults.isEmpty else { return nil }
            // The endpoint changes the seed, except that of the waiting jobs.
            let seed = seed &+ UInt64(endpoint.number) << 32
            var random = SplitMix64(seed: seed, place: 3, UInt64(page), UInt64(attempt))
            guard random.fraction() < probability else { return nil }
            return faults[random.below(faults.count)]
        }
    }
}
