import Foundation
import RetryReport
import TestSupport
import Testing
@testable import RetryReportHTML

/// Pages and mails as other programs see them: XML parsers, the Nu HTML checker, XHTML's DTD, a browser, and axe.
/// `RETRY_REPORT_SPECIMENS=FOLDER` keeps the files.
@Suite("How pages and mails look to others")
struct LookTests {
    private static let branded = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples/branded")

    @Test(
        "no parser, checker or browser has a complaint, wide and narrow, light and dark, with any names",
        .tags(.browser),
        .enabled(if: CheckerPrograms.areWanted, CheckerPrograms.comment)
    )
    func everything() throws {
        let kept = ProcessInfo.processInfo.environment["RETRY_REPORT_SPECIMENS"]
        let temporary = try TemporaryFolder()
        let folder = kept.map { URL(filePath: $0) } ?? temporary.url
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { withExtendedLifetime(temporary) {} }
        let (page, mail) = (try HTMLRenderer.page(), try HTMLRenderer.mail())
        for (name, report) in try Specimens.all() {
            try Data(page.render(report)).write(to: folder.appending(path: "\(name).html"))
            let mail = try mail.render(report)
            try Data(mail).write(to: folder.appending(path: "\(name).email.html"))
            // Some clients drop the style element.
            guard ["ordinary", "hostile"].contains(name) else { continue }
            let bare = String(decoding: mail, as: UTF8.self).replacing(/(?s)<style>.*<\/style>/, with: "")
            try Data(bare.utf8).write(to: folder.appending(path: "\(name)-without-style.email.html"))
        }
        for (kind, file) in [(HTMLRenderer.Kind.page, "report.html"), (.mail, "email.html")] {
            let template = try Data(contentsOf: Self.branded.appending(path: file))
            let renderer = try HTMLRenderer(template: Array(template), name: file, kind: kind)
            let name = kind == .page ? "branded.html" : "branded.email.html"
            try Data(renderer.render(.sample)).write(to: folder.appending(path: name))
        }
        let complaints = try PageChecker.complaints(of: folder)
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
    }

    @Test(
        "the checker complains of a broken page, so its silence means something",
        .tags(.browser),
        .enabled(if: CheckerPrograms.areWanted, CheckerPrograms.comment)
    )
    func complaints() throws {
        let folder = try TemporaryFolder()
        let page = """
            <!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>
            <p style="width:2000px;color:#eee">pale</p><p><a href="#end">a</a><br/><a href="#end">b</a></p>
            <p id="end" style="overflow:hidden;height:20px">a<br/>b</p><img src="x.png"/>
            <table><tr><td width="90" bgcolor="#cf222e" style="padding:0"> </td></tr></table>
            <script>alert(1)</script></body></html>
            """
        try folder.write(page, to: "bad.html")
        try folder.write(page, to: "bad.email.html")
        try folder.write(page.dropLast(7).utf8, to: "cut.html")
        let complaints = try PageChecker.complaints(of: folder.url).joined(separator: "\n")
        for words in [
            "cut.html: is no XML", "bad.html: line", "bad.email.html: is no XHTML", "sticks out", "dialog: 1",
            "asked for http", "axe: color-contrast", "320 px: axe: target-size", "cut off",
            "wider spacing, open: sticks out", "no room above the target", "has no height", "axe: html-has-lang",
            "print: sticks out", "could run or load",
            "console:",
        ] {
            #expect(complaints.contains(words), "\(words): not in\n\(complaints)")
        }
    }
}

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
