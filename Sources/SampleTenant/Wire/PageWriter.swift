/// Makes the body of a page: jobs of the set, bytes given by a test, and what a fault adds.
struct PageWriter: Sendable {
    private let jobJSON = JobJSON.shared

    /// - Parameter extra: a JSON value to put after the first job.
    func page(_ jobs: [JobRecord], envelope: Envelope, extra: String?) -> [UInt8] {
        var json: [UInt8] = []
        json.reserveCapacity(jobs.count * 220 + 512)
        envelope.append(to: &json) { json in
            var first = true
            for job in jobs {
                if !first { json.append(json: ",") }
                jobJSON.append(job, to: &json)
                if first, let extra { json.append(json: "," + extra) }
                first = false
            }
            if first, let extra { json.append(json: extra) }
        }
        return json
    }
}
