import Foundation
import RetryReport
import Testing

@testable import RetryReportHTML

/// Pages and mails as other programs see them: XML parsers, the Nu HTML checker, XHTML's DTD, a browser, and axe.
/// `RETRY_REPORT_SPECIMENS=FOLDER` keeps the files.
@Suite("How pages and mails look to others")
struct LookTests {
    private static let branded = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples/branded")

    @Test(
        "no parser, checker or browser has a complaint, wide and narrow, light and dark, whatever the names are",
        .tags(.browser),
        .enabled(if: CheckerPrograms.areWanted, CheckerPrograms.comment)
    )
    func everything() throws {
        let kept = ProcessInfo.processInfo.environment["RETRY_REPORT_SPECIMENS"]
        let folder =
            kept.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "retry-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { if kept == nil { try? FileManager.default.removeItem(at: folder) } }
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
        let folder = FileManager.default.temporaryDirectory.appending(path: "retry-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = """
            <!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>
            <p style="width:2000px;color:#eee">pale</p><img src="x.png"/><script>alert(1)</script></body></html>
            """
        try Data(page.utf8).write(to: folder.appending(path: "bad.html"))
        try Data(page.utf8).write(to: folder.appending(path: "bad.email.html"))
        try Data(page.dropLast(7).utf8).write(to: folder.appending(path: "cut.html"))
        let complaints = try PageChecker.complaints(of: folder).joined(separator: "\n")
        for words in [
            "cut.html: is no XML", "bad.html: line", "bad.email.html: is no XHTML", "sticks out", "dialog: 1",
            "asked for http", "axe: color-contrast", "axe: html-has-lang", "print: sticks out", "could run or load",
            "console:",
        ] {
            #expect(complaints.contains(words), "\(words): not in\n\(complaints)")
        }
    }
}
