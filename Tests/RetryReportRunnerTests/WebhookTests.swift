#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("Webhooks and monitors") struct WebhookTests {
    private static let secret = "T0815/s3cr3tPathOfTheHook"

    private func run(_ arguments: [String], environment: [String: String] = [:], scratch: TemporaryFolder) throws
        -> Program.Result
    {
        let input = try scratch.write(
            #"[{"id":1,"type":"T","retry_count":3,"error_class":"<!channel> `Net`"}]"#,
            to: "page.json"
        )
        return try Program(environment: environment.merging(["TINES_API_KEY": "key-of-the-tenant"]) { own, _ in own })
            .run(["--input", input, "--format", "json", "--output", "\(scratch.path)/out"] + arguments)
    }

    @Test func `a report is posted once it is published, as a message for Slack, and without the key or the address`()
        throws
    {
        let scratch = try TemporaryFolder()
        let receiver = try Receiver()
        let file = try scratch.write("\(receiver.address)/\(Self.secret)\n", to: "hook")
        let result = try run(["--webhook-file", file, "--log-level", "trace"], scratch: scratch)
        #expect(result.status == 0, "\(result.errors)")
        let requests = try receiver.requests
        let request = try #require(requests.first)
        #expect(requests.count == 1)
        #expect(request.path == "/\(Self.secret)")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(request.headers["Authorization"] == nil)
        #expect(!request.body.contains("key-of-the-tenant"))
        let message = try #require(JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any])
        #expect((message["text"] as? String)?.contains("`&lt;!channel&gt; 'Net'`") == true)
        #expect(!result.errors.contains("s3cr3t"), "\(result.errors)")
        let published = String(decoding: try scratch.bytes("out/retry-jobs.json"), as: UTF8.self)
        #expect(!published.contains("s3cr3t"))
    }

    @Test func `a busy receiver is tried again, and the complete report can be posted`() throws {
        let scratch = try TemporaryFolder()
        let receiver = try Receiver(statuses: [500, 429])
        let environment = ["RETRY_REPORT_WEBHOOK": "\(receiver.address)/\(Self.secret)"]
        let result = try run(["--webhook-format", "json"], environment: environment, scratch: scratch)
        #expect(result.status == 0, "\(result.errors)")
        let requests = try receiver.requests
        try #require(requests.count == 3)
        let published = try scratch.bytes("out/retry-jobs.json")
        #expect(Data(requests[2].body.utf8) == published)
    }

    @Test func `a receiver that refuses costs the exit status 71, once, and not the report`() throws {
        let scratch = try TemporaryFolder()
        let receiver = try Receiver(statuses: [403])
        let environment = ["RETRY_REPORT_WEBHOOK": "\(receiver.address)/\(Self.secret)"]
        let result = try run([], environment: environment, scratch: scratch)
        #expect(result.status == 71, "\(result.errors)")
        let requests = try receiver.requests
        #expect(requests.count == 1)
        #expect(result.errors.contains("the webhook did not take the report: the answer was status 403"))
        #expect(!result.errors.contains("s3cr3t"))
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json"])
    }

    @Test func `TLS is checked as for a tenant`() throws {
        let scratch = try TemporaryFolder()
        let certificate = try SampleCertificate.make(in: scratch.path)
        let receiver = try Receiver(certificate: certificate)
        let environment = ["RETRY_REPORT_WEBHOOK": "\(receiver.address)/\(Self.secret)"]
        let distrusted = try run([], environment: environment, scratch: scratch)
        #expect(distrusted.status == 71, "\(distrusted.errors)")
        let refused = try receiver.requests
        #expect(refused.isEmpty)
        let trusted = try run(["--ca-file", certificate.authorityPath], environment: environment, scratch: scratch)
        #expect(trusted.status == 0, "\(trusted.errors)")
        let accepted = try receiver.requests
        #expect(accepted.count == 1)
    }

    @Test func `a proxy makes a tunnel to the receiver, and learns neither the address nor the report`() throws {
        let scratch = try TemporaryFolder()
        let certificate = try SampleCertificate.make(in: scratch.path)
        let receiver = try Receiver(certificate: certificate)
        let proxy = try RecordingProxy()
        var environment = ["RETRY_REPORT_WEBHOOK": "\(receiver.address)/\(Self.secret)"]
        let trust = ["--ca-file", certificate.authorityPath]
        let given = try run(trust + ["--proxy", proxy.address], environment: environment, scratch: scratch)
        #expect(given.status == 0, "\(given.errors)")
        let asked = try proxy.asked
        let host = receiver.address.replacing("https://", with: "")
        #expect(asked.hasPrefix("CONNECT \(host) HTTP/1.1\r\n"), "\(asked)")
        #expect(!asked.contains("s3cr3t") && !asked.contains("key-of-the-tenant"), "\(asked)")
        environment["HTTPS_PROXY"] = proxy.address
        let usual = try run(trust, environment: environment, scratch: scratch)
        #expect(usual.status == 0, "\(usual.errors)")
        let again = try proxy.asked
        #expect(again.split(separator: "CONNECT ").count == 2)
        environment["NO_PROXY"] = "localhost"
        let direct = try run(trust, environment: environment, scratch: scratch)
        #expect(direct.status == 0, "\(direct.errors)")
        let same = try proxy.asked
        let requests = try receiver.requests
        #expect(same == again && requests.count == 3)
    }

    @Test func `a webhook's file that can't be used is named with what is wrong, and an address in its place is not`()
        throws
    {
        let scratch = try TemporaryFolder()
        let missing = try run(["--webhook-file", scratch.file("hook.txt")], scratch: scratch)
        #expect(missing.status == 78)
        #expect(missing.errors.contains("hook.txt' does not exist"), "\(missing.errors)")
        let address = try run(["--webhook-file", "https://hooks.example/\(Self.secret)"], scratch: scratch)
        #expect(address.status == 78)
        #expect(address.errors.contains("must be the path of a file that contains the address"), "\(address.errors)")
        #expect(!address.errors.contains("s3cr3t"), "\(address.errors)")
    }

    @Test func `an address that is not one is refused without being shown`() throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write("http://hooks.example/\(Self.secret)", to: "hook")
        let result = try run(["--webhook-file", file], scratch: scratch)
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("https://") && !result.errors.contains("s3cr3t"), "\(result.errors)")
        let ping = try run(["--ping", "ftp://\(Self.secret)"], scratch: scratch)
        #expect(ping.status == 64, "\(ping.errors)")
        #expect(!ping.errors.contains("s3cr3t"), "\(ping.errors)")
    }

    @Test func `a monitor is told of the start and of the exit status, and nothing of the report`() throws {
        let scratch = try TemporaryFolder()
        let receiver = try Receiver()
        let result = try run(
            ["--ping", "\(receiver.address)/\(Self.secret)?rid=1", "--fail-on", "jobs>0"],
            scratch: scratch
        )
        #expect(result.status == 3, "\(result.errors)")
        let requests = try receiver.requests
        #expect(requests.map(\.path) == ["/\(Self.secret)/start?rid=1", "/\(Self.secret)/3?rid=1"])
        #expect(requests[1].body.contains("exit status 3"))
        #expect(!requests[1].body.contains("Net") && requests[1].body.utf8.count < 10_000)
        let failed = try run(
            ["--ping", "\(receiver.address)/\(Self.secret)", "--input", "\(scratch.path)/missing"],
            scratch: scratch
        )
        #expect(failed.status == 65, "\(failed.errors)")
        let afterFailure = try receiver.requests
        #expect(afterFailure.last?.path == "/\(Self.secret)/65")
    }
}
#endif
