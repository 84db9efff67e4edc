/// Takes jobs as they are read and makes a ``Report`` of them.
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
    let now: Timestamp
    let schedule: RetrySchedule
    let limits: ReportLimits

    var texts = JobTexts()
    private var batches: [ObjectIdentifier: (source: BatchTexts, symbols: [TextTable.Symbol])] = [:]
    private var seen = JobIDSet()

    var groups: [GroupTally] = []
    private var groupNumbers = NumberTable(capacity: 1024)
    private var lastGroup: (key: UInt64, index: Int)?
    var actions = ActionTally()
    var deaths = DeathTally()
    var calendar = CalendarTally()

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
    public init(now: Timestamp, schedule: RetrySchedule = .standard, limits: ReportLimits = ReportLimits()) {
        self.now = now
        self.schedule = schedule
        self.limits = limits
    }

    /// Jobs so far, each counted once.
    public var jobCount: Int { received - duplicates - unreadableCount }

    /// Adds the jobs of a page. A job whose id came before is counted as repeated and otherwise ignored; a batch that
    /// a source delivered has none of them any more.
    public mutating func add(_ given: JobBatch) {
        var batch = given
        if !batch.hasDistinctIDs { batch.dropRepeated(&seen) }
        received += batch.received
        duplicates += batch.repeated
        unreadableCount += batch.unreadable.count
        unreadable += batch.unreadable.prefix(Self.unreadableShown - unreadable.count)
        for (repair, count) in batch.repairs { repairs[repair, default: 0] += count }
        let symbols = symbols(of: batch.source)
        for var record in batch.records {
            translate(&record, symbols, batch.source)
            group(record)
        }
    }

    /// Adds a job. One whose id came before is counted as repeated and otherwise ignored.
    public mutating func add(_ job: RetryJob) {
        add(JobBatch(jobs: [job]))
    }

    // MARK: Numbers of texts

    /// For each number that the batch's source gave a text, ours.
    private mutating func symbols(of source: BatchTexts) -> [TextTable.Symbol] {
        let key = ObjectIdentifier(source)
        var known = batches[key]?.symbols ?? []
        let new = source.read { Array($0.texts.texts[known.count...]) }
        known += new.map { texts.texts.intern($0).symbol }
        batches[key] = (source, known)
        return known
    }

    /// Makes the record one of ours.
    private mutating func translate(
        _ record: inout JobRecord,
        _ symbols: [TextTable.Symbol],
        _ source: BatchTexts
    ) {
        if record.hasTextID {
            let place = Int(record.id)
            record.id = Int64(texts.ids.intern(source.read { $0.ids.texts[place] }).symbol)
        }
        record.type = symbols[Int(record.type)]
        if record.errorClass != TextTable.none { record.errorClass = symbols[Int(record.errorClass)] }
        if record.actionName != TextTable.none { record.actionName = symbols[Int(record.actionName)] }
        if record.hasManyEvents {
            let place = Int(record.event)
            record.event = Int64(texts.eventLists.count)
            texts.eventLists.append(source.read { $0.eventLists[place] })
        }
    }

    // MARK: Counting

    private mutating func group(_ record: JobRecord) {
        // A job that was never retried failed just before it was read: its first retry follows within 25 seconds.
        var failed = record
        if record.retryCount == 0, record.lastRetry == JobRecord.none { failed.lastRetry = now.microseconds }
        let death = schedule.earliestDeath(failed)
        let index = groupIndex(record)
        let since = schedule.latestFirstFailure(failed)
        groups[index].add(record, death: death, since: since, now: now.microseconds)
        deaths.add(death, now: now.microseconds)
        calendar.add(death, now: now.microseconds)
        if record.namesAction { actions.add(record, group: index, death: death, now: now.microseconds) }
        let key = death ?? Int64.max
        if groups[index].jobs.mayTake(death: key) {
            groups[index].jobs.add(ClosestToDeath.Entry(death: key, record: record), ids: texts.ids)
        }
    }

    private mutating func groupIndex(_ record: JobRecord) -> Int {
        let key = UInt64(UInt32(bitPattern: record.type)) << 32 | UInt64(UInt32(bitPattern: record.errorClass))
        if let lastGroup, lastGroup.key == key { return lastGroup.index }
        let index = Int(groupNumbers.insert(Int32(groups.count), under: key))
        if index == groups.count {
            groups.append(
                GroupTally(
                    type: record.type,
                    errorClass: record.errorClass,
                    retryLimit: schedule.limit,
                    jobs: ClosestToDeath(limit: limits.jobsPerGroup == 0 ? nil : limits.jobsPerGroup)
                )
            )
        }
        lastGroup = (key, index)
        return index
    }
}
