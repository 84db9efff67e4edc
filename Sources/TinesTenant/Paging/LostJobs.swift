#if LiveTenant
/// Jobs that a page left out although they were there.
extension ListReader {
    /// Windows asked for again to look for jobs that pages left out.
    private var mostLooks: Int { 5 }

    /// Looks for jobs that were there before a joined sweep and are there after it, in the same state, but were not on
    /// the page of the sweep that they belong on: such a page was not one moment of the list.
    mutating func lookForLostJobs(_ chain: Chain) async throws {
        let firstOrder = history.firstOrder
        var candidates: [(job: JobMark, place: Int)] = []
        for index in firstOrder.indices.dropFirst().dropLast() {
            let job = firstOrder[index]
            guard job.isReadable, job.lastRetry > 0, chain.place(of: job) == nil,
                let before = chain.place(of: firstOrder[index - 1]), let after = chain.place(of: firstOrder[index + 1]),
                abs(after - before) < plan.largest / 2
            else { continue }
            candidates.append((job, before))
        }
        guard !candidates.isEmpty else { return }
        // Those whose retry is farthest away are the ones that had no reason to leave.
        let time = firstOrder.reduce(0) { max($0, $1.lastRetry) }
        let early = candidates.filter { OrderEvidence.nextRetry(of: $0.job, time: time)?.0 ?? 0 > time + 3_600_000_000 }
        if early.isEmpty {
            func retry(_ job: JobMark) -> Int64 { OrderEvidence.nextRetry(of: job, time: time)?.0 ?? 0 }
            candidates.sort { retry($0.job) > retry($1.job) }
            candidates = Array(candidates.prefix(mostLooks))
        } else {
            candidates = early
        }
        for look in 0..<min(mostLooks, candidates.count) where !history.isTorn {
            let place = candidates[look * candidates.count / min(mostLooks, candidates.count)].place
            let window = plan.forward(atMost: max(0, place - plan.largest / 2))
            // The job is noticed when it is on this page in the same state.
            guard let sight = try await ask(window)?.sight else { return }
            try await take(sight)
        }
    }
}
#endif
