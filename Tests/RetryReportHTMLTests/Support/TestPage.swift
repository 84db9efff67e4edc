import Foundation
import RetryReport
import Testing
@testable import RetryReportHTML

/// Small templates and their output.
enum TestPage {
    /// A whole page around `body`.
    static func source(_ body: String, head: String = "<title>t</title>") -> String {
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head><meta http-equiv="Content-Security-Policy" data-csp="style"/>\(head)</head>
        <body>\(body)</body>
        </html>
        """
    }

    /// A whole mail around `body`.
    static func mailSource(_ body: String, head: String = "<title>t</title>") -> String {
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head>\(head)</head>
        <body>\(body)</body>
        </html>
        """
    }

    /// What is written for a whole template.
    static func written(_ source: String, _ values: ViewObject = [:], kind: HTMLRenderer.Kind = .page) throws -> String
    {
        let rendering = CheckedRendering(
            template: try HTMLTemplate(Array(source.utf8), name: "test.html", kind: kind),
            kind: kind
        )
        var buffer = ByteBuffer()
        try rendering.write(values, to: &buffer)
        return buffer.text
    }

    /// What is written between `<body>` and `</body>`.
    static func body(_ body: String, _ values: ViewObject = [:]) throws -> String {
        let page = try written(source(body), values)
        guard let start = page.firstRange(of: "<body>"), let end = page.firstRange(of: "</body>") else { return page }
        return String(page[start.upperBound..<end.lowerBound])
    }

    /// The faults of a whole template, found when it is read or when it is written.
    static func faults(
        _ source: String,
        _ values: ViewObject = [:],
        kind: HTMLRenderer.Kind = .page
    ) throws -> [TemplateFault] {
        do {
            _ = try written(source, values, kind: kind)
            return []
        } catch let error as TemplateError {
            return error.faults
        }
    }
}

/// `Tests/Tools/check-pages.py`: what programs of another make complain of.
enum PageChecker {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// A line for each complaint of the pages and mails in a folder. Throws what to install when a checker is missing.
    static func complaints(of folder: URL) throws -> [String] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Tools/check-pages.py")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, folder.path]
        // Files instead of pipes: both ends can be of any size without waiting for each other.
        func file(_ name: String) throws -> URL {
            let url = folder.appending(path: name)
            try Data().write(to: url)
            return url
        }
        let (output, errors) = (try file("complaints.txt"), try file("errors.txt"))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(
                description:
                    "check-pages.py ended with \(process.terminationStatus): \(try String(contentsOf: errors, encoding: .utf8))"
            )
        }
        return try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map { String($0) }
    }
}

extension Tag {
    /// Needs a browser, Java and other programs that check pages.
    @Tag static var browser: Self
}

/// Programs that check pages: they are slow and large, so only the complete test suite runs them.
enum CheckerPrograms {
    static let areWanted = ProcessInfo.processInfo.environment["RETRY_REPORT_ALL_TESTS"] != nil
    static let comment: Comment = "needs Chromium and Java; scripts/test runs it (RETRY_REPORT_ALL_TESTS=1)"
}
