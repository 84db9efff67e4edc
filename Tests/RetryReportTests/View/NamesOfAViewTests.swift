import RetryJobs
import Testing

@testable import RetryReport

@Suite("The names that a template sees") struct NamesOfAViewTests: ViewTests {
    /// A template's names are also Mustache names, and a list element's name is not cut off by a dot in it.
    @Test func `the names of a view are letters and digits`() {
        for name in ReportView.names {
            for part in name.path.split(separator: ".") {
                let bare = part.hasSuffix("[]") ? part.dropLast(2) : part
                #expect(bare.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }, "\(name.path)")
            }
        }
    }

    @Test func `every list of the sample report has an element`() {
        let empty = ReportView.names.filter { $0.kind == .list && $0.example.hasPrefix("0 ") }
        #expect(empty.map(\.path) == [])
    }

    /// A name that is there in one report only would stop a template in the middle of another.
    @Test func `every report has the same names`() {
        let sample = Set(ReportView.names.map(\.path))
        let reports = [
            report([]), report([job(1)]), report([job(1, type: "", errorClass: nil, action: nil, retries: nil)]),
        ]
        for report in reports {
            #expect(Set(ReportView(report).names.map(\.path)).subtracting(sample) == [])
            let top = sample.filter { !$0.contains("[") }
            #expect(top.subtracting(ReportView(report).names.map(\.path)) == [])
        }
    }

    @Test func `the figures are there in rows of four as well`() {
        let names = ReportView.names.map(\.path)
        #expect(names.contains("figureRows[].figures[].value"))
        #expect(ReportView.names.first { $0.path == "figureRows" }?.example == "2 elements")
        #expect(ReportView.names.first { $0.path == "figureRows[].figures" }?.example == "4 elements")
    }

    /// What wraps in a narrow column must not leave a number alone.
    @Test func `units stay on the line of their numbers where that is asked for`() {
        let jobs = (1...40).map { job($0, retries: $0 % 25, age: Int64($0) * 4_000) }
        let joined = ReportView(report(jobs), detail: ReportDetail(joinsUnits: true)).names
        let plain = ReportView(report(jobs)).names
        for (joined, plain) in zip(joined, plain) where !plain.path.hasPrefix("headline.") {
            #expect(joined.example.replacing("\u{a0}", with: " ") == plain.example)
            if joined.path.hasSuffix(".relative") || joined.path.hasSuffix("dies.words") {
                #expect(joined.example.firstMatch(of: /[0-9≈][ ]/) == nil, "\(joined)")
            }
            #expect(!plain.example.contains("\u{a0}"), "\(plain)")
        }
    }

    @Test func `anchors and links are made without text of the tenant`() {
        let view = ReportView(report([job(1, type: "\" onclick=\"", errorClass: "#x")]))
        for name in view.names where name.path.hasSuffix("href") || name.path.hasSuffix("nchor") {
            let isMadeOfPlaces = name.example.wholeMatch(of: /#?(groups|group-\d+(-jobs)?|type-\d+-small)/) != nil
            #expect(name.example.isEmpty || isMadeOfPlaces, "\(name.path): \(name.example)")
        }
    }
}
