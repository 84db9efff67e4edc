#if LiveTenant
import Foundation
import TestSupport
import Testing
import Yams

/// What the tests read of an object of Kubernetes.
struct KubernetesObject: Decodable {
    struct Specification: Decodable {
        struct Container: Decodable { var args: [String] }
        final class Template: Decodable { let spec: Specification }
        var jobTemplate: Template?
        var template: Template?
        var containers: [Container]?
        var completions: Int?
        var completionMode: String?
    }
    struct Metadata: Decodable { var name: String }
    var kind: String
    var metadata: Metadata
    var spec: Specification
}

@Suite("The Kubernetes examples") struct KubernetesFleetTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples/schedules/kubernetes")

    private func jobs() throws -> [KubernetesObject] {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("fleet.yaml"), encoding: .utf8)
        return try text.components(separatedBy: "\n---\n")
            .map { try YAMLDecoder().decode(KubernetesObject.self, from: $0) }.filter { $0.kind == "CronJob" }
    }

    private func arguments(_ job: KubernetesObject) throws -> [String] {
        try #require(job.spec.jobTemplate?.spec.template?.spec.containers?.first).args
    }

    private static func python(_ script: String, _ arguments: [String] = []) -> (status: Int32, words: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        guard (try? process.run()) != nil else { return (-1, "python3 is missing") }
        let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, words)
    }

    private static let canValidate = python("import kubernetes_validate").status == 0

    @Test(
        "satisfy the schemas of Kubernetes, in which no field is unknown",
        .enabled(if: canValidate, "kubernetes-validate is not installed: scripts/setup test installs it"),
        arguments: ["fleet.yaml", "cronjob.yaml"]
    )
    func schema(file: String) {
        let result = Self.python(
            """
            import sys, yaml, kubernetes_validate
            version = kubernetes_validate.latest_version()
            documents = list(yaml.safe_load_all(open(sys.argv[1])))
            for document in documents:
                kubernetes_validate.validate(document, version, strict=True)
            print(len(documents))
            """,
            [Self.folder.appendingPathComponent(file).path]
        )
        #expect(result.status == 0, "\(result.words)")
        #expect(Int(result.words.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 >= 2)
    }

    @Test("the pods' commands, run side by side, and then that of the index make the index of one run") func commands()
        throws
    {
        let jobs = try jobs()
        try #require(jobs.map(\.metadata.name) == ["retry-report-fleet", "retry-report-fleet-index"])
        let (pods, index) = (jobs[0], jobs[1])
        let job = try #require(pods.spec.jobTemplate?.spec)
        let completions = try #require(job.completions)
        #expect(job.completionMode == "Indexed")
        let (podArguments, indexArguments) = (try arguments(pods), try arguments(index))
        #expect(podArguments.contains("--shard-count=\(completions)"))

        let scratch = try TemporaryFolder()
        let tenants = try (0..<7).map { try FleetFixture.saved("tenant-\($0)", jobs: $0 * 3, in: scratch) }
        let fleet = try FleetFixture(tenants: tenants, scratch: scratch)
        let now = ["--now", "2026-09-21T00:00:00Z"]
        func local(_ arguments: [String]) -> [String] {
            arguments.map {
                $0.replacing("/etc/retry-report/fleet.yaml", with: fleet.config)
                    .replacing("/reports", with: fleet.output)
            } + now
        }
        func made() throws -> [Data] {
            try ["index.html", "index.md", "index.json"].map { try scratch.bytes("out/\($0)") }
        }
        let whole = try fleet.run(now)
        #expect(whole.status == 0, "\(whole.errors)")
        let one = try made()
        try FileManager.default.removeItem(atPath: fleet.output)

        let running = try (0..<completions).map { part in
            try RunningProgram(local(podArguments), environment: ["JOB_COMPLETION_INDEX": "\(part)"])
        }
        for pod in running { pod.process.waitUntilExit() }
        #expect(running.map(\.process.terminationStatus) == Array(repeating: 0, count: completions))
        let result = try Program().run(local(indexArguments))
        #expect(result.status == 0, "\(result.errors)")
        let several = try made()
        #expect(several == one)
    }
}
#endif
