import RetryReport
import TinesRetryJobs

/// What was read so far, and how each list ended.
struct GatheredExtras: Sendable {
    /// How the requests for one list ended.
    enum Outcome: Sendable {
        case underWay
        case complete
        case failed(APIFailure)

        var failure: APIFailure? {
            switch self {
            case .underWay: APIFailure(.timeout)
            case .complete: nil
            case .failed(let failure): failure
            }
        }
    }

    var directory = TenantDirectory()
    var deadJobs = DeadList()
    var statistics: WorkerStatistics?

    var actions = Outcome.underWay
    var stories = Outcome.underWay
    var teams = Outcome.underWay
    var users = Outcome.underWay
    var dead = Outcome.underWay
    var workers = Outcome.underWay

    func extras(asked: Set<ReportExtra>, touched: Set<Int64>) -> TenantExtras {
        var extras = TenantExtras()
        if asked.contains(.stories) { addDirectory(to: &extras, touched: touched) }
        if asked.contains(.dead) { addDead(to: &extras) }
        if asked.contains(.workers) {
            extras.workers = statistics
            if let failure = workers.failure {
                extras.notes.append("Figures of the workers are missing: \(failure.words(for: "worker figures")).")
            }
        }
        return extras
    }

    private func addDirectory(to extras: inout TenantExtras, touched: Set<Int64>) {
        let known = directory.restricted(toActions: touched)
        if !known.isEmpty { extras.directory = known }
        guard !touched.isEmpty else { return }
        if let failure = actions.failure {
            // Without actions nothing leads to a story; more sentences would say no more.
            let reason = failure.words(for: "actions")
            let missing = touched.count - known.actionIDs.count
            if known.isEmpty {
                extras.notes.append("Stories, teams and owners are missing: \(reason).")
            } else if missing > 0 {
                extras.notes.append("The stories of \(missing) of \(touched.count) actions are missing: \(reason).")
            }
            if known.isEmpty { return }
        }
        if let failure = stories.failure {
            extras.notes.append("Story names may be missing: \(failure.words(for: "stories")).")
        }
        if let failure = teams.failure {
            extras.notes.append("Team names may be missing: \(failure.words(for: "teams")).")
        }
        let needsOwners = !known.ownerIDs(ofActions: touched).isEmpty
        if needsOwners, let failure = users.failure {
            extras.notes.append("Names of owners may be missing: \(failure.words(for: "users")).")
        }
    }

    private func addDead(to extras: inout TenantExtras) {
        if let failure = dead.failure {
            let reason = failure.words(for: "dead jobs")
            if deadJobs.count == 0 {
                extras.notes.append("Dead jobs are missing: \(reason).")
                return
            }
            extras.notes.append("The list of dead jobs was not read to its end: \(reason).")
        }
        extras.dead = deadJobs
    }
}
