import RetryJobs
import RetryReport

/// Jobs that an earlier report counted and the last one did not: what may have become of them is not settled yet, or was
/// settled by the last report.
struct AwayJobs: Sendable {
    private(set) var jobs: [JobState] = []
    /// One for each job.
    private(set) var marks: [AwayMarks] = []
    /// The texts of ids that are not numbers, as in ``JobStates/ids``.
    private(set) var ids: [String] = []

    var count: Int { jobs.count }

    /// The id of a job.
    func id(at place: Int) -> JobID {
        let job = jobs[place]
        return job.hasTextID ? .text(ids[Int(job.id)]) : .number(job.id)
    }

    /// Adds a job, whose text is given where its id is one.
    mutating func append(_ job: JobState, _ id: JobID, _ marks: AwayMarks) {
        var job = job
        if case .text(let text) = id {
            job.id = Int64(ids.count)
            ids.append(text)
        }
        jobs.append(job)
        self.marks.append(marks)
    }

    /// Adds the jobs of a page.
    mutating func append(_ page: SnapshotPage) {
        for (place, job) in page.states.enumerated() {
            let id: JobID = job.hasTextID ? .text(page.ids[Int(job.id)]) : .number(job.id)
            append(job, id, page.marks.isEmpty ? [] : page.marks[place])
        }
    }

    /// The jobs by their ids, those with a text for an id last.
    func sorted() -> AwayJobs {
        var sorted = self
        let order = jobs.indices.sorted { left, right in
            let (left, right) = (jobs[left], jobs[right])
            return left.hasTextID != right.hasTextID ? right.hasTextID : left.id < right.id
        }
        sorted.jobs = order.map { jobs[$0] }
        sorted.marks = order.map { marks[$0] }
        return sorted
    }
}
