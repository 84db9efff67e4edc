import Benchmark
import Foundation
import Mustache
import RetryReportKit

@testable import RetryJobs
@testable import RetryReport

/// What is written by hand, and the same work by the library that would replace it.
func byTheLibraries() {
    let sample = StageSample(pages: 20, jobsPerPage: 500)
    let ids = (0..<1_000_000).map { UInt64(50_000_000 + $0 * 3) }

    Benchmark("a million numbers, each once: by hand") { _ in
        var table = NumberTable()
        for id in ids { blackHole(table.set(1, in: id)) }
    }
    Benchmark("a million numbers, each once: by the library, Set") { _ in
        var table: Set<UInt64> = []
        for id in ids { blackHole(table.insert(id)) }
    }
    Benchmark("a million counts of 3,000 numbers: by hand") { _ in
        var table = NumberTable()
        for id in ids { table.increment(id % 3_000 + 1) }
        blackHole(table)
    }
    Benchmark("a million counts of 3,000 numbers: by the library, Dictionary") { _ in
        var table: [UInt64: Int] = [:]
        for id in ids { table[id % 3_000 + 1, default: 0] += 1 }
        blackHole(table)
    }
    Benchmark("decode 10,000 jobs and number their texts: by hand") { _ in
        let decoder = PageDecoder()
        for page in sample.pages { blackHole(try decoder.decode(page)) }
    }
    Benchmark("decode 10,000 jobs and number their texts: by the library, JSONDecoder and Dictionary") { _ in
        let decoder = JSONDecoder()
        var texts: [String: Int] = [:]
        for page in sample.pages {
            for job in try decoder.decode(PlainPage.self, from: Data(page)).jobs {
                for text in [job.type, job.errorClass, job.agent.name] where texts[text] == nil {
                    texts[text] = texts.count
                }
            }
        }
        blackHole(texts)
    }
    Benchmark("write the report as JSON: by hand") { _ in
        blackHole(try JSONRenderer().render(sample.report))
    }
    Benchmark("write the report as JSON: by the library, JSONEncoder") { _ in
        blackHole(try JSONEncoder().encode(sample.report))
    }
    Benchmark("write the report as Markdown: by hand") { benchmark in
        let renderer = MarkdownRenderer(template: try .builtIn(), detail: .full)
        benchmark.startMeasurement()
        blackHole(try renderer.render(sample.report))
    }
    Benchmark("write the report as Markdown: by the library, Mustache") { benchmark in
        // Registered before the template is parsed, which looks its escaping up by name.
        let template = try MarkdownTemplate.parse(try MarkdownTemplate.builtIn().text)
        benchmark.startMeasurement()
        blackHole(template.render(PlainNames(values: ReportView(sample.report).values)))
    }
}

private struct PlainPage: Decodable {
    let jobs: [PlainJob]

    enum CodingKeys: String, CodingKey { case jobs = "admin/retry_jobs" }
}

private struct PlainJob: Decodable {
    struct Agent: Decodable {
        let id: Int64
        let name: String
    }

    let id: Int64
    let type: String
    let agent: Agent
    let events: Int64
    let retryCount: Int
    let lastRetry: Double
    let errorClass: String

    enum CodingKeys: String, CodingKey {
        case id, type, agent, events
        case retryCount = "retry_count"
        case lastRetry = "last_retry"
        case errorClass = "error_class"
    }
}

/// A view as Mustache asks for it without anything between.
private struct PlainNames: MustacheParent {
    let values: ViewObject

    func child(named name: String) -> Any? {
        switch values[name] {
        case .text(let text)?: text
        case .flag(let flag)?: flag
        case .list(let list)?: (0..<list.count).map { PlainNames(values: list[$0]) }
        case .object(let object)?: PlainNames(values: object)
        case nil: nil
        }
    }
}
