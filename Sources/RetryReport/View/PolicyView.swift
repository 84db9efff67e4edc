/// What a policy says, in words: which jobs it mutes or accepts and until when, which rules have ended, and which match
/// nothing.
struct PolicyView {
    private let context: ViewContext
    private let policy: PolicyFacts?

    init(_ context: ViewContext) {
        self.context = context
        policy = context.report.policy
    }

    /// How many rows and sentences of each kind are shown, on a page and in a mail.
    private var mostRows: Int { (context.detail.maxGroups ?? .max) > 100 ? 20 : 5 }

    var values: ViewObject {
        let rows = rows
        let (returned, unmatched) = (returned, unmatched)
        return [
            "isKnown": .flag(policy != nil),
            "sentence": .text(sentence),
            "rows": .list(ViewList(rows.prefix(mostRows).map(values))),
            "hasRows": .flag(!rows.isEmpty),
            "rowsNotShown": .text(NumberWords.counted(max(0, rows.count - mostRows), "more row")),
            "hasRowsNotShown": .flag(rows.count > mostRows),
            "returned": .list(ViewList(texts: returned)),
            "hasReturned": .flag(!returned.isEmpty),
            "unmatched": .list(ViewList(texts: unmatched)),
            "hasUnmatched": .flag(!unmatched.isEmpty),
        ]
    }

    private var sentence: String {
        guard let policy else { return "" }
        let jobs = context.report.totals.jobs
        let covered = policy.muted + policy.accepted
        guard covered > 0 else { return "The policy mutes and accepts no job." }
        let parts = [
            policy.muted > 0 ? "\(NumberWords.grouped(policy.muted)) muted" : nil,
            policy.accepted > 0 ? "\(NumberWords.grouped(policy.accepted)) accepted" : nil,
        ].compactMap(\.self)
        return
            "Of \(NumberWords.counted(jobs, "job")) \(NumberWords.joined(parts)) by the policy: these do not count in the "
            + "headline, in the advice, or for alarms and mails."
    }

    // MARK: Muted and accepted groups

    private struct Row {
        let group: ErrorGroup
        let rule: PolicyRuleFacts
        let jobs: Int
    }

    /// A group by each rule that mutes or accepts jobs of it, the largest group first.
    private var rows: [Row] {
        guard let policy, policy.muted + policy.accepted > 0 else { return [] }
        return context.groups.flatMap { group in
            (group.policy?.rules ?? []).filter { $0.covered > 0 && policy.rules.indices.contains($0.rule) }
                .map { Row(group: group, rule: policy.rules[$0.rule], jobs: $0.covered) }
        }
    }

    private func values(_ row: Row) -> ViewObject {
        let isMuted = row.rule.effect == .mutes
        let until = row.rule.mute?.until ?? row.rule.accept?.until
        let upTo = row.rule.accept.map { "accepted up to \(NumberWords.counted($0.upTo, "job"))" }
        let reason = [upTo, row.rule.mute?.reason, isMuted ? nil : row.rule.note].compactMap(\.self)
        return [
            "state": .text(isMuted ? "muted" : "accepted"),
            "type": .object(context.names.type(row.group.type)),
            "errorClass": .object(context.names.errorClass(row.group.errorClass)),
            "count": .text(NumberWords.grouped(row.jobs)),
            "countInWords": .text(
                row.jobs == row.group.count
                    ? NumberWords.counted(row.jobs, "job")
                    : "\(NumberWords.grouped(row.jobs)) of \(NumberWords.counted(row.group.count, "job"))"
            ),
            "reason": .text(context.names.clipped(reason.joined(separator: ": "), to: 200).text),
            "until": .object(context.time.values(until)),
            "rule": .text(context.names.clipped(row.rule.place, to: 60).text),
        ]
    }

    // MARK: Rules

    /// Rules that have ended, or whose number was exceeded: their jobs count again.
    private var returned: [String] {
        (policy?.rules ?? []).compactMap { rule in
            let count = NumberWords.counted(rule.jobs, "job")
            switch rule.effect {
            case .expired:
                guard rule.jobs > 0, let until = rule.mute?.until ?? rule.accept?.until else { return nil }
                let verb = rule.mute != nil ? "muted" : "accepted"
                return "The rule at \(name(rule)) \(verb) until \(TimeWords.iso(until)), which has passed: "
                    + "its \(count) \(rule.jobs == 1 ? "counts" : "count") again."
            case .exceeded:
                let most = rule.accept.map { NumberWords.grouped($0.upTo) } ?? ""
                let least = context.reading.isComplete ? "" : "at least "
                return
                    "The rule at \(name(rule)) accepts up to \(most) jobs, and \(least)\(count) match it: they all count."
            case .none, .mutes, .accepts: return nil
            }
        }
    }

    /// Rules that match no job; what an incomplete reading left out may match.
    private var unmatched: [String] {
        (policy?.rules ?? []).filter { $0.jobs == 0 }.map { rule in
            "The rule at \(name(rule)) matches no job\(context.reading.isComplete ? "" : " that was read"): "
                + "\(matches(rule))."
        }
    }

    /// Which rules have ended or been exceeded, for the notes that come first.
    var notes: [String] { Array(returned.prefix(mostRows)) }

    private func name(_ rule: PolicyRuleFacts) -> String { context.names.clipped(rule.place, to: 60).text }

    /// `error class 'Net::*', team 'Detection'`
    private func matches(_ rule: PolicyRuleFacts) -> String {
        rule.matches.lists.filter { !$0.entries.isEmpty }.map { list in
            let entries = list.entries.prefix(3).map { "'\(context.names.clipped($0, to: 60).text)'" }
            let more = list.entries.count > 3 ? " or \(list.entries.count - 3) more" : ""
            return "\(list.name) \(entries.joined(separator: " or "))\(more)"
        }
        .joined(separator: ", ")
    }

    // MARK: Beside other parts

    /// What a policy says of a group: `rules` with owners and links, and how many of its jobs do not count.
    func values(of group: ErrorGroup) -> ViewObject {
        let rules = (group.policy?.rules ?? []).filter { rule in
            (policy?.rules.indices.contains(rule.rule) ?? false) && saysSomething(policy?.rules[rule.rule])
        }
        let covered = group.count - group.openCount
        return [
            "isKnown": .flag(!rules.isEmpty),
            "rules": .list(
                ViewList(
                    rules.prefix(3).map { rule in
                        values(policy?.rules[rule.rule], jobs: rule.jobs, of: group.count)
                    }
                )
            ),
            "hasCovered": .flag(covered > 0),
            "covered": .text(
                "\(NumberWords.grouped(covered)) \(Self.verb(group.policy?.muted, group.policy?.accepted))"
            ),
        ]
    }

    private func saysSomething(_ rule: PolicyRuleFacts?) -> Bool {
        guard let rule else { return false }
        return rule.owner != nil || rule.runbook != nil || rule.issue != nil || rule.severity != nil || rule.note != nil
    }

    private func values(_ rule: PolicyRuleFacts?, jobs: Int, of count: Int) -> ViewObject {
        func text(_ value: String?) -> ViewValue { .text(value.map { context.names.clipped($0, to: 200).text } ?? "") }
        // Facts that were read from JSON may have any text.
        let runbook = rule?.runbook.flatMap { PolicyRule.isLink($0) ? $0 : nil }
        let issue = rule?.issue.flatMap { PolicyRule.isLink($0) ? $0 : nil }
        var words = [
            rule?.severity.map { "severity \($0.rawValue)" }, rule?.owner.map { "owner \(context.names.short($0))" },
            rule?.note.map { context.names.clipped($0, to: 200).text },
        ].compactMap(\.self)
        if jobs < count { words.append("for \(NumberWords.grouped(jobs)) of these jobs") }
        return [
            "words": .text(words.joined(separator: ", ")),
            "hasWords": .flag(!words.isEmpty),
            "owner": text(rule?.owner),
            "hasOwner": .flag(rule?.owner != nil),
            "severity": .text(rule?.severity?.rawValue ?? ""),
            "hasSeverity": .flag(rule?.severity != nil),
            "note": text(rule?.note),
            "hasNote": .flag(rule?.note != nil),
            "runbook": .object(["url": .text(runbook ?? "")]),
            "hasRunbook": .flag(runbook != nil),
            "issue": .object(["url": .text(issue ?? "")]),
            "hasIssue": .flag(issue != nil),
        ]
    }

    /// `muted`, `accepted`, or `muted or accepted`
    static func verb(_ muted: Int?, _ accepted: Int?) -> String {
        switch (muted ?? 0 > 0, accepted ?? 0 > 0) {
        case (true, true): "muted or accepted"
        case (false, true): "accepted"
        default: "muted"
        }
    }

    /// `300 of them muted`; nil when none are.
    var partOfThem: String? {
        guard let policy, policy.muted + policy.accepted > 0 else { return nil }
        let covered = policy.muted + policy.accepted
        let verb = Self.verb(policy.muted, policy.accepted)
        let jobs = context.report.totals.jobs
        if covered < jobs { return "\(NumberWords.grouped(covered)) of them \(verb)" }
        return jobs == 1 ? "and is \(verb)" : "all of them \(verb)"
    }
}
