import RetryReport
import Testing

@Suite struct ReportViewTests {
    /// A template's names are also Mustache names, and a list element's name is not cut off by a dot in it.
    @Test func namesAreLettersAndDigits() {
        for name in ReportView.names {
            for part in name.path.split(separator: ".") {
                let bare = part.hasSuffix("[]") ? part.dropLast(2) : part
                #expect(bare.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }, "\(name.path)")
            }
        }
    }

    @Test func everyListOfTheSampleHasAnElement() {
        let empty = ReportView.names.filter { $0.kind == .list && $0.example.hasPrefix("0 ") }
        #expect(empty.map(\.path) == [])
    }
}
