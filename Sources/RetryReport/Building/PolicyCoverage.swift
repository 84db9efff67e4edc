/// Which jobs the rules of a policy match, mute and accept: decided once for each action of each error group.
struct PolicyCoverage {
    /// The jobs of an action, or of none, in a group.
    struct Share {
        let group: Int
        /// Negative for the jobs that name no action.
        let action: Int
        let count: Int
    }

    /// The rules with what became of them.
    private(set) var rules: [PolicyRuleFacts]
    private var groups: [GroupPolicy]
    /// Whether all jobs of a group, none of them, or some of its actions' are muted or accepted.
    private var coverOfGroup: [Bool?] = []
    private var coverOfPair: [UInt64: Bool] = [:]
    private var coveredOfAction: [Int]
    private(set) var muted = 0
    private(set) var accepted = 0

    init(_ policy: Policy, groups names: [GroupName], actions: [ActionFacts], shares: [Share], now: Timestamp) {
        let byGroup = policy.rules.map { rule in names.map { rule.matches.matches($0) } }
        let byAction = policy.rules.map { rule in
            rule.matches.isAboutGroups ? nil : actions.map { rule.matches.matches($0) }
        }
        let matching = shares.map { share in
            policy.rules.indices.filter { rule in
                byGroup[rule][share.group] && (byAction[rule].map { share.action >= 0 && $0[share.action] } ?? true)
            }
        }
        var counts = Array(repeating: 0, count: policy.rules.count)
        for (share, rules) in zip(shares, matching) {
            for rule in rules { counts[rule] += share.count }
        }
        rules = zip(policy.rules, counts).map { rule, jobs in
            PolicyRuleFacts(rule, effect: Self.effect(of: rule, jobs: jobs, now: now), jobs: jobs)
        }
        groups = Array(
            repeating: GroupPolicy(rules: [], muted: 0, accepted: 0, openDeaths: DeathCounts()),
            count: names.count
        )
        coveredOfAction = Array(repeating: 0, count: actions.count)
        var cover: [(covered: Int, all: Int)] = Array(repeating: (0, 0), count: names.count)
        for (share, matching) in zip(shares, matching) {
            let covering = matching.first { rules[$0].effect == .mutes || rules[$0].effect == .accepts }
            cover[share.group].all += share.count
            for rule in matching {
                add(share.count, covered: rule == covering ? share.count : 0, of: rule, to: share.group)
            }
            guard let covering else { continue }
            cover[share.group].covered += share.count
            coverOfPair[Self.key(share.group, share.action)] = true
            if share.action >= 0 { coveredOfAction[share.action] += share.count }
            if rules[covering].effect == .mutes {
                muted += share.count
                groups[share.group].muted += share.count
            } else {
                accepted += share.count
                groups[share.group].accepted += share.count
            }
        }
        coverOfGroup = cover.map { $0.covered == 0 ? false : $0.covered == $0.all ? true : nil }
    }

    private static func effect(of rule: PolicyRule, jobs: Int, now: Timestamp) -> PolicyRuleFacts.Effect {
        if let mute = rule.mute { return now < mute.until ? .mutes : .expired }
        guard let accept = rule.accept else { return .none }
        guard now < accept.until else { return .expired }
        return jobs <= accept.upTo ? .accepts : .exceeded
    }

    private mutating func add(_ jobs: Int, covered: Int, of rule: Int, to group: Int) {
        if let place = groups[group].rules.firstIndex(where: { $0.rule == rule }) {
            groups[group].rules[place].jobs += jobs
            groups[group].rules[place].covered += covered
        } else {
            groups[group].rules.append(GroupPolicy.Rule(rule: rule, jobs: jobs, covered: covered))
        }
    }

    private static func key(_ group: Int, _ action: Int) -> UInt64 {
        UInt64(group) << 32 | UInt64(UInt32(bitPattern: Int32(action)))
    }

    /// Whether a rule mutes or accepts the jobs of an action, or of none, in a group.
    func covers(group: Int, action: Int) -> Bool {
        coverOfGroup[group] ?? (coverOfPair[Self.key(group, action)] != nil)
    }

    /// How many jobs of an action are muted or accepted.
    func covered(ofAction action: Int) -> Int { coveredOfAction[action] }

    /// How many jobs that name no action are muted or accepted.
    var coveredWithoutAction: Int { muted + accepted - coveredOfAction.reduce(0, +) }

    /// What is said of a group.
    func group(_ index: Int, openDeaths: DeathCounts) -> GroupPolicy {
        var group = groups[index]
        group.rules.sort { $0.rule < $1.rule }
        group.openDeaths = openDeaths
        return group
    }

    /// Groups with jobs that are neither muted nor accepted.
    var openGroups: Int { coverOfGroup.count { $0 != true } }
}
