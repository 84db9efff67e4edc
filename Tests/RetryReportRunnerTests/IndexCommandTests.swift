#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("The index of reports that others wrote") struct IndexCommandTests {
    private let scratch: TemporaryFolder

    init() throws { scratch = try TemporaryFolder() }

    private func report(_ folder: String, jobs: Int, now: String = "2026-09-21T00:00:00Z") throws {
        let pages = try FleetFixture.saved("x", jobs: jobs, in: scratch)[1].dropFirst("input: ".count)
        let result = try Program().run(
            "--input",
            String(pages),
            "--output",
            scratch.file("out/\(folder)/"),
            "--now",
            now,
            "--format",
            "json"
        )
        try #require(result.status == 0, "\(result.errors)")
    }

    private func tenants() throws -> [String: JSONObject] {
        let list = try JSONObject(scratch.bytes("out/index.json"))["tenants"]
        return Dictionary(
            (0..<list.count).map { (list[$0]["name"].text ?? "", list[$0]) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    @Test("an earlier version is read; a damaged, a newer and an old one are named, and are not fatal")
    func versions() throws {
        try report("good", jobs: 3)
        try report("old", jobs: 4, now: "2026-09-18T00:00:00Z")
        try scratch.write(#"{"version": 2, "generated_at": "2026-09-21T"#, to: "out/cut/retry-jobs.json")
        try scratch.write(
            #"{"version":2,"generated_at":"2026-09-21T00:00:00Z","totals":{"jobs":-1}}"#,
            to: "out/negative/retry-jobs.json"
        )
        try scratch.write(
            #"{"version":9,"generated_at":"2026-09-21T00:00:00Z","totals":{}}"#,
            to: "out/newer/retry-jobs.json"
        )
        try scratch.write(
            """
            {"version":1,"generator":"retry-report/0.1.0","title":"T","generated_at":"2026-09-20T23:00:00Z",
             "reading":{"source":"https://acme.tines.com","tenant":"https://acme.tines.com","pages_read":2,
              "is_complete":true,"can_vouch":true,"problems":[],"unreadable_jobs":0},
             "totals":{"jobs":11,"deaths":{"within_24_hours":1,"within_7_days":2,"overdue":0,"unknown":2,"next":null}},
             "types":[],"actions":[]}
            """,
            to: "out/first-edition/retry-jobs.json"
        )
        // Not a report, and so not a tenant.
        try scratch.write(#"{"text":"hello"}"#, to: "out/good/retry-jobs.slack.json")
        try scratch.write("[1,2]", to: "out/pages/page-000001.json")
        let result = try Program().run("index", scratch.file("out"), "--now", "2026-09-21T00:00:00Z")
        #expect(result.status == 2, "\(result.errors)")
        let tenants = try tenants()
        let states = tenants.mapValues { $0["state"].text }
        #expect(
            states == [
                "good": "current", "old": "old", "cut": "damaged", "negative": "damaged", "newer": "damaged",
                "first-edition": "current",
            ]
        )
        #expect(tenants["first-edition"]?["report"]["is_verified"].isTrue == true)
        #expect(tenants["newer"]?["reason"].text?.contains("newer version") == true)
        #expect(tenants["old"]?["report"]["jobs"].number == 4)
        let page = String(decoding: try scratch.bytes("out/index.html"), as: UTF8.self)
        #expect(page.contains("The last report is 3\u{a0}d old"))
    }

    @Test("a report that is a link, a pipe or a folder is named in the index and on standard error") func notFiles()
        throws
    {
        try report("good", jobs: 3)
        try report("elsewhere/deep", jobs: 4)
        let files = FileManager.default
        for folder in ["link", "pipe", "folder/retry-jobs.json", "retry.json"] {
            try files.createDirectory(atPath: scratch.file("out/\(folder)"), withIntermediateDirectories: true)
        }
        try files.createSymbolicLink(
            atPath: scratch.file("out/link/retry-jobs.json"),
            withDestinationPath: "../good/retry-jobs.json"
        )
        // Another name of a report that is read hides nothing.
        try files.createSymbolicLink(
            atPath: scratch.file("out/good/latest.json"),
            withDestinationPath: "retry-jobs.json"
        )
        _ = try scratch.pipe("out/pipe/retry-jobs.json")
        // A tenant's folder may have such a name.
        try report("acme.json", jobs: 5)
        let result = try Program().run("index", scratch.file("out"), "--now", "2026-09-21T00:00:00Z")
        #expect(result.status == 2, "\(result.errors)")
        let tenants = try tenants()
        #expect(
            tenants.mapValues { $0["state"].text } == [
                "good": "current", "elsewhere/deep": "current", "acme.json": "current", "link": "damaged",
                "pipe": "damaged", "folder": "damaged", "retry": "damaged",
            ]
        )
        for (name, words) in [
            ("link", "it is a symbolic link"), ("pipe", "it is a pipe"), ("folder", "it is a folder"),
            ("retry", "it is a folder"),
        ] {
            #expect(tenants[name]?["reason"].text?.contains(words) == true, "\(name)")
            #expect(result.errors.contains("\(name): not read: \(words)"), "\(result.errors)")
        }
        let page = String(decoding: try scratch.bytes("out/index.html"), as: UTF8.self)
        #expect(page.contains("it is a symbolic link, which is not followed"))
    }

    @Test(
        "a number that no report can have is named by its member",
        arguments: [
            (#""totals":{"jobs":99999999999999999999}"#, "'totals.jobs'"),
            (#""totals":{"jobs":1e400}"#, "'totals.jobs'"),
            (#""totals":{"jobs":1.5}"#, "'totals.jobs'"),
            (#""totals":{"jobs":1,"deaths":{"overdue":18446744073709551616}}"#, "'totals.deaths.overdue'"),
            (
                #""totals":{"jobs":1,"deaths":{"overdue":0,"within_24_hours":0,"within_7_days":0,"unknown":1}},"#
                    + #""open_first":{"action":{"id":1e30}}"#, "one of its numbers is too large"
            ),
        ]
    ) func largeNumbers(member: String, words: String) throws {
        try scratch.write(
            """
            {"version":2,"generated_at":"2026-09-20T23:00:00Z","reading":{"source":"x","is_complete":true,
             "is_verified":true},\(member)}
            """,
            to: "out/a/retry-jobs.json"
        )
        let result = try Program().run("index", scratch.file("out"), "--now", "2026-09-21T00:00:00Z")
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!result.errors.contains("''"), "\(result.errors)")
    }

    @Test("a version that no report can have is no newer version", arguments: ["0", "1.5", "99999999999999999999"])
    func versions(version: String) throws {
        try scratch.write(
            #"{"version":\#(version),"generated_at":"2026-09-20T23:00:00Z","totals":{}}"#,
            to: "out/a/retry-jobs.json"
        )
        let result = try Program().run("index", scratch.file("out"), "--now", "2026-09-21T00:00:00Z")
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains("'version'"), "\(result.errors)")
    }

    @Test("no index is written where a tenant's folder has the name of one of its files")
    func namedLikeTheIndex() throws {
        try report("good", jobs: 3)
        try report("index.html", jobs: 4)
        let result = try Program().run("index", scratch.file("out"), "--now", "2026-09-21T00:00:00Z")
        #expect(result.status == 73, "\(result.errors)")
        #expect(result.errors.contains("index.html"), "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["good", "index.html"])
    }

    @Test("folders with hostile names are text, and their links stay links to files") func hostileNames() throws {
        let names = [
            "<script>alert(1)</script>".replacing("/", with: "_"), "a b'\"&", "javascript:x", "%2e%2e", "[x](y)",
        ]
        for name in names { try report(name, jobs: 1) }
        let result = try Program().run("index", scratch.file("out"), "--now", "2026-09-21T00:00:00Z")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("5 reports are possibly incomplete."), "\(result.errors)")
        let tenants = try tenants()
        #expect(Set(tenants.keys) == Set(names))
        let page = String(decoding: try scratch.bytes("out/index.html"), as: UTF8.self)
        #expect(!page.contains("<script>"))
        #expect(!page.contains("href=\"javascript:"))
        #expect(page.contains("href=\"javascript%3Ax/retry-jobs.json\""))
    }

    @Test("several reports in one folder are each named; an empty folder is an error") func several() throws {
        try report("a", jobs: 1)
        let pages = try FleetFixture.saved("y", jobs: 2, in: scratch)[1].dropFirst("input: ".count)
        _ = try Program().run(
            "--input",
            String(pages),
            "--output",
            scratch.file("out/a"),
            "--name",
            "weekly",
            "--format",
            "json"
        )
        let result = try Program().run("index", scratch.file("out"))
        #expect([0, 2].contains(result.status), "\(result.errors)")
        let names = try Set(tenants().keys)
        #expect(names == ["a/retry-jobs", "a/weekly"])
        try scratch.write("", to: "none/x")
        let empty = try Program().run("index", scratch.file("none"))
        #expect(empty.status == 65)
        let nowhere = try Program().run("index", scratch.file("nowhere"))
        #expect(nowhere.status == 64)
    }
}
#endif
