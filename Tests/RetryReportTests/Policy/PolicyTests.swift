import RetryReport
import Testing

@Suite("A policy") struct PolicyTests {
    private let now = SampleReports.now
    private var later: Timestamp { now.advanced(bySeconds: 86_400) }

    private func job(_ id: Int64, _ errorClass: String?, action: Int64? = nil, retries: Int = 3) -> RetryJob {
        RetryJob(
            id: .number(id),
            type: .agentReceive,
            action: action.map { ActionReference(id: $0, name: "Action \($0)") },
            retryCount: retries,
            lastRetry: now.advanced(bySeconds: -60),
            errorClass: errorClass
        )
    }

    private func mute(_ matches: PolicyMatch, until: Timestamp? = nil, place: String = "p.yaml:1") -> PolicyRule {
        var rule = PolicyRule(matches, place: place)
        rule.mute = .init(until: until ?? later, reason: "known")
        return rule
    }

    private func report(_ jobs: [RetryJob], _ rules: [PolicyRule], isComplete: Bool = true) throws -> Report {
        var builder = ReportBuilder(now: now, policy: try Policy(rules: rules))
        builder.add(JobBatch(jobs: jobs))
        return builder.finish(reading: Reading(source: "jobs", isComplete: isComplete, isVerified: isComplete))
    }

    private func text(_ report: Report, _ path: String...) -> String {
        var values = ReportView(report).values
        for name in path.dropLast() {
            guard case .object(let inner)? = values[name] else { return "" }
            values = inner
        }
        guard case .text(let text)? = path.last.flatMap({ values[$0] }) else { return "" }
        return text
    }

    @Test
    func `muted jobs stay in the total, and leave the headline, the advice and the estimates of what needs attention`()
        throws
    {
        let jobs =
            (1...30).map { job($0, "Net::ReadTimeout", action: 1, retries: 24) }
            + (31...40).map { job($0, "JSON::ParserError", action: 2) }
        let report = try report(jobs, [mute(PolicyMatch(errorClasses: ["Net::*"]))])
        #expect(report.totals.jobs == 40)
        #expect(report.policy?.muted == 30)
        #expect(report.policy?.open.jobs == 10)
        #expect(report.openFirst?.action.id == 2)
        let sentence = text(report, "headline", "sentence")
        #expect(
            sentence.hasPrefix(
                "40 jobs are waiting for a retry, 30 of them muted; of the others, all with JSON::ParserError"
            )
        )
        #expect(!sentence.contains("Net::"))
        #expect(text(report, "headline", "subject") == "40 retry jobs (30 of them muted)")
        #expect(text(report, "policy", "sentence").contains("Of 40 jobs 30 muted"))
    }

    @Test func `a report of which all jobs are muted says so and advises nothing`() throws {
        let report = try report(
            [job(1, "A", action: 1, retries: 24), job(2, "A", action: 1)],
            [mute(PolicyMatch(types: ["*"]))]
        )
        #expect(report.openFirst == nil)
        #expect(
            text(report, "headline", "sentence") == "2 jobs are waiting for a retry, all of them muted."
        )
        #expect(report.open.jobs == 0 && report.open.deaths.within7Days + report.open.deaths.later == 0)
    }

    @Test func `a rule on an action covers the jobs of that action only, in each group`() throws {
        let jobs = [
            job(1, "A", action: 1), job(2, "A", action: 1), job(3, "A", action: 2), job(4, "A"), job(5, "B", action: 1),
        ]
        let report = try report(jobs, [mute(PolicyMatch(actions: ["Action 1"]))])
        #expect(report.policy?.muted == 3)
        #expect(report.groups.map(\.openCount) == [2, 0])
        #expect(report.groups[0].openDeaths.later + report.groups[0].openDeaths.within7Days == 2)
        #expect(report.policy?.open.groups == 1)
    }

    @Test func `a story that is not known is never muted`() throws {
        let report = try report(
            [job(1, "A", action: 1)],
            [mute(PolicyMatch(stories: ["*"])), mute(PolicyMatch(tags: ["*"]))]
        )
        #expect(report.policy?.muted == 0)
        #expect(report.policy?.rules.map(\.jobs) == [0, 0])
    }

    @Test func `a rule returns by itself past its date, and the report says so`() throws {
        let report = try report([job(1, "A"), job(2, "A")], [mute(PolicyMatch(errorClasses: ["A"]), until: now)])
        #expect(report.policy?.muted == 0)
        #expect(report.policy?.rules[0].effect == .expired)
        guard case .list(let notes)? = ReportView(report).values["notes"], notes.count > 0,
            case .text(let note)? = notes[0]["text"]
        else { return #expect(Bool(false), "no note") }
        #expect(note.contains("p.yaml:1 muted until") && note.contains("its 2 jobs count again"))
    }

    @Test func `a number of jobs is accepted, and one more makes them all count`() throws {
        var rule = PolicyRule(PolicyMatch(errorClasses: ["A"]), place: "p.yaml:1")
        rule.accept = .init(upTo: 3, until: later)
        let within = try report((1...3).map { job($0, "A") }, [rule])
        #expect(within.policy?.accepted == 3)
        let beyond = try report((1...4).map { job($0, "A") }, [rule])
        #expect(beyond.policy?.accepted == 0)
        #expect(beyond.policy?.rules[0].effect == .exceeded)
        #expect(beyond.open.jobs == 4)
    }

    @Test func `incompleteness is never muted`() throws {
        let report = try report([job(1, "A")], [mute(PolicyMatch(types: ["*"]))], isComplete: false)
        #expect(text(report, "headline", "sentence").hasPrefix("Incomplete: at least 1 job"))
        #expect(text(report, "headline", "subject").hasPrefix("Incomplete:"))
    }

    @Test func `what all rules say of a group is beside it, with its links, and how many jobs each is about`() throws {
        var owned = PolicyRule(PolicyMatch(errorClasses: ["A"]))
        owned.owner = "Ada"
        owned.runbook = "https://wiki.example.com/a"
        var urgent = PolicyRule(PolicyMatch(actions: ["7"]))
        urgent.severity = .critical
        let report = try report([job(1, "A", action: 7), job(2, "A")], [owned, urgent])
        let page = String(decoding: try CSVRenderer().render(report), as: UTF8.self)
        #expect(page.contains("Ada") && page.contains("https://wiki.example.com/a") && !page.contains("critical"))
        let markdown = String(decoding: try MarkdownRenderer(template: .builtIn()).render(report), as: UTF8.self)
        #expect(markdown.contains("owner Ada [runbook](https://wiki.example.com/a)"))
        #expect(markdown.contains("severity critical, for 1 of these jobs"))
        let readBack = try Report(json: JSONRenderer().render(report))
        #expect(readBack == report)
    }

    @Test func `rules that can't be meant are refused with their place`() throws {
        func message(_ rules: PolicyRule...) -> String {
            do {
                _ = try Policy(rules: rules)
                return ""
            } catch {
                return error.description
            }
        }
        var silent = PolicyRule(PolicyMatch(types: ["T"]), place: "p.yaml:3")
        #expect(message(silent).hasPrefix("p.yaml:3: the rule says nothing"))
        silent.runbook = "http://wiki.example.com"
        #expect(message(silent).contains("https://"))
        silent.runbook = "https://user@evil.example/"
        #expect(message(silent).contains("https://"))
        var all = PolicyRule(PolicyMatch())
        all.owner = "Ada"
        #expect(message(all).contains("must match something"))
        var both = mute(PolicyMatch(types: ["T"]))
        both.accept = .init(upTo: 1, until: later)
        #expect(message(both).contains("exclude each other"))
        var wide = PolicyRule(PolicyMatch(errorClasses: ["Net::*"]), place: "p.yaml:2")
        wide.owner = "Ada"
        var narrow = PolicyRule(
            PolicyMatch(types: ["T"], errorClasses: ["Net::Read*", "Net::Open"]),
            place: "p.yaml:5"
        )
        narrow.owner = "Grace"
        #expect(message(wide, narrow).hasPrefix("p.yaml:5: 'owner' can never take effect: the rule at p.yaml:2"))
        #expect(message(narrow, wide) == "")
    }

    @Test(arguments: [
        ("*", "", true), ("", "", true), ("", "a", false), ("a*c", "abc", true), ("a*c", "ab", false),
        ("*b*", "abc", true), ("a**", "a", true), ("*aab", "aaaab", true), ("é*", "e\u{301}x", false),
        ("a", "A", false),
    ])
    func `an entry matches an exact text, or any text where it has an asterisk`(
        entry: String,
        text: String,
        matches: Bool
    ) throws {
        let jobs = [RetryJob(id: .number(1), type: JobType(rawValue: text), errorClass: text)]
        let report = try report(jobs, [mute(PolicyMatch(types: [entry]))])
        #expect((report.policy?.muted == 1) == matches)
    }

    @Test func `alarms on changes do not count groups that are muted`() throws {
        var report = try report([job(1, "A"), job(2, "B")], [mute(PolicyMatch(errorClasses: ["A"]))])
        var changes = Changes(since: now, previousRunAt: now)
        changes.jobs = JobChanges(
            new: 2,
            waiting: 0,
            moved: 0,
            died: 5,
            recovered: 1,
            before: 6,
            isDeathEstimated: false
        )
        for type in report.types.indices {
            for error in report.types[type].errors.indices {
                let group = report.types[type].errors[error]
                report.types[type].errors[error].change = GroupChange(
                    state: .new,
                    before: 0,
                    new: 1,
                    died: 2,
                    recovered: 0
                )
                changes.groups.append(GroupComparison(group.name, state: .new, before: 0, now: group.count))
            }
        }
        report.changes = changes
        #expect(report.openChanges?.groups.map(\.errorClass) == ["B"])
        #expect(report.openChanges?.jobs?.died == 3)
        #expect(report.openChanges?.jobs?.new == 1)
    }
}
