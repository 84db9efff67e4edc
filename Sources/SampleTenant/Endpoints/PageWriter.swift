/// Writes the body of a page.
struct PageWriter: Sendable {
    private let jobs = JobJSON.shared

    /// - Parameter extra: a JSON value to put after the first row.
    func page(_ rows: [Row], envelope: Envelope, ids: SampleTenant.Paging.IDs, extra: String?) -> [UInt8] {
        var json: [UInt8] = []
        json.reserveCapacity(rows.count * 220 + 512)
        envelope.append(to: &json) { json in
            var first = true
            for row in rows {
                if !first { json.append(json: ",") }
                switch row {
                case .job(let job): jobs.append(job, ids: ids, to: &json)
                }
                if first, let extra { json.append(json: "," + extra) }
                first = false
            }
            if first, let extra { json.append(json: extra) }
        }
        return json
    }
}
