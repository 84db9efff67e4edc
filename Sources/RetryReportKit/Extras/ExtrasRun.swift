package import RetryReport
package import TinesRetryJobs

/// What to ask a tenant besides its retry jobs, and for how long.
package struct ExtrasPlan: Sendable {
    /// What is asked for.
    package var asked: Set<ReportExtra>
    /// The tenant; nil for a reading that was saved.
    package var tenant: (any AskingSource)?
    /// What an earlier reading saved.
    package var saved: SavedExtras?
    /// How long a run may take longer for it: from the end of reading to the last answer, and less where the tenant's
    /// own time limit comes first.
    package var budget = Duration.seconds(60)
    /// Makes links into a tenant.
    package var links: @Sendable (TenantOrigin?) -> ActionLinks? = { tenant in tenant.flatMap(ActionLinks.init) }

    /// What to ask a live tenant.
    package init(asking asked: Set<ReportExtra>, of tenant: any AskingSource) {
        self.asked = asked
        self.tenant = tenant
    }

    /// What an earlier reading saved, of what is asked for.
    package init(asking asked: Set<ReportExtra>, saved: SavedExtras) {
        self.asked = asked.intersection(saved.asked)
        self.saved = saved.restricted(to: asked)
    }
}

/// The requests of one run besides those for retry jobs.
struct ExtrasRun: Sendable {
    let plan: ExtrasPlan
    let fetch: APIFetch
    let touched = TouchedActions()
    private let reader: ExtrasReader
    private let end: ContinuousClock.Instant

    /// The requests that a plan asks for, in a time that begins now.
    init(plan: ExtrasPlan, within limit: Duration, fetch: @escaping APIFetch) {
        self.plan = plan
        self.fetch = fetch
        end = .now + limit
        reader = ExtrasReader(asking: plan.asked, touched: touched, fetch: fetch)
    }

    /// Reads jobs and, beside them, everything else; what is not there when the budget ends is given up.
    ///
    /// Throws what `reading` throws, at once; nothing of the rest is ever thrown.
    func beside(_ reading: @escaping @Sendable () async throws -> Reading) async throws -> Reading {
        try await withThrowingTaskGroup(of: Reading?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await reading() }
            group.addTask {
                await reader.read()
                return nil
            }
            var result: Reading?
            var isRead = false
            while result == nil || !isRead, let next = try await group.next() {
                switch next {
                case let next?:
                    result = next
                    await touched.finish()
                    if !isRead {
                        group.addTask {
                            try? await Task.sleep(for: budget)
                            return nil
                        }
                    }
                case nil: isRead = true
                }
            }
            try Task.checkCancellation()
            guard let result else { throw CancellationError() }
            return result
        }
    }

    func extras() async -> TenantExtras { await reader.extras() }

    private var budget: Duration { min(plan.budget, max(.zero, end - .now)) }

    /// Adds the messages to a report; nil when they are not asked for.
    var messageStep: (any ReportStep)? {
        guard plan.asked.contains(.messages) else { return nil }
        return MessageStep(reader: MessageReader(fetch: fetch), budget: budget)
    }

    /// Says who removed jobs, once a report is compared with the one before; nil when nothing is asked for.
    var removalStep: RemovalStep? {
        plan.asked.isEmpty ? nil : RemovalStep(log: .tenant(fetch, budget: min(budget, .seconds(10))))
    }
}

/// Asks for the newest errors of the actions that a report puts first.
private struct MessageStep: ReportStep {
    let reader: MessageReader
    let budget: Duration

    var name: String { "messages" }

    func apply(to report: inout Report) async throws {
        let ids = MessageReader.actions(of: report)
        guard !ids.isEmpty else { return }
        guard let (messages, note) = try await withTimeLimit(budget, { await reader.read(ids) }) else {
            report.reading.notes.append("Error messages are missing: no answer in time.")
            return
        }
        report.messages = messages
        if let note { report.reading.notes.append(note) }
    }
}

/// Adds the messages that an earlier reading saved.
struct SavedMessages: ReportStep {
    let messages: [ErrorMessage]

    var name: String { "messages" }

    func apply(to report: inout Report) async throws { report.messages = messages }
}
