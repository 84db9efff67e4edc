#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("The key") struct KeyTests {
    private static let key = "tk_0815-secret/4711+Zz"

    /// Names of all files below a folder that contain the key.
    private func filesWithKey(_ scratch: TemporaryFolder) throws -> [String] {
        let files = FileManager.default.enumerator(atPath: scratch.path)?.compactMap { $0 as? String } ?? []
        return files.filter { name in
            guard let data = try? scratch.bytes(name) else { return false }
            return String(decoding: data, as: UTF8.self).contains(Self.key)
        }
    }

    private func page(_ names: [String], next: Int?) -> [UInt8] {
        let jobs = names.enumerated().map { place, name in
            #"{"id":\#(place + 1),"type":"T","agent":{"id":1,"name":"\#(name)"},"retry_count":1,"error_class":"\#(name)"}"#
        }
        let meta = #"{"next_page_number":\#(next.map(String.init) ?? "null")}"#
        return Array(#"{"admin/retry_jobs":[\#(jobs.joined(separator: ","))],"meta":\#(meta)}"#.utf8)
    }

    @Test("is in nothing that a run writes, even where the tenant repeats it") func nowhere() async throws {
        let escaped = Self.key.replacingOccurrences(of: "/", with: "\\/")
        let numbered = Self.key.replacingOccurrences(of: "t", with: "\\u0074")
        var configuration = SampleTenant.Configuration()
        configuration.key = Self.key
        configuration.fixedPages = [page([Self.key, "a \(escaped) b", numbered], next: nil)]
        configuration.faults = [.init(.status(500), page: 1, attempts: 1), .init(.cutShort, page: 1, attempts: 2)]
        let environment = ["TINES_API_KEY": Self.key]
        let formats = ["html", "email", "markdown", "json", "ndjson"].flatMap { ["--format", $0] }
        try await SampleTenant.running(configuration) { tenant in
            for form in ["human", "json"] {
                let scratch = try TemporaryFolder()
                let result = try Program(environment: environment).run(
                    [
                        "--tenant", tenant.url, "--output", "\(scratch.path)/out", "--log-level", "trace",
                        "--log-format", form, "--save-pages", "\(scratch.path)/pages", "--progress", "always",
                        "--metrics", "\(scratch.path)/run.prom",
                    ] + formats
                )
                #expect(result.status == 0, "\(result.errors)")
                #expect(!result.errors.contains(Self.key))
                #expect(!String(decoding: result.output, as: UTF8.self).contains(Self.key))
                let files = try filesWithKey(scratch)
                #expect(files.isEmpty)
                let report = try JSONObject(scratch.bytes("out/retry-jobs.json"))
                #expect(report["totals"]["jobs"].number == 3)
                let markdown = try String(decoding: scratch.bytes("out/retry-jobs.md"), as: UTF8.self)
                #expect(markdown.contains("API key"))
            }
        }
    }

    @Test("is in no error, with any answer of the tenant", arguments: [401, 403, 404, 500])
    func errors(status: Int) async throws {
        var configuration = SampleTenant.Configuration()
        configuration.key = Self.key
        configuration.faults = [.init(.status(status))]
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let result = try Program(environment: ["TINES_API_KEY": Self.key]).run(
                "--tenant",
                tenant.url,
                "--output",
                "\(scratch.path)/out",
                "--log-level",
                "trace",
                "--timeout",
                "1s"
            )
            #expect(result.status >= 69)
            #expect(!result.errors.contains(Self.key))
        }
    }

    @Test("goes to no other origin, and is not an argument of any process") func otherOrigins() async throws {
        try await SampleTenant.running { other in
            var configuration = SampleTenant.Configuration()
            configuration.key = Self.key
            configuration.latency = 300
            configuration.faults = [.init(.nextPageElsewhere(origin: other.url))]
            try await SampleTenant.running(configuration) { tenant in
                let scratch = try TemporaryFolder()
                let file = try scratch.write(Self.key + "\n", to: "key")
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
                let run = try RunningProgram(
                    ["--tenant", tenant.url, "--api-key-file", file, "--output", "\(scratch.path)/out"]
                )
                let isAsked = try await eventually { !tenant.log.isEmpty }
                #expect(isAsked)
                for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
                    let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
                    #expect(!String(decoding: line, as: UTF8.self).contains(Self.key))
                }
                let status = try await run.status()
                #expect(status == 0, "\(run.errors)")
                #expect(run.errors.contains("chmod") == false)
                #expect(other.log.isEmpty)
                #expect(tenant.log.allSatisfy { !$0.uri.contains(Self.key) })
            }
        }
    }

    @Test(
        "as an argument is refused and not shown",
        arguments: [["--api-key", key], ["--api-key=\(key)"], ["run", "--token", key], ["--key=\(key)"]]
    )
    func argument(arguments: [String]) throws {
        let result = try Program().run(arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains("TINES_API_KEY") && result.errors.contains("--api-key-file"))
        #expect(!result.errors.contains(Self.key))
    }

    @Test(
        "that a header can't contain is refused and not shown",
        arguments: ["\r\nX-Other: 1", " x", "\u{7F}", "ü", "\u{1}"]
    )
    func illegal(text: String) throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write(Self.key + text + "z", to: "key")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let result = try Program().run("--tenant", "https://a.example", "--api-key-file", file)
        #expect(result.status == 78, "\(result.errors)")
        #expect(!result.errors.contains(Self.key) && !result.errors.contains("X-Other"))
    }

    /// What a run says that finds its key in a file like this.
    private func words(aboutKeyFile attributes: [FileAttributeKey: Any]) throws -> String {
        let scratch = try TemporaryFolder()
        let file = try scratch.write(Self.key, to: "key")
        try FileManager.default.setAttributes(attributes, ofItemAtPath: file)
        let arguments = ["--tenant", "http://127.0.0.1:1", "--api-key-file", file, "--timeout", "1s"]
        let result = try Program().run(arguments + ["--output", "\(scratch.path)/out"])
        #expect(result.status == 69, "\(result.errors)")
        #expect(!result.errors.contains(Self.key))
        return result.errors
    }

    @Test("in a file that others can read gets a warning", arguments: [0o640, 0o604]) func readable(mode: Int) throws {
        let warning = try words(aboutKeyFile: [.posixPermissions: mode])
        #expect(warning.contains("chmod 600"))
    }

    @Test(
        "in somebody else's file may be our group's, as a service manager hands it over",
        .enabled(if: geteuid() == 0)
    )
    func handedOver() throws {
        let mode = { (mode: Int) -> [FileAttributeKey: Any] in [.ownerAccountID: 65_534, .posixPermissions: mode] }
        let groupReadable = try words(aboutKeyFile: mode(0o440))
        #expect(!groupReadable.contains("chmod"))
        let worldReadable = try words(aboutKeyFile: mode(0o444))
        #expect(worldReadable.contains("chmod 600"))
    }
}
#endif
