/// What libxml2 found wrong, as a value.
struct XMLProblem: Error, Hashable {
    /// Where in the text that was read, from 1; 0 when libxml2 does not say.
    var line: Int
    /// libxml2's words, on one line.
    var message: String
    /// libxml2's number for the kind of trouble (`xmlParserErrors`).
    var code: Int
}

/// Collects what one libxml2 object reports. Each object has its own: libxml2's "last error" is per thread, and a
/// thread may serve many.
final class XMLProblems {
    /// More than these help nobody, and a hostile file must not fill the memory with them.
    static let limit = 100

    private(set) var all: [XMLProblem] = []

    func add(_ problem: XMLProblem) {
        if all.count < Self.limit { all.append(problem) }
    }

    func removeAll() { all = [] }
}
