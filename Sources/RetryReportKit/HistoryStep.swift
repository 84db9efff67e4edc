package import RetryHistory
package import RetryReport

/// Compares a report with a history, and records it there once it is published.
///
/// What goes wrong costs the comparison or the entry, never the report.
package actor HistoryStep: ComparingStep, AnnouncingStep {
    package nonisolated let name = "history"
    private let history: RetryHistory
    /// What is recorded; nil when there is nothing that can be.
    private var entry: (states: JobStates, comparison: Comparison)?

    package init(_ history: RetryHistory) {
        self.history = history
    }

    package func compare(_ report: inout Report, _ states: JobStates, dead: DeadList?) throws {
        guard report.reading.tenant != nil else {
            report.reading.notes.append(
                "The pages do not say which tenant they are of, so nothing is compared or kept in the history."
            )
            return
        }
        guard report.filter == nil else {
            report.reading.notes.append(
                "A restricted report is not compared with the history, which counts all jobs of the tenant."
            )
            return
        }
        var states = states
        states.sortByID()
        do {
            entry = (states, try history.compare(&report, states, dead: dead))
        } catch  where error.code == .damaged {
            let name = try history.setAside(at: report.generatedAt)
            report.reading.notes.append("\(error) It was renamed to '\(name)', and a new history begins.")
            entry = (states, Comparison())
        } catch {
            // What is only locked now may be free when the report is published.
            if error.code == .locked { entry = (states, Comparison()) }
            throw error
        }
    }

    package nonisolated func prepare(_ report: Report) -> Announcement? {
        Announcement(name) { published in await self.record(published.report) }
    }

    private func record(_ report: Report) -> [Diagnostic] {
        guard let entry else { return [] }
        do {
            try history.record(report, entry.states, entry.comparison)
            return []
        } catch {
            return [
                Diagnostic(
                    .warning,
                    "history.not-recorded",
                    "\(error) This report is not in the history; the next one is compared with the one before it."
                )
            ]
        }
    }
}
