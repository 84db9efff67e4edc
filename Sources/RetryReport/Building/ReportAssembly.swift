extension ReportBuilder {
    /// The report of everything so far.
    ///
    /// - Parameters:
    ///   - reading: how the jobs were read.
    ///   - title: the report's own title, any text.
    ///   - generator: what makes the report.
    /// - Returns: the report; the builder can go on.
    public func finish(
        reading: Reading,
        title: String = "Retry jobs",
        generator: String = "retry-report"
    ) -> Report {
        finish(reading: reading, title: title, generator: generator, extras: TenantExtras())
    }

    /// The report of everything so far, with what is known of the tenant besides.
    package func finish(
        reading: Reading,
        now: Timestamp? = nil,
        title: String,
        generator: String,
        extras: TenantExtras
    ) -> Report {
        (copy self)
            .finishWithStates(reading: reading, now: now, title: title, generator: generator, extras: extras).report
    }

    /// The same, with the states of the jobs that it counts where they are kept. `now` is the report's moment where
    /// ``leaveMomentOpen()`` was called. What was counted is gone as soon as the report needs it no more: for a million jobs
    /// some 12 MB that rendering can use.
    package consuming func finishWithStates(
        reading: Reading,
        now: Timestamp? = nil,
        title: String,
        generator: String,
        extras: TenantExtras
    ) -> (report: Report, states: JobStates?) {
        var builder = self
        var extras = extras
        let foundDead = builder.group(waitingBesides: extras.dead?.ids ?? [])
        extras.dead?.alsoWaiting = foundDead
        builder.applyPolicy(extras, at: now ?? builder.now)
        builder.placeDeaths(at: now)
        let (report, urgent) = builder.assemble(reading: reading, title: title, generator: generator, extras: extras)
        return (report, builder.jobStates(urgent))
    }

    /// The report, and the most urgent action of each group where the states of jobs are kept.
    private mutating func assemble(
        reading: Reading,
        title: String,
        generator: String,
        extras: TenantExtras
    ) -> (Report, [ActionSummary]) {
        let texts = texts.snapshot()
        let pairs = actions.takePairs()
        let perGroup = actions.perGroup(
            pairs,
            groups: groups.count,
            top: limits.topActions,
            texts: texts,
            extras: extras
        )
        let names = groupNames(texts)
        let policies = coverage.map { coverage in
            groups.indices.map { coverage.group($0, openDeaths: groups[$0].openDeaths.counts) }
        }
        let isOpen = groups.indices.map { index in
            groups[index].count > (policies.map { $0[index].muted + $0[index].accepted } ?? 0)
        }
        let ranks = groups.map { ErrorGroup.Rank(jobs: $0.count, deaths: $0.deaths.counts) }
        let order = groups.indices.sorted { left, right in
            if ranks[left] != ranks[right] { return ranks[left] < ranks[right] }
            if groups[left].type != groups[right].type { return names[left].type < names[right].type }
            return ErrorGroup.errorClassPrecedes(names[left].errorClass, names[right].errorClass)
        }
        var rank = Array(repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { rank[index] = place }
        let summaries = actions.summaries(
            pairs,
            top: limits.topActions,
            texts: texts,
            extras: extras,
            name: { names[$0] },
            order: rank
        )
        let urgent = actions.mostUrgent(
            pairs,
            texts: texts,
            extras: extras,
            name: { names[$0] },
            order: rank,
            coverage: coverage,
            perGroup: keepsStates
        )
        let totals = totals()
        let source = self.texts
        let types = takeTypes(order) { group, index in
            let jobs = group.jobs.sorted(source)
            var group = Self.finish(group, jobs, names[index], perGroup[index], texts, extras.actions)
            group.policy = policies?[index]
            return group
        }
        var reading = reading
        reading.notes += extras.notes
        var report = Report(
            version: Report.currentVersion,
            generator: generator,
            title: title,
            generatedAt: now,
            retryLimit: schedule.limit,
            retryJitter: schedule.jitter,
            reading: facts(of: reading),
            totals: totals,
            types: types,
            actions: summaries,
            openFirst: urgent.first,
            actionsNotShown: actions.count - summaries.count,
            calendar: calendar.calendar(now: now, deaths: deaths.counts),
            repairs: repairs.map { RepairCount(repair: $0.key, count: $0.value) }
                .sorted { $0.count != $1.count ? $0.count > $1.count : $0.repair.rawValue < $1.repair.rawValue },
            unreadable: unreadable
        )
        if let directory = extras.directory {
            let errorClasses = names.map(\.errorClass)
            var owners = OwnershipTally(
                directory: directory,
                links: extras.links,
                errorClasses: errorClasses,
                top: limits.topActions
            )
            for (action, share) in actions.shares(coverage).enumerated() { owners.add(share, groups: pairs[action]) }
            let unnamed = groups.indices.filter { groups[$0].withoutAction > 0 }
                .map { GroupCount(group: Int32($0), count: Int32(clamping: groups[$0].withoutAction)) }
            if !unnamed.isEmpty {
                owners.add(
                    ActionShare(
                        id: nil,
                        isAction: false,
                        count: unnamed.reduce(0) { $0 + Int($1.count) },
                        covered: coverage?.coveredWithoutAction ?? 0,
                        deaths: deathsWithoutAction.counts
                    ),
                    groups: unnamed[...]
                )
            }
            report.stories = owners.storySummaries()
            report.teams = owners.teamSummaries()
        }
        report.dead = extras.dead?.finish(
            now: now,
            topActions: limits.topActions,
            directory: extras.directory,
            links: extras.links,
            isWanted: chooser.map { chooser in { chooser.isWanted($0) } }
        )
        report.filter = chooser?.facts
        report.workers = extras.workers
        report.policy = policyFacts()
        report.incidents = IncidentSearch(
            firstFailures,
            groups: groups.count,
            now: now.microseconds,
            isOpen: { isOpen[$0] }
        ).incidents { names[$0] }
        return (report, urgent)
    }

    /// Decides which jobs the policy is about, once all jobs are grouped and whose they are is known.
    private mutating func applyPolicy(_ extras: TenantExtras, at now: Timestamp) {
        guard let policy, !policy.rules.isEmpty else { return }
        let texts = texts.snapshot()
        let unnamed = groups.indices.filter { groups[$0].withoutAction > 0 }
            .map { PolicyCoverage.Share(group: $0, action: -1, count: groups[$0].withoutAction) }
        coverage = PolicyCoverage(
            policy,
            groups: groupNames(texts),
            actions: actions.facts(texts: texts, extras: extras),
            shares: actions.pairShares() + unnamed,
            now: now
        )
    }

    private func policyFacts() -> PolicyFacts? {
        coverage.map { coverage in
            PolicyFacts(
                rules: coverage.rules,
                muted: coverage.muted,
                accepted: coverage.accepted,
                open: OpenJobs(
                    jobs: jobCount - coverage.muted - coverage.accepted,
                    groups: coverage.openGroups,
                    deaths: openDeaths.counts,
                    calendar: openCalendar.calendar(now: now, deaths: openDeaths.counts)
                )
            )
        }
    }

    /// A reading with what the jobs so far say about it.
    package func facts(of reading: Reading) -> ReadingFacts {
        ReadingFacts(
            reading: reading,
            jobsReceived: received,
            repeatedJobs: duplicates,
            unreadableJobs: unreadableCount
        )
    }

    private static func finish(
        _ group: GroupTally,
        _ jobs: [JobRecord],
        _ name: GroupName,
        _ actions: (distinct: Int, top: [ActionCount]),
        _ texts: JobTexts,
        _ directory: ActionDirectory?
    ) -> ErrorGroup {
        return ErrorGroup(
            type: name.type,
            errorClass: name.errorClass,
            count: group.count,
            retries: group.statistics(),
            oldestLastRetry: group.oldest == .max ? nil : Timestamp(microseconds: group.oldest),
            newestLastRetry: group.newest == .min ? nil : Timestamp(microseconds: group.newest),
            failingSince: group.failingSince == .max ? nil : Timestamp(microseconds: group.failingSince),
            deaths: group.deaths.counts,
            actionCount: actions.distinct,
            jobsWithoutAction: group.withoutAction,
            topActions: actions.top,
            jobs: JobList(records: jobs, texts: texts, directory: directory),
            jobsNotShown: group.count - jobs.count
        )
    }

    /// Types by count descending, then by name. `finish` makes each group; what was counted for it is gone then, since of a
    /// hundred thousand groups both would take as much as everything else.
    private mutating func takeTypes(_ order: [Int], finish: (GroupTally, Int) -> ErrorGroup) -> [TypeGroup] {
        var places: [TextTable.Symbol: Int] = [:]
        var members: [[Int]] = []
        for index in order {
            let place = places[groups[index].type] ?? members.count
            if place == members.count {
                places[groups[index].type] = place
                members.append([])
            }
            members[place].append(index)
        }
        let types = members.map { members in
            let errors = members.map { index in
                defer { groups[index].letGo() }
                return finish(groups[index], index)
            }
            return TypeGroup(
                type: errors.first?.type ?? JobType(rawValue: ""),
                count: members.reduce(0) { $0 + groups[$1].count },
                errors: errors
            )
        }
        return types.sorted { left, right in
            left.count != right.count
                ? left.count > right.count : left.type < right.type
        }
    }

    func totals() -> Totals {
        let last = schedule.limit - 2
        return Totals(
            jobs: jobCount,
            groups: groups.count,
            types: Set(groups.map(\.type)).count,
            errorClasses: Set(groups.map(\.errorClass)).count,
            actions: actions.count,
            jobsWithoutAction: groups.reduce(0) { $0 + $1.withoutAction },
            atLastRetries: groups.reduce(0) { sum, group in
                sum + group.histogram.enumerated().filter { $0.offset >= last }.reduce(0) { $0 + $1.element }
                    + group.beyond.values.reduce(0, +)
            },
            neverRetried: groups.reduce(0) { $0 + ($1.histogram.first ?? 0) },
            lateRetries: groups.reduce(0) { $0 + $1.lateRetries(at: now, schedule) },
            deaths: deaths.counts,
            oldestLastRetry: groups.map(\.oldest).min().flatMap { $0 == .max ? nil : Timestamp(microseconds: $0) },
            newestLastRetry: groups.map(\.newest).max().flatMap { $0 == .min ? nil : Timestamp(microseconds: $0) },
            failingSince: groups.map(\.failingSince).min().flatMap {
                $0 == .max ? nil : Timestamp(microseconds: $0)
            }
        )
    }
}
