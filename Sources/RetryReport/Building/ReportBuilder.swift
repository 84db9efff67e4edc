/// Builds a ``Report`` from jobs, as they are read.
///
/// ```swift
/// var builder = ReportBuilder(now: now)
/// for page in pages { builder.add(page) }
/// let report = builder.finish(reading: reading)
/// ```
///
/// Each job costs a few table look-ups; memory grows with the distinct ids, actions, groups and texts, and with the
/// jobs that the limits keep, not with the set.
public struct ReportBuilder: Sendable {
    private(set) var now: Timestamp
    let schedule: RetrySchedule
    let limits: ReportLimits

    /// The table of the first batch: the decoders of a run share one, so that nearly always nothing is translated.
    private(set) var texts = BatchTexts()
    private var foreign: [ObjectIdentifier: (source: BatchTexts, symbols: [TextTable.Symbol])] = [:]
    private var seen = JobIDSet()

    var groups: [GroupTally] = []
    /// The group of each pair of a type and an error class as jobs have it.
    private var groupPlaces = NumberTable(slots: 1024)
    private var lastGroup: (key: UInt64, index: Int)?
    var actions = ActionTally()
    var deaths = DeathTally()
    var calendar = CalendarTally()
    /// The deaths that are not counted yet; nil when the report's moment is known from the beginning.
    private var expectedDeaths: ExpectedDeaths?
    /// Jobs that were never retried, by group and action: when they die depends on whether retries have stopped.
    private var unretried: [ExpectedDeaths.Entry: Int] = [:]
    /// What is known of failures in advance; nil for nothing.
    let policy: Policy?
    /// What the policy mutes and accepts; made with the report.
    var coverage: PolicyCoverage?
    /// Deaths of the jobs that it neither mutes nor accepts.
    var openDeaths = DeathTally()
    var openCalendar = CalendarTally()
    /// When jobs first failed, for incidents.
    private(set) var firstFailures = FirstFailures()

    /// The states of the jobs so far; nil unless they are kept for a comparison.
    private var states: [JobState]?
    /// The states of the jobs are kept.
    var keepsStates: Bool { states != nil }

    var received = 0
    var duplicates = 0
    var repairs: [Repair: Int] = [:]
    var unreadableCount = 0
    var unreadable: [UnreadableJob] = []
    private static let unreadableShown = 20

    /// A builder without jobs.
    ///
    /// - Parameters:
    ///   - now: the moment that every estimate refers to.
    ///   - schedule: what the estimates are made with.
    ///   - limits: what the report keeps of what it counts.
    ///   - policy: what is known of failures in advance. With one, 16 bytes a job are kept until the end, since only then it
    ///     is known which jobs its rules match.
    public init(
        now: Timestamp,
        schedule: RetrySchedule = .standard,
        limits: ReportLimits = ReportLimits(),
        policy: Policy? = nil
    ) {
        self.now = now
        self.schedule = schedule
        self.limits = limits
        self.policy = policy
        if policy != nil { leaveMomentOpen() }
    }

    /// Leaves the report's moment open until it is finished, as for jobs that are being read: deaths are counted then, and
    /// 16 bytes a job are kept until then. Called before the first job.
    package mutating func leaveMomentOpen() {
        if expectedDeaths == nil { expectedDeaths = ExpectedDeaths() }
    }

    /// Keeps the state of each job that is added from now on, 32 bytes a job, for a comparison.
    package mutating func keepJobStates() {
        if states == nil { states = [] }
    }

    /// The states of the jobs that were grouped so far; nil unless ``keepJobStates()`` was called before them.
    func jobStates(_ urgentActions: [ActionSummary]) -> JobStates? {
        guard let states else { return nil }
        let texts = texts.snapshot()
        return JobStates(jobs: states, groups: groupNames(texts), ids: texts.ids.texts, urgentActions: urgentActions)
    }

    /// The names of the groups so far, in the order in which they came.
    func groupNames(_ texts: JobTexts) -> [GroupName] {
        groups.map { group in
            GroupName(type: JobType(rawValue: texts.text(group.type) ?? ""), errorClass: texts.text(group.errorClass))
        }
    }

    /// Jobs so far, each counted once.
    public var jobCount: Int { received - duplicates - unreadableCount - foundDead - leftOut }

    /// What the report is restricted to; nil for nothing. Batches have been restricted already.
    package var chooser: JobChooser?
    private var leftOut = 0

    /// Finds the jobs that may be on a list of dead jobs too; nil when no such list is read besides.
    package private(set) var sieve: NearDeathSieve?
    /// Jobs that may turn out to be dead, not grouped yet; see ``group(waitingBesides:)``.
    private var nearDeath: [JobRecord] = []

    /// Says that a list of dead jobs is read besides.
    package mutating func expectDeadJobs() {
        if sieve == nil { sieve = NearDeathSieve(schedule) }
    }
    /// Jobs that are on the list of dead jobs too.
    private var foundDead = 0
    /// Deaths of the jobs that name no action.
    var deathsWithoutAction = DeathTally()

    /// Adds the jobs of a page. A job whose id came before is counted as repeated and otherwise ignored; a batch that
    /// a source delivered has none of them any more.
    public mutating func add(_ given: JobBatch) {
        var batch = given
        if !batch.hasDistinctIDs { batch.dropRepeated(&seen) }
        received += batch.received
        duplicates += batch.repeated
        unreadableCount += batch.unreadable.count
        leftOut += batch.leftOut
        unreadable += batch.unreadable.prefix(Self.unreadableShown - unreadable.count)
        for (repair, count) in batch.repairs { repairs[repair, default: 0] += count }
        if groups.isEmpty, nearDeath.isEmpty { texts = batch.source }
        if batch.source === texts {
            for record in batch.records { take(record) }
        } else if !batch.records.isEmpty {
            let symbols = symbols(of: batch.source)
            for record in batch.records { take(translated(record, symbols, batch.source)) }
        }
    }

    /// Adds a job. One whose id came before is counted as repeated and otherwise ignored.
    public mutating func add(_ job: RetryJob) {
        add(JobBatch(jobs: [job]))
    }

    // MARK: Numbers of texts

    /// For each number that another table gave a text, the number in the builder's own.
    private mutating func symbols(of source: BatchTexts) -> [TextTable.Symbol] {
        let key = ObjectIdentifier(source)
        var known = foreign[key]?.symbols ?? []
        let new = source.read { Array($0.texts.texts[known.count...]) }
        known += texts.intern(new)
        foreign[key] = (source, known)
        return known
    }

    /// A record whose texts are in the builder's own table.
    private func translated(
        _ given: JobRecord,
        _ symbols: [TextTable.Symbol],
        _ source: BatchTexts
    ) -> JobRecord {
        var record = given
        let (id, event) = (Int(record.id), Int(record.event))
        if record.hasTextID { record.id = Int64(texts.internID(source.read { $0.ids.texts[id] })) }
        if record.hasManyEvents { record.event = texts.add(events: source.read { $0.eventLists[event] }) }
        record.type = symbols[Int(record.type)]
        if record.errorClass != TextTable.none { record.errorClass = symbols[Int(record.errorClass)] }
        if record.actionName != TextTable.none { record.actionName = symbols[Int(record.actionName)] }
        return record
    }

    /// The error class that a job is grouped under: one without the addresses of objects, which differ from process to
    /// process. The job keeps its own.
    private func groupClass(_ symbol: TextTable.Symbol) -> TextTable.Symbol {
        guard symbol != TextTable.none else { return symbol }
        let own = texts.read { $0.texts.texts[Int(symbol)] }
        let grouped = ErrorClassName.grouped(own)
        return grouped == own ? symbol : texts.intern([grouped])[0]
    }

    // MARK: Counting

    /// Groups a job, or holds it back until the dead jobs are known.
    private mutating func take(_ record: JobRecord) {
        if sieve?.takes(record) == true { nearDeath.append(record) } else { group(record) }
    }

    /// Groups the jobs that were held back, except those that are dead by now.
    ///
    /// - Returns: how many are dead.
    mutating func group(waitingBesides dead: Set<JobID>) -> Int {
        let records = nearDeath
        let isDead = texts.read { texts in records.map { dead.contains(texts.id($0)) } }
        for (record, isDead) in zip(records, isDead) {
            if isDead { foundDead += 1 } else { group(record) }
        }
        nearDeath = []
        return foundDead
    }

    private mutating func group(_ record: JobRecord) {
        let index = groupIndex(record)
        states?.append(
            JobState(
                id: record.id,
                lastRetry: record.lastRetry,
                actionID: record.actionID,
                group: Int32(index),
                retryCount: Int16(clamping: record.retryCount),
                hasTextID: record.hasTextID
            )
        )
        groups[index].add(record, since: schedule.latestFirstFailure(record))
        if let moment = schedule.likelyFirstFailure(record) { firstFailures.add(moment, group: index) }
        // One that was never retried dies later than all that were, whatever the report's moment is.
        let death =
            record.isUnretried
            ? ExpectedDeaths.unretried
            : schedule.earliestDeath(record).map { min($0, ExpectedDeaths.unretried - 1) } ?? ExpectedDeaths.unknown
        let action = record.namesAction ? actions.add(record, group: index) : -1
        let entry = ExpectedDeaths.Entry(death: death, group: Int32(index), action: action)
        if record.isUnretried {
            unretried[entry, default: 0] += 1
        } else if expectedDeaths == nil {
            count(death == ExpectedDeaths.unknown ? nil : death, of: entry)
        } else {
            expectedDeaths?.append(entry)
        }
        if groups[index].jobs.mayTake(death: death) {
            groups[index].jobs.add(ClosestToDeath.Entry(death: death, record: record), texts)
        }
    }

    /// Counts the deaths that are not counted yet, as they are seen from a moment; with a moment that was known from the
    /// beginning, those of jobs that were never retried. Called once, on the copy that a report is made of.
    mutating func placeDeaths(at moment: Timestamp?) {
        if let expected = expectedDeaths {
            expectedDeaths = nil
            if let moment { now = moment }
            expected.forEach { count($0.death == ExpectedDeaths.unknown ? nil : $0.death, of: $0) }
        }
        let totals = totals()
        let hasStopped = totals.retriesHaveStopped
        for index in groups.indices { groups[index].place(at: now.microseconds, retriesHaveStopped: hasStopped) }
        let placed = schedule.placed(at: now, stoppedAt: hasStopped ? totals.newestLastRetry : nil)
        let death = placed.death(retryCount: 0, lastRetry: nil).earliest?.microseconds
        for (entry, jobs) in unretried {
            for _ in 0..<jobs { count(death, of: entry) }
        }
    }

    private mutating func count(_ death: Int64?, of entry: ExpectedDeaths.Entry) {
        let now = now.microseconds
        if let coverage, !coverage.covers(group: Int(entry.group), action: Int(entry.action)) {
            groups[Int(entry.group)].openDeaths.add(death, now: now)
            openDeaths.add(death, now: now)
            openCalendar.add(death, now: now)
            if entry.action >= 0 { actions.add(openDeath: death, of: entry.action, now: now) }
        }
        groups[Int(entry.group)].deaths.add(death, now: now)
        deaths.add(death, now: now)
        calendar.add(death, now: now)
        if entry.action >= 0 {
            actions.add(death: death, of: entry.action, now: now)
        } else {
            deathsWithoutAction.add(death, now: now)
        }
    }

    private mutating func groupIndex(_ record: JobRecord) -> Int {
        let key = Self.key(record.type, record.errorClass)
        if let lastGroup, lastGroup.key == key { return lastGroup.index }
        var index = Int(groupPlaces[key]) - 1
        if index < 0 {
            let errorClass = groupClass(record.errorClass)
            index = groupPlaces.place(of: Self.key(record.type, errorClass), next: groups.count)
            if errorClass != record.errorClass { index = groupPlaces.place(of: key, next: index) }
        }
        if index == groups.count {
            groups.append(
                GroupTally(
                    type: record.type,
                    errorClass: groupClass(record.errorClass),
                    retryLimit: schedule.limit,
                    jobs: ClosestToDeath(limit: limits.jobsPerGroup == 0 ? nil : limits.jobsPerGroup)
                )
            )
        }
        lastGroup = (key, index)
        return index
    }

    private static func key(_ type: TextTable.Symbol, _ errorClass: TextTable.Symbol) -> UInt64 {
        UInt64(UInt32(bitPattern: type)) << 32 | UInt64(UInt32(bitPattern: errorClass))
    }
}
