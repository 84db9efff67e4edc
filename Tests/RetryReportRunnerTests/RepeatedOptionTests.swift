#if LiveTenant
import Foundation
import Testing

@Suite("An option that is given twice") struct RepeatedOptionTests {
    private func page(_ id: Int) -> String { #"[{"id":\#(id),"type":"T","retry_count":0}]"# }

    @Test(
        "is refused where it takes one value",
        arguments: [
            ["--tenant", "https://a.example", "--tenant", "https://b.example"], ["--output", "a", "--output", "b"],
            ["--name", "a", "--name", "a"], ["--title=a", "--title=b"], ["--per-page", "1", "--per-page", "2"],
        ]
    )
    func refused(arguments: [String]) throws {
        let scratch = try Scratch()
        let isTenant = arguments.contains("--tenant")
        let input = isTenant ? [] : ["--input", try scratch.file("page.json", page(1))]
        let result = try Program(environment: ["TINES_API_KEY": "k"])
            .run(input + arguments, folder: URL(fileURLWithPath: scratch.path))
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains("given 2 times"), "\(result.errors)")
        #expect(try scratch.names() == (isTenant ? [] : ["page.json"]))
    }

    @Test("makes one reading of several inputs") func inputs() throws {
        let scratch = try Scratch()
        let inputs = try (1...3).flatMap { ["--input", try scratch.file("\($0).json", page($0 % 2))] }
        let result = try Program().run(inputs + ["--format", "json", "--output", "-"])
        let report = try JSONObject(result.output)
        #expect(report.totals.jobs.number == 2, "\(result.errors)")
        #expect(report.reading.pages_read.number == 3)
    }

    @Test("among inputs names one that can't be read, and publishes nothing") func missing() throws {
        let scratch = try Scratch()
        let first = try scratch.file("1.json", page(1))
        let result = try Program().run(
            ["--input", first, "--input", "\(scratch.path)/2.json", "--output", "\(scratch.path)/out"]
        )
        #expect(result.status == 65 && result.errors.contains("2.json"), "\(result.errors)")
        #expect(try scratch.names("out").isEmpty)
    }
}
#endif
