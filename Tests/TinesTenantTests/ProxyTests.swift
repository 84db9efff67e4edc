#if LiveTenant
import Foundation
import RetryJobs
import SampleTenant
import Testing
import TinesRetryJobs
import TinesTenant

@Suite(.serialized) struct Proxy {
    /// A tinyproxy on loopback that wants a user and a password, and what it has logged so far.
    private func running(_ body: (Int, () -> String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proxy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // A port that was free a moment ago.
        var port = 0
        try await SampleTenant.running(tenant(jobs: 0)) { port = $0.port }
        let log = folder.appending(path: "log")
        let settings = folder.appending(path: "settings")
        let lines = ["Port \(port)", "Listen 127.0.0.1", "BasicAuth user s3cret", "LogFile \"\(log.path)\""]
        try lines.joined(separator: "\n").write(to: settings, atomically: true, encoding: .utf8)

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/tinyproxy")
        process.arguments = ["-d", "-c", settings.path]
        try process.run()
        defer {
            // It has inherited a mask that blocks SIGTERM.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        func logged() -> String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
        while process.isRunning, !logged().contains("Accepting connections") {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await body(port, logged)
    }

    @Test func `A tenant behind a proxy is read through a tunnel, so that the proxy never sees the key`() async throws {
        try await TLS().running { tenant, authority in
            try await running { port, log in
                let (reading, taken) = try await tenant.read {
                    $0.perPage = 20
                    $0.caFile = authority
                    $0.proxy = try? ProxyServer("http://user:s3cret@127.0.0.1:\(port)")
                }
                #expect(taken.ids.count == 95 && reading.isComplete && reading.tenant?.description == tenant.url)
                #expect(log().contains("CONNECT 127.0.0.1:\(tenant.port)"))
                #expect(!log().contains("sample-key"))
            }
        }
    }

    @Test(arguments: ["http://127.0.0.1", "http://user:wr0ng@127.0.0.1"])
    func `A proxy that lets nobody in is named, without the password`(address: String) async throws {
        try await TLS().running { tenant, authority in
            try await running { port, _ in
                let error = await #expect(throws: RetryJobSourceError.self) {
                    try await tenant.read {
                        $0.caFile = authority
                        $0.attempts = 2
                        $0.proxy = try? ProxyServer("\(address):\(port)")
                    }
                }
                #expect(error?.kind == .unreachable)
                #expect(error?.description.contains("proxy") == true, "\(error as Any)")
                #expect(error?.description.contains("wr0ng") == false)
                #expect(tenant.log.isEmpty)
            }
        }
    }
}
#endif
