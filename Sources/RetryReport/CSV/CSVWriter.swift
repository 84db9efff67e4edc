/// Writes rows of comma-separated values as RFC 4180 describes them, safe to open in a spreadsheet.
///
/// - A row ends with CRLF. A cell with a comma, a quotation mark or a space at an end is in quotation marks.
/// - A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, which a spreadsheet would take for a
///   formula, gets an apostrophe before it. This is so for every cell, including negative numbers.
/// - Characters that a reader can't see are made visible by ``VisibleText``, and line breaks become spaces: a row is
///   always one line.
/// - An unknown value is an empty cell; an empty text is `""`, which some readers distinguish.
package struct CSVWriter {
    /// When to drain: large enough for few system calls, small enough to stay in a cache.
    private static let chunkSize = 64 * 1024

    private var bytes: [UInt8] = []
    private var isFirst = true

    package init() {}

    /// Appends a text as a cell; nil is an empty cell.
    package mutating func cell(_ text: String?) {
        begin()
        guard let text else { return }
        var value = VisibleText.clean(text)
        if Self.isFormula(text) || Self.isFormula(value) { value = "'" + value }
        guard
            value.isEmpty || value.utf8.contains(where: Self.isSpecial) || value.hasPrefix(" ") || value.hasSuffix(" ")
        else {
            bytes.append(contentsOf: value.utf8)
            return
        }
        let mark = UInt8(ascii: "\"")
        bytes.append(mark)
        for byte in value.utf8 {
            if byte == mark { bytes.append(mark) }
            bytes.append(byte)
        }
        bytes.append(mark)
    }

    /// Appends an integer as a cell; nil is an empty cell.
    package mutating func cell(_ number: Int64?) {
        begin()
        guard let number else { return }
        if number < 0 { bytes.append(UInt8(ascii: "'")) }
        bytes.append(decimal: number)
    }

    /// Appends an integer as a cell; nil is an empty cell.
    package mutating func cell(_ number: Int?) {
        cell(number.map(Int64.init))
    }

    /// Appends a number that is not negative, with decimals only if it has some; nil is an empty cell.
    package mutating func cell(_ number: Double?) {
        guard let number, Int64(exactly: number) == nil else { return cell(number.flatMap(Int64.init(exactly:))) }
        begin()
        bytes.append(contentsOf: "\(number)".utf8)
    }

    /// Appends a flag as a cell: `true` or `false`.
    package mutating func cell(_ flag: Bool) {
        begin()
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// Appends a moment in ISO 8601 as a cell; nil is an empty cell.
    package mutating func cell(_ time: Timestamp?) {
        begin()
        guard let time else { return }
        time.withinISO8601.appendISO8601(to: &bytes)
    }

    /// Appends an empty cell.
    package mutating func empty() {
        begin()
    }

    /// Ends the row.
    package mutating func endRow() {
        bytes.append(contentsOf: "\r\n".utf8)
        isFirst = true
    }

    /// Hands what was written to the sink, if it is enough to be worth it.
    package mutating func drainIfFull(into sink: inout some ByteSink) throws {
        if bytes.count >= Self.chunkSize { try drain(into: &sink) }
    }

    /// Hands what was written to the sink.
    package mutating func drain(into sink: inout some ByteSink) throws {
        guard !bytes.isEmpty else { return }
        try sink.write(contentsOf: bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func begin() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    /// What a spreadsheet takes for a formula. By bytes: as a character, the sign could have an accent on it.
    private static func isFormula(_ text: String) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0d: true
        default: false
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0a || byte == 0x0d
    }
}

/// The columns of a table: each names its cell in the header and writes it in a row, so that the two can't differ.
struct CSVColumns<Row>: Sendable {
    typealias Cell = @Sendable (inout CSVWriter, Row) -> Void

    /// The last column of every table of this package: empty beside data; what is wrong with the reading in a row of
    /// its own.
    static var problemName: String { "problem" }

    let columns: [(name: String, cell: Cell)]

    init(_ columns: [(name: String, cell: Cell)], followedBy more: [(name: String, cell: Cell)] = []) {
        self.columns = columns + more
    }

    func header(_ csv: inout CSVWriter) {
        for column in columns { csv.cell(column.name) }
        csv.cell(Self.problemName)
        csv.endRow()
    }

    func row(_ row: Row, _ csv: inout CSVWriter) {
        for column in columns { column.cell(&csv, row) }
        csv.empty()
        csv.endRow()
    }

    /// Rows without data, each with a reason why the table may lack rows; none when it is known to have all of them.
    func problems(_ reading: ReadingFacts, adding more: [String] = [], _ csv: inout CSVWriter) {
        for problem in reading.csvProblems + more {
            for _ in columns { csv.empty() }
            csv.cell(problem)
            csv.endRow()
        }
    }
}

extension ReadingFacts {
    /// Why a table of what was read may lack rows, a sentence each.
    fileprivate var csvProblems: [String] {
        var sentences: [String] = []
        if !reading.isComplete {
            let reasons = reading.problems.map(\.description).joined(separator: " ")
            sentences.append("Incomplete: there may be jobs that are not in this table. \(reasons)")
        }
        if unreadableJobs > 0 {
            sentences.append(
                "\(unreadableJobs) \(unreadableJobs == 1 ? "job" : "jobs") could not be read and "
                    + "\(unreadableJobs == 1 ? "is" : "are") not in this table."
            )
        }
        return sentences
    }
}

extension Timestamp {
    /// The nearest moment that ISO 8601 can write with four digits of a year: an estimate can leave the years 1970 to
    /// 9999 when a last retry is at their edge.
    var withinISO8601: Timestamp { min(max(self, Timestamp(microseconds: 0)), Timestamp.latest) }
}
