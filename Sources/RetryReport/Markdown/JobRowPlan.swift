/// A row of jobs as the template's own bytes and fields in turn.
final class JobRowPlan {
    private var bytes: [UInt8] = []
    /// Each field, and where the bytes before it end.
    private var steps: [(end: Int, field: JobRowField)] = []

    /// Nil when a piece is not a field.
    init?(_ pieces: [TemplateShapes.Piece]) {
        for piece in pieces {
            switch piece {
            case .template(let more): bytes += more
            case .text(let path):
                guard path.outwards == 0, let field = path.name.jobField else { return nil }
                steps.append((bytes.count, field))
            case .list: return nil
            }
        }
    }

    func write(_ row: inout JobRowWords, to chunk: inout [UInt8]) {
        var start = 0
        for (end, field) in steps {
            chunk.append(contentsOf: bytes[start..<end])
            row.append(field, to: &chunk)
            start = end
        }
        chunk.append(contentsOf: bytes[start...])
    }
}
