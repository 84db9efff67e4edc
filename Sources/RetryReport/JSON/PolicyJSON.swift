extension JSONWriter {
    /// Writes what a policy says of the jobs; null without one.
    mutating func policy(_ policy: PolicyFacts?) {
        typealias Key = PolicyFacts.CodingKeys
        guard let policy else { return member(Report.CodingKeys.policy, String?.none) }
        object(Report.CodingKeys.policy) { json in
            json.list(Key.rules, of: policy.rules) { json, rule in json.rule(rule) }
            json.member(Key.muted, policy.muted)
            json.member(Key.accepted, policy.accepted)
            json.object(Key.open) { json in
                json.member(OpenJobs.CodingKeys.jobs, policy.open.jobs)
                json.member(OpenJobs.CodingKeys.groups, policy.open.groups)
                json.deaths(policy.open.deaths)
                json.calendar(policy.open.calendar)
            }
        }
    }

    private mutating func rule(_ rule: PolicyRuleFacts) {
        typealias Key = PolicyRuleFacts.CodingKeys
        object(.row) { row in
            row.member(Key.place, rule.place)
            row.object(Key.matches, .row) { row in
                typealias Key = PolicyMatch.CodingKeys
                row.list(Key.types, of: rule.matches.types, .row) { $0.value($1) }
                row.list(Key.errorClasses, of: rule.matches.errorClasses, .row) { $0.value($1) }
                row.list(Key.actions, of: rule.matches.actions, .row) { $0.value($1) }
                row.list(Key.stories, of: rule.matches.stories, .row) { $0.value($1) }
                row.list(Key.teams, of: rule.matches.teams, .row) { $0.value($1) }
                row.list(Key.tags, of: rule.matches.tags, .row) { $0.value($1) }
            }
            row.member(Key.owner, rule.owner)
            row.member(Key.runbook, rule.runbook)
            row.member(Key.issue, rule.issue)
            row.member(Key.severity, rule.severity?.rawValue)
            row.member(Key.note, rule.note)
            row.key(Key.mute)
            if let mute = rule.mute {
                row.object(.row) { row in
                    row.member(PolicyRule.Mute.CodingKeys.until, mute.until)
                    row.member(PolicyRule.Mute.CodingKeys.reason, mute.reason)
                }
            } else {
                row.null()
            }
            row.key(Key.accept)
            if let accept = rule.accept {
                row.object(.row) { row in
                    row.member(PolicyRule.Acceptance.CodingKeys.upTo, accept.upTo)
                    row.member(PolicyRule.Acceptance.CodingKeys.until, accept.until)
                }
            } else {
                row.null()
            }
            row.member(Key.effect, rule.effect.rawValue)
            row.member(Key.jobs, rule.jobs)
        }
    }

    /// Writes what a policy says of a group; null without one.
    mutating func policy(_ policy: GroupPolicy?) {
        typealias Key = GroupPolicy.CodingKeys
        guard let policy else { return member(ErrorGroup.CodingKeys.policy, String?.none) }
        object(ErrorGroup.CodingKeys.policy, .row) { row in
            row.list(Key.rules, of: policy.rules, .row) { json, rule in
                json.object(.row) { row in
                    row.member(GroupPolicy.Rule.CodingKeys.rule, rule.rule)
                    row.member(GroupPolicy.Rule.CodingKeys.jobs, rule.jobs)
                    row.member(GroupPolicy.Rule.CodingKeys.covered, rule.covered)
                }
            }
            row.member(Key.muted, policy.muted)
            row.member(Key.accepted, policy.accepted)
            row.deaths(policy.openDeaths, Key.openDeaths)
        }
    }
}
