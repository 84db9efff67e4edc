import Benchmark
import Foundation
import RetryReportKit

@testable import RetryJobs
@testable import RetryReport
@testable import RetryReportHTML

/// 20 pages of 500 jobs and their report, made once.
private let sample = StageSample(pages: 20, jobsPerPage: 500)

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuTotal, .mallocCountTotal, .peakMemoryResident],
        maxDuration: .seconds(2)
    )

    Benchmark("decode 10,000 jobs") { benchmark in
        let decoder = PageDecoder()
        benchmark.startMeasurement()
        for (place, page) in sample.pages.enumerated() {
            blackHole(try decoder.decode(page))
        }
    }

    Benchmark("normalize 10,000 raw jobs") { benchmark in
        let normalizer = JobNormalizer()
        for raw in sample.rawJobs { blackHole(try normalizer.normalize(raw)) }
    }

    Benchmark("group 10,000 jobs") { benchmark in
        var builder = ReportBuilder(now: sample.now)
        for batch in sample.batches { builder.add(batch) }
        blackHole(builder.finish(reading: Reading(source: "jobs", isComplete: true, isVerified: true)))
    }

    Benchmark("render JSON") { benchmark in
        blackHole(try JSONRenderer().render(sample.report))
    }

    Benchmark("render NDJSON of 10,000 jobs") { benchmark in
        var buffer = ByteBuffer()
        let renderer = NDJSONRenderer()
        for batch in sample.batches {
            for job in batch.jobs { try renderer.render(job, schedule: .standard, to: &buffer) }
        }
        blackHole(buffer)
    }

    Benchmark("render Markdown") { benchmark in
        let renderer = try MarkdownRenderer()
        benchmark.startMeasurement()
        blackHole(try renderer.render(sample.report))
    }

    Benchmark("render and check the page") { benchmark in
        let renderer = try HTMLRenderer.page()
        benchmark.startMeasurement()
        blackHole(try renderer.render(sample.report))
    }

    Benchmark("render and check the mail") { benchmark in
        let renderer = try HTMLRenderer.mail()
        benchmark.startMeasurement()
        blackHole(try renderer.render(sample.report))
    }

    Benchmark("check the page's bytes") { benchmark in
        let schema = try HTMLRenderer.Kind.page.schema()
        benchmark.startMeasurement()
        let checker = try SchemaChecker(schema)
        checker.check(sample.page)
        checker.finish()
        precondition(checker.found.isEmpty)
    }

    byTheLibraries()

    Benchmark("set up: schema, templates") { benchmark in
        blackHole(try HTMLRenderer.page())
        blackHole(try MarkdownRenderer())
    }
}
