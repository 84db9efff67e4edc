/// What became of the jobs of one error class, in the time that a history keeps.
public struct ErrorOutcome: Sendable, Hashable, Codable {
    /// The error class; nil for jobs that had none.
    public package(set) var errorClass: String?
    /// Jobs that recovered, or were removed after a retry was due.
    public package(set) var recovered: Int
    /// Jobs that died.
    public package(set) var died: Int
    /// Three quarters of those that recovered did so within this many retries; nil when none recovered.
    public package(set) var mostWithinRetries: Int?

    /// How many jobs are in it.
    public var jobs: Int { recovered + died }
    /// Fewer jobs are not worth a share.
    package static let enough = 30

    package init(errorClass: String?, recovered: Int, died: Int, mostWithinRetries: Int?) {
        self.errorClass = errorClass
        self.recovered = recovered
        self.died = died
        self.mostWithinRetries = mostWithinRetries
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case errorClass = "error_class"
        case recovered
        case died
        case mostWithinRetries = "most_within_retries"
    }
}

/// How many of the jobs that can die soon are expected to: the estimates count those whose retries all fail, this
/// weighs each by how often the late retries of its error class failed so far.
public struct DeathForecast: Sendable, Hashable, Codable {
    /// Of the jobs that die within 24 hours if every retry fails.
    public package(set) var within24Hours: Double
    /// Of the jobs that die within 7 days if every retry fails, those within 24 hours included.
    public package(set) var within7Days: Double
    /// How many late retries it goes by.
    public package(set) var retries: Int

    package init(within24Hours: Double, within7Days: Double, retries: Int) {
        self.within24Hours = within24Hours
        self.within7Days = within7Days
        self.retries = retries
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case within24Hours = "within_24_hours"
        case within7Days = "within_7_days"
        case retries
    }
}

/// Whether the schedule that the estimates go by is the tenant's: what the last reports saw of it.
public struct EstimateCheck: Sendable, Hashable, Codable {
    /// False when most of what was seen contradicts the schedule. The report then has no estimates.
    public package(set) var fits: Bool
    /// Jobs that were retried between two reports.
    public package(set) var delays: Int
    /// Those of them that were retried when the schedule says.
    public package(set) var fittingDelays: Int
    /// Jobs that were found on the list of dead jobs.
    public package(set) var deaths: Int
    /// Those of them that can have had all their retries by then.
    public package(set) var fittingDeaths: Int

    package init(fits: Bool, delays: Int, fittingDelays: Int, deaths: Int, fittingDeaths: Int) {
        self.fits = fits
        self.delays = delays
        self.fittingDelays = fittingDelays
        self.deaths = deaths
        self.fittingDeaths = fittingDeaths
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case fits
        case delays
        case fittingDelays = "fitting_delays"
        case deaths
        case fittingDeaths = "fitting_deaths"
    }
}

extension Report {
    /// Takes out every estimate, because the schedule that they go by is not the tenant's.
    package mutating func dropEstimates() {
        totals.deaths = DeathCounts(unknown: totals.jobs)
        totals.failingSince = nil
        totals.lateRetries = 0
        calendar = DeathCalendar(days: [], later: 0, overdue: 0, unknown: totals.jobs)
        for type in types.indices {
            for error in types[type].errors.indices {
                types[type].errors[error].deaths = DeathCounts(unknown: types[type].errors[error].count)
                types[type].errors[error].failingSince = nil
            }
        }
        for place in actions.indices { actions[place].deaths = DeathCounts(unknown: actions[place].count) }
        for place in stories.indices { stories[place].jobs.deaths = DeathCounts(unknown: stories[place].jobs.count) }
        for place in teams.indices { teams[place].jobs.deaths = DeathCounts(unknown: teams[place].jobs.count) }
        openFirst = actions.first
    }
}
