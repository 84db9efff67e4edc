/// Writes the body of a page.
struct PageWriter: Sendable {
    let directory: DirectoryJSON
    let paging: SampleTenant.Paging

    /// A list with what is around it.
    ///
    /// `extra` is a JSON value to put after the first row.
    func page(_ rows: [Row], envelope: Envelope, extra: String?) -> [UInt8] {
        var json: [UInt8] = []
        json.reserveCapacity(rows.count * 220 + 512)
        envelope.append(to: &json) { json in
            var first = true
            for row in rows {
                if !first { json.append(json: ",") }
                append(row, to: &json)
                if first, let extra { json.append(json: "," + extra) }
                first = false
            }
            if first, let extra { json.append(json: extra) }
        }
        return json
    }

    /// Adds one row.
    func append(_ row: Row, to json: inout [UInt8]) {
        if case .job(let job) = row {
            JobJSON.shared.append(job, paging: paging, to: &json)
        } else {
            json.append(json: directory.text(row))
        }
    }
}
