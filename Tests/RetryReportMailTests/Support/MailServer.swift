import Foundation
import RetryReportMail
import Subprocess
import TestSupport

/// A mail server on loopback that takes one message, and msmtp as the way to it.
final class MailServer: Sendable {
    struct Envelope: Decodable {
        let from: String
        let to: [String]
    }

    private let folder: TemporaryFolder
    private let port: String
    private let process: Task<Void, any Error>

    private init(folder: TemporaryFolder, port: String, process: Task<Void, any Error>) {
        self.folder = folder
        self.port = port
        self.process = process
    }

    /// Starts one; `reply` is what every recipient is answered with.
    static func start(reply: String? = nil) async throws -> MailServer {
        let folder = try TemporaryFolder()
        let process = Task {
            _ = try await Fixture.python("receive-mail.py", [folder.path] + (reply.map { [$0] } ?? []))
        }
        return MailServer(folder: folder, port: try await folder.awaited("port"), process: process)
    }

    func stop() {
        process.cancel()
    }

    /// msmtp as a sendmail program that knows the way, as `/etc/msmtprc` would tell it.
    func program() throws -> MailProgram {
        guard (try? MailProgram("msmtp", searchPath: "/usr/bin:/usr/local/bin")) != nil else {
            throw Fixture.Failed(description: "msmtp is missing: apt-get install msmtp")
        }
        let configuration = """
            account default
            host 127.0.0.1
            port \(port)
            from reports@example.com
            tls off
            auth off

            """
        let file = "\(folder.path)/msmtprc"
        try Data(configuration.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        return try folder.script("sendmail", "exec msmtp -C '\(file)' \"$@\"")
    }

    func message() async throws -> Data {
        Data(try await folder.awaited("message.eml").utf8)
    }

    func envelope() async throws -> Envelope {
        try JSONDecoder().decode(Envelope.self, from: Data(try await folder.awaited("envelope.json").utf8))
    }
}
