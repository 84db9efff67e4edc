#if LiveTenant
/// What keeps a reading from being verified, whatever else is known: the assumptions of the proof that pages broke.
struct Doubts: Sendable {
    private var hasTwins = false
    /// The tenant counts some more jobs than there are on its pages, all the time.
    var isCountAbove = false
    /// A page before the last one has fewer jobs than asked for.
    var isUnfinished = false
    private var isOld = false
    private var unidentified = 0
    /// Answers that look like the end beside a count, and those of them whose count is above what is there.
    private var ends = (all: 0, below: 0)

    /// Notes an answer that may be the end of the list.
    mutating func noteEnd(_ answer: PageAnswer) {
        guard answer.looksLikeEnd, answer.received > 0, let count = answer.sight?.count, count > 0 else { return }
        ends.all += 1
        if count > answer.end { ends.below += 1 }
    }

    mutating func note(_ sight: PageAnswer.Sight) {
        if sight.hasTwins { hasTwins = true }
        if sight.isOld { isOld = true }
        unidentified = max(unidentified, sight.unidentified)
    }

    /// Writes down what there is and was not written down before; true when there is nothing.
    func report(to ledger: Ledger, _ history: PageHistory) -> Bool {
        let doubts = [
            (
                hasTwins || history.isTorn, "reading.torn-page",
                "A page contained a job twice, or not a job that was there before and after, so pages are not one "
                    + "moment of the list and jobs may be missing."
            ),
            (
                isCountAbove || (ends.all > 1 && ends.below == ends.all), "reading.count",
                "The tenant counts more jobs than its pages contain, so jobs may be missing."
            ),
            (
                isUnfinished, "reading.short-page",
                "A page that names a next one contained fewer jobs than asked for, so jobs may be missing."
            ),
            (
                isOld || history.isOld, "reading.cached",
                "Some pages are older than pages that were read before them, so jobs may be missing."
            ),
            (
                unidentified > 0, "reading.unidentified",
                "Some jobs have no readable id, so it could not be verified that none was missed."
            ),
            (
                history.isShuffled, "reading.shuffled",
                "Jobs changed places without a retry, so the list has no fixed order and jobs may be missing."
            ),
        ]
        for (isThere, code, sentence) in doubts where isThere && !ledger.hasProblem(code) {
            ledger.problem(code, sentence)
        }
        return !doubts.contains(where: \.0)
    }
}
#endif
