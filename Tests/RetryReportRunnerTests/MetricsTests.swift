#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("--metrics") struct MetricsTests {
    private func metrics(_ scratch: TemporaryFolder) throws -> MetricsText {
        let metrics = MetricsText(String(decoding: try scratch.bytes("run.prom"), as: UTF8.self))
        #expect(metrics.faults.isEmpty, "\(metrics.faults)")
        return metrics
    }

    private func run(_ scratch: TemporaryFolder, _ tenant: String, key: String = "sample-key") throws -> Program.Result
    {
        try Program(environment: ["TINES_API_KEY": key]).run(
            "--tenant",
            tenant,
            "--output",
            "\(scratch.path)/out",
            "--metrics",
            "\(scratch.path)/run.prom",
            "--timeout",
            "10s"
        )
    }

    @Test("has figures of what was read, and its sums are the report's") func whole() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 3_000
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let result = try run(scratch, tenant.url)
            #expect(result.status == 0)
            let report = try JSONObject(scratch.bytes("out/retry-jobs.json"))
            let metrics = try metrics(scratch)
            #expect(metrics.sum("jobs") == 3_000)
            #expect(metrics.count("jobs") <= 51)
            #expect(metrics.value("groups") == report.totals.groups.number.map(Double.init))
            #expect(metrics.value("complete") == 1 && metrics.value("last_run_success") == 1)
            #expect(metrics.value("jobs_dying", "24h") == report.totals.deaths.within_24_hours.number.map(Double.init))
            #expect(metrics.value("last_success_timestamp_seconds") == metrics.value("last_run_timestamp_seconds"))
            #expect(metrics.value("read_pages") == report.reading.pages_read.number.map(Double.init))
            #expect(metrics.value("requests_retried") == 0)
            let names = try scratch.names()
            #expect(names == ["out", "run.prom"])
        }
    }

    @Test("of a run that fails keeps the time of the last success") func failed() async throws {
        try await SampleTenant.running { tenant in
            let scratch = try TemporaryFolder()
            let result = try run(scratch, tenant.url)
            #expect(result.status == 0)
            let success = try metrics(scratch).value("last_success_timestamp_seconds")
            #expect(success != nil)
            for _ in 1...2 {
                let refused = try run(scratch, tenant.url, key: "wrong-key")
                #expect(refused.status == 77)
                let metrics = try metrics(scratch)
                #expect(metrics.value("last_run_success") == 0 && metrics.value("last_run_exit_status") == 77)
                #expect(metrics.value("last_success_timestamp_seconds") == success)
                #expect(metrics.count("jobs") == 0)
            }
        }
    }

    @Test("of an incomplete run has its jobs and no success") func incomplete() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 1_200
        configuration.faults = [.init(.status(410), page: 2)]
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let result = try run(scratch, tenant.url)
            #expect(result.status == 2)
            let metrics = try metrics(scratch)
            #expect(metrics.value("complete") == 0 && metrics.value("last_run_success") == 0)
            let report = try JSONObject(scratch.bytes("out/retry-jobs.json"))
            #expect(metrics.sum("jobs") == report.totals.jobs.number.map(Double.init))
            #expect((700..<1_200).contains(metrics.sum("jobs")))
            #expect(metrics.count("last_success_timestamp_seconds") == 0)
        }
    }

    @Test("can have any name as a label, and counts together what it can't distinguish") func hostileNames() throws {
        let scratch = try TemporaryFolder()
        let classes = [
            #"a\"b"#, #"a\\b"#, #"a\nb"#, #"a\tb"#, #"a\u0000b"#, "\u{202E}x", "é", "(none)", "(others)",
            String(repeating: "x", count: 500), String(repeating: "x", count: 501),
        ]
        var jobs = classes.enumerated().map { #"{"id":\#($0),"type":"T","error_class":"\#($1)"}"# }
        jobs += (100..<300).map { #"{"id":\#($0),"type":"","error_class":"E\#($0)"}"# } + [#"{"id":999,"type":"T"}"#]
        let input = try scratch.write("[\(jobs.joined(separator: ","))]", to: "page.json")
        let result = try Program().run(
            "--input",
            input,
            "--format",
            "json",
            "--output",
            "\(scratch.path)/out",
            "--metrics",
            "\(scratch.path)/run.prom"
        )
        #expect(result.status == 0, "\(result.errors)")
        let metrics = try metrics(scratch)
        #expect(metrics.sum("jobs") == Double(jobs.count))
        #expect(metrics.count("jobs") <= 51)
    }

    @Test("that node_exporter would not read, or that can't be written, is refused at once") func refused() throws {
        let scratch = try TemporaryFolder()
        let wrong = try Program().run("--input", "x", "--metrics", "\(scratch.path)/run.txt")
        #expect(wrong.status == 64 && wrong.errors.contains(".prom"))
        let gone = try Program().run("--input", "x", "--metrics", "\(scratch.path)/none/run.prom")
        #expect(gone.status == 73 && gone.errors.contains("run.prom"))
    }

    @Test("replaces nothing else: no link is followed, no folder removed, no pipe waited for")
    func hostilePlaces() throws {
        let scratch = try TemporaryFolder()
        let metrics = "\(scratch.path)/run.prom"
        let arguments = [
            "--input", try scratch.write(samplePage, to: "page.json"), "--format", "json", "--output", "out",
        ]
        let others = try scratch.write("mine", to: "others")
        for name in [".run.prom.staged", "run.prom"] {
            try FileManager.default.createSymbolicLink(atPath: "\(scratch.path)/\(name)", withDestinationPath: others)
        }
        let here = URL(fileURLWithPath: scratch.path)
        let linked = try Program().run(arguments + ["--metrics", metrics], folder: here)
        #expect(linked.status == 2, "\(linked.errors)")
        let untouched = try scratch.bytes("others")
        #expect(untouched == Data("mine".utf8))
        let exposed = try self.metrics(scratch)
        #expect(exposed.value("last_run_exit_status") == 2)
        let names = try scratch.names()
        #expect(names == [".run.prom.staged", "others", "out", "page.json", "run.prom"])

        try FileManager.default.removeItem(atPath: metrics)
        _ = try scratch.pipe("run.prom")
        let pipe = try Program().run(arguments + ["--metrics", metrics], folder: here)
        #expect(pipe.status == 73 && pipe.errors.contains("run.prom"), "\(pipe.errors)")
        try FileManager.default.removeItem(atPath: metrics)
        try scratch.write("mine", to: "run.prom/file")
        let folder = try Program().run(arguments + ["--metrics", metrics], folder: here)
        #expect(folder.status == 73 && folder.errors.contains("run.prom"), "\(folder.errors)")
        let kept = try scratch.names("run.prom")
        #expect(kept == ["file"])
    }

    @Test("that can't be replaced say so, end a run with 71, and nothing of the reports", .enabled(if: Self.canMount))
    func mountPoint() throws {
        let scratch = try TemporaryFolder()
        let metrics = try scratch.write("old", to: "run.prom")
        let run = "$PROGRAM --input $INPUT --output $OUT --format json --metrics \(metrics)"
        let result = try Program.shell("unshare -m bash -c 'mount --bind $INPUT \(metrics) && exec \(run)'", scratch)
        #expect(result.status == 71, "\(result.errors)")
        #expect(result.errors.contains("mount its folder instead"), "\(result.errors)")
        #expect(!result.errors.contains("unchanged"), "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json"])
    }

    /// A container's root may not be allowed to.
    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["-m", "mount", "--bind", "/tmp", "/tmp"]
        process.standardError = FileHandle.nullDevice
        guard geteuid() == 0, (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test("records a run that was refused for a wrong setting") func wrongSetting() throws {
        let scratch = try TemporaryFolder()
        let result = try Program().run("--input", "x", "--top", "many", "--metrics", "\(scratch.path)/run.prom")
        #expect(result.status == 64)
        let exposed = try metrics(scratch)
        #expect(exposed.value("last_run_exit_status") == 64)
    }
}

/// Prometheus' text format, read as strictly as `promtool check metrics` does; what is wrong with it is a list.
struct MetricsText {
    private(set) var samples: [String: Double] = [:]
    private(set) var faults: [String] = []

    /// Units that promtool's linter does not accept in names.
    private static let derivedUnits = [
        "milliseconds", "ms", "minutes", "hours", "days", "weeks", "kilobytes", "megabytes", "percent",
    ]
    private static let types = ["counter", "gauge", "histogram", "summary", "untyped"]

    init(_ text: String) {
        var family: (name: String, type: String?)?
        var seen: Set<String> = []
        if !text.hasSuffix("\n") { faults.append("no line feed at the end") }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# HELP ") {
                if words.count < 4 { faults.append("no help: \(line)") }
                if !seen.insert(words[2]).inserted { faults.append("family twice: \(words[2])") }
                family = (words[2], nil)
                lint(words[2])
            } else if line.hasPrefix("# TYPE ") {
                if family?.name != words[2] || family?.type != nil { faults.append("type out of place: \(line)") }
                if words.count != 4 || !Self.types.contains(words[3]) { faults.append("no type: \(line)") }
                family?.type = words.last
            } else if line.hasPrefix("#") {
                faults.append("comment: \(line)")
            } else {
                sample(String(line), family?.name, isTyped: family?.type != nil)
            }
        }
    }

    private mutating func lint(_ name: String) {
        let parts = name.split(separator: "_").map(String.init)
        if name.wholeMatch(of: /[a-z][a-z0-9_]*/) == nil { faults.append("bad name: \(name)") }
        for unit in Self.derivedUnits where parts.contains(unit) { faults.append("no base unit: \(name)") }
        for ending in ["_total", "_count", "_sum", "_bucket", "_info"] where name.hasSuffix(ending) {
            faults.append("no gauge's name: \(name)")
        }
        if parts.contains("gauge") { faults.append("type in the name: \(name)") }
    }

    private mutating func sample(_ line: String, _ family: String?, isTyped: Bool) {
        let label = #/[a-z_][a-z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"/#
        let scalars = line
        guard let match = scalars.wholeMatch(of: #/([a-z_][a-z0-9_]*)(?:\{(.*)\})? ([0-9.e+-]+|NaN|[+-]Inf)/#) else {
            faults.append("no sample: \(line)")
            return
        }
        if String(match.1) != family || !isTyped { faults.append("outside its family: \(line)") }
        var rest = match.2 ?? ""
        while let found = rest.prefixMatch(of: label) {
            rest = rest[found.range.upperBound...]
            if rest.hasPrefix(",") { rest = rest.dropFirst() }
        }
        if !rest.isEmpty { faults.append("bad labels: \(line)") }
        let series = String(match.1) + (match.2.map { "{\($0)}" } ?? "")
        guard let value = Double(match.3) else { return faults.append("no value: \(line)") }
        if samples.updateValue(value, forKey: series) != nil { faults.append("series twice: \(series)") }
    }

    /// The only sample of a family with a label; nil when there are several.
    func value(_ name: String, _ label: String = "") -> Double? {
        let found = samples.filter {
            $0.key.hasPrefix("retry_report_\(name){") && (label.isEmpty || $0.key.contains(label))
        }
        return found.count == 1 ? found.first?.value : nil
    }

    /// All samples of a family together.
    func sum(_ name: String) -> Double {
        samples.filter { $0.key.hasPrefix("retry_report_\(name){") }.values.reduce(0, +)
    }

    func count(_ name: String) -> Int {
        samples.keys.count { $0.hasPrefix("retry_report_\(name){") }
    }
}
#endif
