import RetryJobs
import RetryReport
import TestSupport
import Testing

@testable import RetryHistory

@Suite struct GroupStateTests {
    @Test(arguments: [
        // now, before, known, usual, complete: state
        (1, 0, false, 0.0, true, GroupState.new),
        (1, 0, false, 0.0, false, .new),
        (3, 0, true, 0.0, true, .returned),
        (4, 2, true, 2.0, true, .steady),
        (7, 2, true, 2.0, true, .growing),
        (6, 2, true, 2.0, true, .steady),
        (119, 100, true, 100.0, true, .steady),
        (120, 100, true, 100.0, true, .growing),
        (120, 100, true, 100.0, false, .growing),
        (81, 100, true, 100.0, true, .steady),
        (80, 100, true, 100.0, true, .shrinking),
        (430, 400, true, 400.0, true, .steady),
        (0, 5, true, 5.0, true, .gone),
    ])
    func `a group's state goes by its usual number`(
        now: Int,
        before: Int,
        isKnown: Bool,
        usual: Double,
        isComplete: Bool,
        state: GroupState
    ) {
        let found = GroupStates.state(
            now: now,
            before: before,
            isKnown: isKnown,
            usual: usual,
            isComplete: isComplete
        )
        #expect(found == state)
    }

    @Test(arguments: [(100, 100), (50, 100), (0, 5)])
    func `an incomplete reading is never called steady, shrinking or gone`(now: Int, before: Int) {
        let found = GroupStates.state(
            now: now,
            before: before,
            isKnown: true,
            usual: Double(before),
            isComplete: false
        )
        #expect(found == nil)
    }

    @Test func `a group that was gone returns, and one that stays away is gone once`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, jobs(1..<11) + jobs(20..<23, "F"), hours: 0)
        let gone = try Reports().run(history, jobs(1..<11), hours: 1)
        #expect(gone.changes?.groups.map(\.state) == [.steady, .gone])
        #expect(gone.changes?.groups.last?.before == 3)
        let still = try Reports().run(history, jobs(1..<11), hours: 2)
        #expect(still.changes?.groups.map(\.state) == [.steady])
        let back = try Reports().run(history, jobs(1..<11) + jobs(30..<31, "F"), hours: 3)
        #expect(back.changes?.groups.map(\.state) == [.steady, .returned])
    }

    @Test func `the same hour of earlier days is what is usual once three days have it`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        // Each day: 100 jobs at hour 0, 10 jobs at hour 12.
        for day in 0..<3 {
            let hours = Double(day) * 24
            try Reports().run(history, jobs(1..<101), hours: hours)
            try Reports().run(history, jobs(1..<11), hours: hours + 12)
        }
        let report = try Reports().run(history, jobs(1..<101), hours: 72)
        #expect(report.groups.first?.change?.state == .steady)
        let night = try Reports().run(history, jobs(1..<101), hours: 84)
        #expect(night.groups.first?.change?.state == .growing)
    }

    @Test(arguments: [(20, .steady), (28, .steady), (29, .growing), (11, .shrinking)] as [(Int64, GroupState)])
    func `a group that is not usually there at this time is compared with the last report`(
        now: Int64,
        state: GroupState
    ) throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        for day in 0..<3 { try Reports().run(history, jobs(1..<101), hours: Double(day) * 24) }
        let new = try Reports().run(history, jobs(1..<101) + jobs(200..<220, "F"), hours: 71)
        #expect(new.groups.first { $0.errorClass == "F" }?.change?.state == .new)
        // Beside what is usual at this hour, 0, each number would be growth.
        let report = try Reports().run(history, jobs(1..<101) + jobs(200..<(200 + now), "F"), hours: 72)
        let change = try #require(report.groups.first { $0.errorClass == "F" }?.change)
        #expect(change.state == state)
        #expect(change.usual == 20)
    }

    @Test func `a group that grows slowly since yesterday is growing beside the last three reports`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        for day in 0..<3 { try Reports().run(history, jobs(1..<101), hours: Double(day) * 24) }
        var state: GroupState?
        for (place, count) in [10, 14, 18, 22].enumerated() {
            let report = try Reports().run(
                history,
                jobs(1..<101) + jobs(200..<(200 + Int64(count)), "F"),
                hours: 69 + Double(place)
            )
            state = report.groups.first { $0.errorClass == "F" }?.change?.state
        }
        #expect(state == .growing)
    }

    @Test func `reports that seem to be missing are counted by the usual distance`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        for hours in 0..<5 { try Reports().run(history, jobs(1..<11), hours: Double(hours)) }
        let onTime = try Reports().run(history, jobs(1..<11), hours: 5)
        #expect(onTime.changes?.missedRuns == 0)
        let late = try Reports().run(history, jobs(1..<11), hours: 9.1)
        #expect(late.changes?.missedRuns == 3)
    }

    @Test func `names that differ only in normalization are two groups`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, [job(1, "\u{E9}")], hours: 0)
        let report = try Reports().run(history, [job(1, "\u{E9}"), job(2, "e\u{301}")], hours: 1)
        let states = report.groups.map { $0.change?.state }
        #expect(states.contains(.steady))
        #expect(states.contains(.new))
    }

    @Test func `no error class and an empty one are two groups`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, [job(1, nil)], hours: 0)
        let report = try Reports().run(history, [job(1, nil), job(2, "")], hours: 1)
        #expect(report.groups.first { $0.errorClass == nil }?.change?.state == .steady)
        #expect(report.groups.first { $0.errorClass == "" }?.change?.state == .new)
    }

    @Test(arguments: [false, true])
    func `The action of a new group is opened first, however few jobs it has, unless its group is muted`(
        isMuted: Bool
    ) throws {
        func job(_ id: Int64, _ errorClass: String, action: Int64) -> RetryJob {
            RetryJob(
                id: .number(id),
                type: .agentReceive,
                action: ActionReference(id: action, name: "Action \(action)"),
                retryCount: 3,
                lastRetry: Reports.moment(0),
                errorClass: errorClass
            )
        }
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        var rule = PolicyRule(PolicyMatch(errorClasses: ["Fresh"]))
        rule.mute = .init(until: Reports.moment(100), reason: "known")
        let policy = isMuted ? try Policy(rules: [rule]) : nil
        // More actions than a report lists, all with more jobs than the new one.
        let old = (1...90).map { job($0, "Old", action: $0 % 30) }
        func report(_ jobs: [RetryJob], hours: Double) throws -> Report {
            var builder = ReportBuilder(
                now: Reports.moment(hours),
                limits: ReportLimits(topActions: 5),
                policy: policy
            )
            builder.keepJobStates()
            builder.add(JobBatch(jobs: jobs))
            let reading = Reading(
                source: "test",
                tenant: try TenantOrigin("https://acme.tines.com"),
                finishedAt: Reports.moment(hours),
                isComplete: true,
                isVerified: true
            )
            var (report, states) = builder.finishWithStates(
                reading: reading,
                title: "Test",
                generator: "test",
                extras: TenantExtras()
            )
            states?.sortByID()
            let comparison = try history.compare(&report, try #require(states))
            try history.record(report, try #require(states), comparison)
            return report
        }
        let first = try report(old, hours: 0)
        #expect(first.openFirst?.action.id != 77)
        let second = try report(old + [job(100, "Fresh", action: 77)], hours: 1)
        #expect(!second.actions.contains { $0.action.id == 77 })
        #expect((second.openFirst?.action.id == 77) == !isMuted)
    }
}
