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
    var somePage: Int { 2 + Int(SplitMix64.hash(seed, 1) % 20) }
    /// The place of a job somewhere in the list.
    var somePlace: Int { Int(SplitMix64.hash(seed, 2) % UInt64(max(1, jobs))) }

    mutating func moves(_ order: SampleTenant.Order = .ascending) {
        schedule = SampleTenant.Schedule()
        paging.order = order
    }
}
#endif
