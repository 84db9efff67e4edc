#if LiveTenant
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Input without a network") struct InputFormsTests {
    /// How many jobs a run on that input reports.
    private func jobs(_ input: String, standardInput: String? = nil, status: Int32 = 0) throws -> Int? {
        let result = try Program(input: standardInput.map { Data($0.utf8) })
            .run("--input", input, "--format", "json", "--output", "-")
        #expect(result.status == status, "\(result.errors)")
        return try JSONObject(result.output)["totals"]["jobs"].number
    }

    private let lonePage = samplePage.replacingOccurrences(
        of: "\"next_page_number\":2",
        with: "\"next_page_number\":null"
    )
    .replacingOccurrences(
        of: "\"next_page\":\"https://acme.tines.com/api/v1/admin/retry_jobs?page=2&per_page=20\"",
        with: "\"next_page\":null"
    )

    @Test("a page file gives a report") func pageFile() throws {
        let count = try jobs(TemporaryFolder().keeping { try $0.write(lonePage, to: "page.json") })
        #expect(count == 2)
    }

    @Test("a bare array gives a report") func bareArray() throws {
        let array = #"[{"id":1,"type":"T","retry_count":0}]"#
        let count = try jobs(TemporaryFolder().keeping { try $0.write(array, to: "array.json") })
        #expect(count == 1)
    }

    @Test("a folder of pages gives a report") func folder() throws {
        let path = try TemporaryFolder().keeping { scratch in
            try scratch.write(samplePage, to: "page-000001.json")
            try scratch.write(emptyPage, to: "page-000002.json")
            return scratch.path
        }
        let count = try jobs(path)
        #expect(count == 2)
    }

    @Test("NDJSON of pages gives a report, from a file and from standard input") func lines() throws {
        let lines = [samplePage, emptyPage].map { $0.replacingOccurrences(of: "\n", with: " ") }.joined(separator: "\n")
        let fromFile = try jobs(TemporaryFolder().keeping { try $0.write(lines, to: "pages.ndjson") })
        #expect(fromFile == 2)
        let fromStandardInput = try jobs("-", standardInput: lines)
        #expect(fromStandardInput == 2)
    }

    @Test("a page on standard input gives a report") func standardInput() throws {
        let count = try jobs("-", standardInput: lonePage)
        #expect(count == 2)
    }

    @Test("a page that names a further one that is not there gives a report that is incomplete, with 2")
    func cutOff() throws {
        let count = try jobs("-", standardInput: samplePage, status: 2)
        #expect(count == 2)
    }

    @Test(
        "input that is not a page ends with 65, names the input and leaves standard output empty",
        arguments: ["", "hello", "{\"a\":1}", "[1,", "<html></html>"]
    )
    func noPage(text: String) throws {
        let path = try TemporaryFolder().keeping { try $0.write(text, to: "input.json") }
        let result = try Program().run("--input", path, "--format", "json", "--output", "-")
        #expect(result.status == 65, "\(result.errors)")
        #expect(result.errors.contains("input.json"))
        #expect(result.output.isEmpty)
    }

    @Test("a pipe that nobody writes into ends with 75 at the time limit; among pages it is reported at once")
    func pipes() throws {
        let scratch = try TemporaryFolder()
        try scratch.write(lonePage, to: "pages/page-000001.json")
        let pipe = try scratch.pipe("pages/page-000002.json")
        let out = ["--format", "json", "--output", "\(scratch.path)/out"]
        let alone = try Program().run(["--input", pipe, "--timeout", "1s"] + out)
        #expect(alone.status == 75 && alone.errors.contains("--timeout"), "\(alone.errors)")
        let names = try scratch.names("out")
        #expect(names.isEmpty)
        let among = try Program().run(["--input", "\(scratch.path)/pages"] + out)
        #expect(among.status == 2, "\(among.errors)")
        #expect(among.errors.contains("page-000002.json") && among.errors.contains("pipe"), "\(among.errors)")
    }

    @Test("a missing input ends with 65 and names it") func missing() throws {
        let result = try Program().run("--input", "/nonexistent/pages", "--format", "json", "--output", "-")
        #expect(result.status == 65)
        #expect(result.errors.contains("/nonexistent/pages"))
    }
}

extension TemporaryFolder {
    /// Runs `body` and keeps the folder until the tests end: its path outlives the caller's expression.
    func keeping(_ body: (TemporaryFolder) throws -> String) rethrows -> String {
        KeptFolders.keep(self)
        return try body(self)
    }
}

@Suite("--save-pages") struct SavedPagesTests {
    private let scratch: TemporaryFolder
    private var pages: String { "\(scratch.path)/pages" }

    init() throws {
        scratch = try TemporaryFolder()
    }

    private func run(_ jobs: [Int]) throws -> Program.Result {
        let list = jobs.map { #"[{"id":\#($0),"type":"T","retry_count":0}]"# }.joined(separator: "\n")
        return try Program(input: Data(list.utf8))
            .run("--input", "-", "--format", "json", "--output", "\(scratch.path)/out", "--save-pages", pages)
    }

    private func mode(_ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(scratch.path)/\(name)")
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test("keeps the last reading, run after run, for this user only") func twice() throws {
        let first = try run([1, 2, 3])
        #expect(first.status < 64, "\(first.errors)")
        let saved = try scratch.names("pages")
        #expect(saved.count == 4)
        let second = try run([7])
        #expect(second.status < 64, "\(second.errors)")
        let names = try scratch.names("pages")
        #expect(names == ["page-000001.json", "reading.json"])
        let page = String(decoding: try scratch.bytes("pages/page-000001.json"), as: UTF8.self)
        #expect(page.contains(#""id":7"#))
        let folderMode = try mode("pages")
        #expect(folderMode == 0o700)
        for name in names {
            let fileMode = try mode("pages/\(name)")
            #expect(fileMode == 0o600)
        }
    }

    @Test("is not stopped by what a killed run left, and a run that fails keeps the reading before") func leftovers()
        throws
    {
        let firstRun = try run([1])
        #expect(firstRun.status < 64)
        let saved = try scratch.bytes("pages/page-000001.json")
        try scratch.write("half", to: "pages/.saving/page-000001.json")
        let emptyRun = try run([])
        #expect(emptyRun.status == 65)
        let unchanged = try scratch.bytes("pages/page-000001.json")
        #expect(unchanged == saved)
        let secondRun = try run([2, 3])
        #expect(secondRun.status < 64)
        let names = try scratch.names("pages")
        #expect(names == ["page-000001.json", "page-000002.json", "reading.json"])
    }

    @Test("keeps as many readings as it is told, each in a folder of its own, and leaves everything else alone")
    func several() throws {
        try scratch.write("mine", to: "pages/notes.txt")
        for id in 1...4 {
            let list = #"[{"id":\#(id),"type":"T","retry_count":0}]"#
            let result = try Program(input: Data(list.utf8)).run(
                ["--input", "-", "--format", "json", "--output", "\(scratch.path)/out", "--save-pages", pages]
                    + ["--save-pages-keep", "2"]
            )
            #expect(result.status < 64, "\(result.errors)")
        }
        let names = try scratch.names("pages")
        #expect(names.count == 3 && names.last == "notes.txt", "\(names)")
        for (name, id) in zip(names, [3, 4]) {
            let folderMode = try mode("pages/\(name)")
            #expect(folderMode == 0o700)
            let fileMode = try mode("pages/\(name)/page-000001.json")
            #expect(fileMode == 0o600)
            let result = try Program().run("--input", "\(pages)/\(name)", "--format", "json", "--output", "-")
            #expect(String(decoding: result.output, as: UTF8.self).contains(#""id":\#(id),"#))
        }
    }

    @Test("needs a folder for the readings that are kept") func folderIsMissing() throws {
        let result = try Program().run("--input", "/nowhere", "--save-pages-keep", "3")
        #expect(result.status == 64 && result.errors.contains("--save-pages"), "\(result.errors)")
    }

    @Test("refuses a folder with other files that would be read as pages") func others() throws {
        try scratch.write("{}", to: "pages/settings.json")
        let result = try run([1])
        #expect(result.status == 73 && result.errors.contains("settings.json"), "\(result.errors)")
        let names = try scratch.names("pages")
        #expect(names == ["settings.json"])
    }
}
#endif
