#if LiveTenant
import Foundation
import Testing

@Suite("--save-pages") struct SavedPagesTests {
    private let scratch: Scratch
    private var pages: String { "\(scratch.path)/pages" }

    init() throws {
        scratch = try Scratch()
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
        #expect(try scratch.names("pages").count == 4)
        let second = try run([7])
        #expect(second.status < 64, "\(second.errors)")
        let names = try scratch.names("pages")
        #expect(names == ["page-000001.json", "reading.json"])
        #expect(String(decoding: try scratch.bytes("pages/page-000001.json"), as: UTF8.self).contains(#""id":7"#))
        #expect(try mode("pages") == 0o700)
        for name in names { #expect(try mode("pages/\(name)") == 0o600) }
    }

    @Test("is not stopped by what a killed run left, and a run that fails keeps the reading before") func leftovers()
        throws
    {
        #expect(try run([1]).status < 64)
        let saved = try scratch.bytes("pages/page-000001.json")
        _ = try scratch.file("pages/.saving/page-000001.json", "half")
        #expect(try run([]).status == 65)
        #expect(try scratch.bytes("pages/page-000001.json") == saved)
        #expect(try run([2, 3]).status < 64)
        #expect(try scratch.names("pages") == ["page-000001.json", "page-000002.json", "reading.json"])
    }

    @Test("refuses a folder with other files that would be read as pages") func others() throws {
        _ = try scratch.file("pages/settings.json", "{}")
        let result = try run([1])
        #expect(result.status == 73 && result.errors.contains("settings.json"), "\(result.errors)")
        #expect(try scratch.names("pages") == ["settings.json"])
    }
}
#endif
