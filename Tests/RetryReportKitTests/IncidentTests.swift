import RetryReport
import RetryReportTesting
import Testing

@Suite("Incidents") struct IncidentTests {
    private func score(_ seeds: ClosedRange<UInt64>, _ settings: IncidentTrial.Settings) -> IncidentTrial.Score {
        var all = IncidentTrial.Score()
        for seed in seeds {
            let trial = IncidentTrial(seed: seed, settings)
            let score = trial.score(Report(jobs: trial.jobs, now: trial.now))
            all.found += score.found
            all.right += score.right
            all.seeded += score.seeded
            all.recalled += score.recalled
        }
        return all
    }

    @Test func `without background noise each seeded incident is found, and nothing else`() {
        var settings = IncidentTrial.Settings()
        settings.background = 0
        let score = score(1...20, settings)
        #expect(score.seeded == 60)
        #expect(score.precision == 1)
        #expect(score.recall == 1)
    }

    @Test func `with background noise what is found is nearly always true, and most of what is true is found`() {
        let score = score(1...10, IncidentTrial.Settings())
        #expect(score.precision >= 0.9, "\(score)")
        #expect(score.recall >= 0.8, "\(score)")
    }

    @Test func `noise alone is not an incident`() {
        var settings = IncidentTrial.Settings()
        settings.incidents = 0
        settings.background = 30
        #expect(score(1...10, settings).found <= 1)
    }

    @Test func `an incident says its time, its jobs and its groups, the same for every order of the jobs`() throws {
        var settings = IncidentTrial.Settings()
        settings.background = 0
        settings.incidents = 1
        let trial = IncidentTrial(seed: 7, settings)
        let report = Report(jobs: trial.jobs, now: trial.now)
        let incident = try #require(report.incidents.first)
        #expect(report.incidents.count == 1)
        #expect(incident.jobs == trial.jobs.count)
        #expect(Set(incident.groups.compactMap(\.errorClass)) == trial.seeded[0].errorClasses)
        #expect(incident.from <= trial.seeded[0].from.advanced(bySeconds: 600))
        #expect(incident.to <= trial.seeded[0].to.advanced(bySeconds: 1200))
        #expect(Report(jobs: trial.jobs.reversed(), now: trial.now).incidents == report.incidents)
    }

    @Test func `groups that are muted are in no incident`() throws {
        var settings = IncidentTrial.Settings()
        settings.background = 0
        settings.incidents = 1
        let trial = IncidentTrial(seed: 7, settings)
        var rule = PolicyRule(PolicyMatch(errorClasses: ["*"]))
        rule.mute = .init(until: trial.now.advanced(bySeconds: 60), reason: "known")
        var builder = ReportBuilder(now: trial.now, policy: try Policy(rules: [rule]))
        for job in trial.jobs { builder.add(job) }
        #expect(builder.finish(reading: Reading(source: "jobs", isComplete: true, isVerified: true)).incidents == [])
    }
}
