#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("A run that mails") struct MailRunTests {
    private let scratch: TemporaryFolder
    private let addresses = ["--mail-from", "reports@example.com", "--mail-to", "Ops <ops@example.com>"]

    init() throws {
        scratch = try TemporaryFolder()
        try scratch.write(#"[{"id":1,"type":"T","retry_count":3,"error_class":"ArgumentError"}]"#, to: "jobs.json")
        try scratch.write("[]", to: "none.json")
    }

    /// A mail program that keeps what it is given, or refuses it.
    private func mailer(_ commands: String = "cat > \"$0.eml\"") throws -> String {
        let path = try scratch.write("#!/bin/sh\n\(commands)\n", to: "mailer")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }

    private func run(_ input: String, _ arguments: [String]) throws -> Program.Result {
        try Program().run(
            ["--input", "\(scratch.path)/\(input)", "--format", "json", "--output", "\(scratch.path)/out"] + arguments
        )
    }

    @Test("--send hands the message over after the reports are published") func send() throws {
        // The mail program looks for the report that was published before it was started.
        let mailer = try mailer("cat > \"$0.eml\"; cp '\(scratch.path)/out/retry-jobs.json' \"$0.seen\"")
        let result = try run("jobs.json", addresses + ["--send", "--sendmail", mailer])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("took the mail to ops@example.com"))
        let message = String(decoding: try scratch.bytes("mailer.eml"), as: UTF8.self)
        #expect(message.contains("\nSubject: "))
        #expect(message.contains("\nTo: Ops <ops@example.com>\n"))
        let (seen, published) = (try scratch.bytes("mailer.seen"), try scratch.bytes("out/retry-jobs.json"))
        #expect(seen == published)
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json"])
    }

    @Test("the mail program gets the environment, and not the API key") func key() throws {
        let mailer = try mailer("env > \"$0.environment\"")
        let result = try Program(environment: ["TINES_API_KEY": "tk_0815", "MARK": "tk_mark"]).run(
            [
                "--input", "\(scratch.path)/jobs.json", "--format", "json", "--output", "\(scratch.path)/out", "--send",
                "--sendmail", mailer,
            ] + addresses
        )
        #expect(result.status == 0, "\(result.errors)")
        let environment = String(decoding: try scratch.bytes("mailer.environment"), as: UTF8.self)
        #expect(environment.contains("MARK=tk_mark"))
        #expect(!environment.contains("TINES_API_KEY") && !environment.contains("tk_0815"))
    }

    @Test("a mail program that fails, or is not there, ends the run with 71, and the reports are published")
    func refused() throws {
        for program in [try mailer("echo no such user >&2; exit 67"), "\(scratch.path)/nowhere"] {
            try? FileManager.default.removeItem(atPath: "\(scratch.path)/out")
            let result = try run("jobs.json", addresses + ["--send", "--sendmail", program])
            #expect(result.status == 71, "\(result.errors)")
            #expect(result.errors.contains("could not be handed over"), "\(result.errors)")
            #expect(result.errors.contains(program), "\(result.errors)")
            let names = try scratch.names("out")
            #expect(names == ["retry-jobs.json"])
        }
    }

    @Test func `--report-url and --mail-reply-to reach the message, the HTML of a mail and the message for Slack`()
        throws
    {
        let mailer = try mailer()
        let links = ["--report-url", "https://reports.example.com/{date}/{name}.html", "--name", "daily"]
        let answers = ["--mail-reply-to", "Answers <answers@example.com>", "--now", "2026-01-31T06:00:00Z"]
        let formats = ["--format", "email", "--format", "slack", "--format", "github"]
        let result = try run(
            "jobs.json",
            addresses + links + answers + formats + ["--send", "--sendmail", mailer]
        )
        #expect(result.status == 0, "\(result.errors)")
        let message = String(decoding: try scratch.bytes("mailer.eml"), as: UTF8.self)
        #expect(message.contains("\nReply-To: Answers <answers@example.com>\n"))
        let link = "https://reports.example.com/2026-01-31/daily.html"
        #expect(message.replacing("=\n", with: "").contains("\n\(link)\n"))
        for file in ["daily.email.html", "daily.slack.json", "daily.github.md"] {
            let text = try scratch.text("out/\(file)")
            #expect(text.contains(link), "\(file)")
        }
        for (option, value) in [("--report-url", "http://reports.example.com/"), ("--mail-reply-to", "nobody")] {
            let wrong = try run("jobs.json", addresses + [option, value])
            #expect(wrong.status == 64 && wrong.errors.contains(option), "\(wrong.errors)")
        }
    }

    @Test("--mail-envelope-from reaches the mail program, and a program that was not found names its option")
    func envelope() throws {
        let mailer = try mailer("printf '%s ' \"$@\" > \"$0.arguments\"")
        let sender = ["--mail-envelope-from", "bounces@example.com"]
        let result = try run("jobs.json", addresses + sender + ["--send", "--sendmail", mailer])
        #expect(result.status == 0, "\(result.errors)")
        let arguments = String(decoding: try scratch.bytes("mailer.arguments"), as: UTF8.self)
        #expect(arguments == "-t -i -f bounces@example.com ")
        let missing = try run("jobs.json", addresses + ["--send", "--sendmail", "\(scratch.path)/nowhere"])
        #expect(missing.errors.contains("--sendmail"), "\(missing.errors)")
        let wrong = try run("jobs.json", addresses + ["--mail-envelope-from", "nobody"])
        #expect(wrong.status == 64 && wrong.errors.contains("--mail-envelope-from"), "\(wrong.errors)")
    }

    @Test("--mail-when nonempty sends what has jobs or may have missed some, and always sends every report") func when()
        throws
    {
        let mailer = try mailer()
        func mail(_ input: String, _ when: String) throws -> String? {
            try? FileManager.default.removeItem(atPath: "\(mailer).eml")
            let result = try run(input, addresses + ["--send", "--sendmail", mailer, "--mail-when", when])
            #expect(result.status == 0, "\(result.errors)")
            return (try? scratch.bytes("mailer.eml")).map { String(decoding: $0, as: UTF8.self) }
        }
        // A list without a record of how it was read may have missed some: that is news.
        let incomplete = try mail("none.json", "nonempty")
        #expect(incomplete?.contains("some may have been missed") == true)
        let empty = try mail("none.json", "always")
        #expect(empty?.contains("no job was found") == true)
        let failing = try mail("jobs.json", "nonempty")
        #expect(failing?.contains("ArgumentError") == true)
        let always = try mail("jobs.json", "always")
        #expect(always != nil)
    }

    @Test("without --send a message is a file, and nothing is handed over") func file() throws {
        let result = try run("jobs.json", addresses + ["--format", "eml", "--sendmail", try mailer()])
        #expect(result.status == 0, "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.eml", "retry-jobs.json"])
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/mailer.eml"))
    }

    @Test("a message without addresses, or with one that breaks out of its header, is refused before anything is read")
    func refusedAddresses() throws {
        let none = try run("jobs.json", ["--send"])
        #expect(none.status == 64, "\(none.errors)")
        #expect(none.errors.contains("--mail-from") && none.errors.contains("--mail-to"))
        let broken = try run(
            "jobs.json",
            ["--mail-from", "a@example.com", "--mail-to", "b@example.com\nBcc: c@d.example"]
        )
        #expect(broken.status == 64, "\(broken.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/out"))
    }
}
#endif
