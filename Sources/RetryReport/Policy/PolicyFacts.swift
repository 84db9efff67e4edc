/// What a policy says of a report's jobs.
public struct PolicyFacts: Sendable, Hashable, Codable {
    /// Its rules, in their order.
    public package(set) var rules: [PolicyRuleFacts]
    /// Jobs that a rule mutes.
    public package(set) var muted: Int
    /// Jobs that a rule accepts.
    public package(set) var accepted: Int
    /// The jobs that are neither: what the headline, the advice, alarms and the decision to send a mail go by.
    public package(set) var open: OpenJobs

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case rules
        case muted
        case accepted
        case open
    }
}

/// Figures of the jobs that no rule mutes or accepts.
public struct OpenJobs: Sendable, Hashable, Codable {
    /// Jobs.
    public package(set) var jobs: Int
    /// Error groups that have any of them.
    public package(set) var groups: Int
    /// How soon they die.
    public package(set) var deaths: DeathCounts
    /// How many die by when.
    public package(set) var calendar: DeathCalendar

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case jobs
        case groups
        case deaths
        case calendar
    }
}

/// A rule of a policy and what became of it in a report.
public struct PolicyRuleFacts: Sendable, Hashable, Codable {
    /// What becomes of a rule that mutes or accepts.
    public enum Effect: String, Sendable, Hashable, Codable, CaseIterable {
        /// The rule does neither.
        case none
        /// It mutes.
        case mutes
        /// It accepts.
        case accepts
        /// Its date has passed: its jobs count again.
        case expired
        /// More jobs match than it accepts: they all count.
        case exceeded
    }

    /// Which rule, such as `policy.yaml:12`.
    public package(set) var place: String
    /// Which jobs it is about.
    public package(set) var matches: PolicyMatch
    /// Who takes care of them.
    public package(set) var owner: String?
    /// A link to what to do about them.
    public package(set) var runbook: String?
    /// A link to where the work is tracked.
    public package(set) var issue: String?
    /// How urgent they are.
    public package(set) var severity: PolicyRule.Severity?
    /// A sentence for readers.
    public package(set) var note: String?
    /// How it mutes; nil when it does not.
    public package(set) var mute: PolicyRule.Mute?
    /// How it accepts; nil when it does not.
    public package(set) var accept: PolicyRule.Acceptance?
    /// What became of that.
    public package(set) var effect: Effect
    /// How many jobs it matches.
    public package(set) var jobs: Int

    init(_ rule: PolicyRule, effect: Effect, jobs: Int) {
        place = rule.place
        matches = rule.matches
        owner = rule.owner
        runbook = rule.runbook
        issue = rule.issue
        severity = rule.severity
        note = rule.note
        mute = rule.mute
        accept = rule.accept
        self.effect = effect
        self.jobs = jobs
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case place
        case matches
        case owner
        case runbook
        case issue
        case severity
        case note
        case mute
        case accept
        case effect
        case jobs
    }
}

/// What a policy says of one error group.
public struct GroupPolicy: Sendable, Hashable, Codable {
    /// A rule that matches jobs of the group.
    public struct Rule: Sendable, Hashable, Codable {
        /// Its position among ``PolicyFacts/rules``, from 0.
        public package(set) var rule: Int
        /// How many of the group's jobs it matches.
        public package(set) var jobs: Int
        /// How many of them it mutes or accepts.
        public package(set) var covered: Int

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case rule
            case jobs
            case covered
        }
    }

    /// The rules that match any of its jobs, in their order.
    public package(set) var rules: [Rule]
    /// Jobs that a rule mutes.
    public package(set) var muted: Int
    /// Jobs that a rule accepts.
    public package(set) var accepted: Int
    /// How soon the others die.
    public package(set) var openDeaths: DeathCounts

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case rules
        case muted
        case accepted
        case openDeaths = "open_deaths"
    }
}

extension ErrorGroup {
    /// Jobs that no rule mutes or accepts.
    package var openCount: Int { count - (policy.map { $0.muted + $0.accepted } ?? 0) }

    /// How soon those die.
    package var openDeaths: DeathCounts { policy?.openDeaths ?? deaths }
}

extension Report {
    /// The rules that match all jobs of a group, in their order.
    func rules(of group: ErrorGroup) -> [PolicyRuleFacts] {
        guard let policy else { return [] }
        return (group.policy?.rules ?? []).filter { $0.jobs == group.count && policy.rules.indices.contains($0.rule) }
            .map { policy.rules[$0.rule] }
    }

    /// The jobs that need attention: those that no rule of a policy mutes or accepts.
    package var open: OpenJobs {
        policy?.open
            ?? OpenJobs(jobs: totals.jobs, groups: totals.groups, deaths: totals.deaths, calendar: calendar)
    }

    /// What changed in the groups that need attention. A group of which a rule mutes or accepts all jobs is not among
    /// them, nor are its jobs in the numbers.
    package var openChanges: Changes? {
        guard var changes, policy != nil else { return changes }
        let covered = groups.filter { $0.openCount == 0 }
        guard !covered.isEmpty else { return changes }
        let names = Set(covered.map(\.name))
        changes.groups.removeAll { names.contains(GroupName(type: $0.type, errorClass: $0.errorClass)) }
        guard var jobs = changes.jobs else { return changes }
        for change in covered.compactMap(\.change) {
            jobs.new = max(0, jobs.new - change.new)
            jobs.died = jobs.died.map { max(0, $0 - (change.died ?? 0)) }
            jobs.recovered = jobs.recovered.map { max(0, $0 - (change.recovered ?? 0)) }
        }
        changes.jobs = jobs
        return changes
    }
}
