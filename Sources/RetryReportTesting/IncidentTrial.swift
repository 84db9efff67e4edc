package import RetryReport

/// A made-up set of waiting jobs with incidents in it, and the truth about them: for tests and measurements of how
/// incidents are found.
package struct IncidentTrial: Sendable {
    /// An incident that was put into the set.
    package struct Seeded: Sendable {
        package let from: Timestamp
        package let to: Timestamp
        package let errorClasses: Set<String>
    }

    /// What a trial is made of.
    package struct Settings: Sendable {
        package var groups = 60
        /// First failures of each group in an hour, on average; most of these jobs recover within a few retries.
        package var background = 30.0
        package var incidents = 3
        /// Jobs of each group of an incident, on average.
        package var jobsPerGroup = 20
        package init() {}
    }

    package let jobs: [RetryJob]
    package let seeded: [Seeded]
    package let now = Timestamp(microseconds: 1_785_067_200_000_000)

    /// The set of a seed, always the same.
    package init(seed: UInt64, _ settings: Settings = Settings()) {
        var random = SplitMix64(seed: seed, place: 41)
        let now = now.microseconds / 1_000_000
        let days = 10
        var jobs: [RetryJob] = []
        let delays = (0..<25).compactMap { RetrySchedule.standard.delay(after: $0) }
        /// A job that waits, if it does after all retries since its first failure.
        func add(_ group: Int, first: Int64, recovery: Double) {
            var (moment, count, last) = (first, 0, Int64?.none)
            while count < delays.count {
                let delay = delays[count]
                // The scheduler looks for due jobs every few seconds.
                let wait = delay.lowerBound + Int64(random.below(Int(delay.upperBound - delay.lowerBound + 1)))
                let next = moment + wait + Int64(random.below(16))
                if next > now { break }
                if random.fraction() < recovery { return }
                (moment, count, last) = (next, count + 1, next)
            }
            guard count < 25 else { return }
            jobs.append(
                RetryJob(
                    id: .number(Int64(jobs.count + 1)),
                    type: .agentReceive,
                    action: ActionReference(id: Int64(group), name: nil),
                    retryCount: count,
                    lastRetry: last.map { Timestamp(microseconds: $0 * 1_000_000) },
                    errorClass: "Error\(group)"
                )
            )
        }
        for group in 0..<settings.groups where settings.background > 0 {
            let recovery = Double.random(in: 0.2...0.8, using: &random)
            let rate = settings.background * Double.random(in: 0.2...1.8, using: &random)
            var moment = Double(now - Int64(days) * 86_400)
            while true {
                moment += 2 * random.fraction() * 3600 / max(rate, 0.01)
                if moment >= Double(now) { break }
                add(group, first: Int64(moment), recovery: recovery)
            }
        }
        var seeded: [Seeded] = []
        for number in 0..<settings.incidents {
            // One in each part of the time, so that two never are one.
            let part = Int64(days) * 86_400 / Int64(settings.incidents)
            let start = now - Int64(number + 1) * part + Int64.random(in: 7200...(part - 7200), using: &random)
            let length = Int64.random(in: 60...900, using: &random)
            let groups = Array(
                (0..<settings.groups).shuffled(using: &random).prefix(Int.random(in: 2...9, using: &random))
            )
            for group in groups {
                let count = max(
                    5,
                    Int.random(in: settings.jobsPerGroup / 2...settings.jobsPerGroup * 2, using: &random)
                )
                for _ in 0..<count {
                    add(group, first: start + Int64.random(in: 0...length, using: &random), recovery: 0)
                }
            }
            seeded.append(
                Seeded(
                    from: Timestamp(microseconds: start * 1_000_000),
                    to: Timestamp(microseconds: (start + length) * 1_000_000),
                    errorClasses: Set(groups.map { "Error\($0)" })
                )
            )
        }
        self.jobs = jobs
        self.seeded = seeded
    }

    /// What a report found: how many of its incidents are true, and how many of the true ones it has.
    package struct Score: Sendable {
        package var found = 0
        package var right = 0
        package var seeded = 0
        package var recalled = 0
        package init() {}
        /// The part of what was found that is true.
        package var precision: Double { found == 0 ? 1 : Double(right) / Double(found) }
        /// The part of what is true that was found.
        package var recall: Double { seeded == 0 ? 1 : Double(recalled) / Double(seeded) }
    }

    /// Compares a report of the jobs with the truth. An incident is right when it overlaps a seeded one, give or take ten
    /// minutes, and at least half of its groups are of that one.
    package func score(_ report: Report) -> Score {
        let tolerance: Int64 = 600
        func isSame(_ incident: Incident, _ seeded: Seeded) -> Bool {
            let common = incident.groups.count { group in group.errorClass.map(seeded.errorClasses.contains) ?? false }
            return common * 2 >= incident.groups.count
                && incident.from.advanced(bySeconds: -tolerance) <= seeded.to
                && seeded.from <= incident.to.advanced(bySeconds: tolerance)
        }
        var score = Score()
        score.found = report.incidents.count
        score.right = report.incidents.count { incident in seeded.contains { isSame(incident, $0) } }
        score.seeded = seeded.count
        score.recalled = seeded.count { seeded in report.incidents.contains { isSame($0, seeded) } }
        return score
    }
}
