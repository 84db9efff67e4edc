import RetryReport
import Testing

@testable import RetryReportHTML

@Suite("Pictures")
struct PictureTests {
    private let pictures = PictureNames()

    private func text(_ name: String, _ object: ViewObject) -> String? {
        if case .text(let text)? = pictures.value(name, in: object) { text } else { nil }
    }

    @Test("a bar shows something for something, and never more than its room")
    func bars() {
        #expect(BarLength(1, of: 1_000_000).filled == 1)
        #expect(BarLength(0, of: 10).filled == 0)
        #expect(BarLength(20, of: 10).filled == 100)
        #expect(BarLength(1, of: 0).filled == 0)
    }

    @Test("the highest column of a chart fills its height, and one of a few jobs can still be seen")
    func columns() {
        #expect(ChartColumn.height(5, of: 5) == 32)
        #expect(ChartColumn.height(1, of: 100_000) == 1.5)
        #expect(ChartColumn.height(0, of: 5) == 0)
        #expect(ChartColumn(0, of: 0).width == 76)
    }

    @Test("only what can be urgent has a tone")
    func tone() {
        #expect(text("tone", ["isUrgent": .flag(true)]) == "urgent")
        #expect(text("tone", ["isUrgent": .flag(false)]) == "calm")
        #expect(text("tone", ["text": .text("x")]) == nil)
    }

    @Test("only an object with numbers to draw has the names of a picture")
    func names() {
        #expect(pictures.names(in: ["count": .text("1")]) == [])
        #expect(pictures.value("bar", in: ["count": .text("1")]) == nil)
        let names = HTMLRenderer.names.map(\.path)
        for name in [
            "types[].bar.width", "groups[].bar.widthPercent", "actions[].bar.rest", "groups[].retries.path",
            "groups[].retries.histogram[].height", "calendar.bars[].axisClass", "calendar.days[].y", "figures[].tone",
            "groups[].dies.tone", "groups[].jobs[].tone",
        ] {
            #expect(names.contains(name), "\(name)")
        }
    }

    @Test("the week before later is drawn on a scale of its own")
    func scale() throws {
        let now = Report.sample.generatedAt
        var builder = ReportBuilder(now: now)
        for number in 0..<500 {
            builder.add(RetryJob(id: .number(Int64(number)), type: .agentReceive, retryCount: 3, lastRetry: now))
        }
        let soon = now.advanced(bySeconds: -300_000)
        builder.add(RetryJob(id: .number(1_000), type: .agentReceive, retryCount: 24, lastRetry: soon))
        let view = ReportView(builder.finish(reading: Reading(source: "x", isComplete: true, isVerified: true)))
        guard case .object(let calendar)? = view.values["calendar"], case .list(let bars)? = calendar["bars"] else {
            Issue.record("there are no bars")
            return
        }
        #expect(bars.count == 9)
        #expect(text("height", bars[1]) == "32")
        // A number, not a bar: it would dwarf the week.
        #expect(text("height", bars[8]) == "0")
        if case .text(let later)? = bars[8]["count"] { #expect(later == "500") }
    }
}
