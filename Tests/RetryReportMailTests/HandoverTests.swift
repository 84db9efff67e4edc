import Foundation
import RetryReport
import RetryReportMail
import TestSupport
import Testing

@Suite("Handing over") struct HandoverTests {
    @Test("msmtp brings the message to a server, and what arrives is what was sent") func delivery() async throws {
        let server = try await MailServer.start()
        defer { server.stop() }
        let to = ["Ops <ops@example.com>", "second@example.com"]
        let message = try Mails.bytes(.sample, Mails.settings(to: to), attachments: [JSONRenderer()])
        try await SendmailHandover(server.program()).send(message)
        let arrived = try await server.message()
        let envelope = try await server.envelope()
        #expect(envelope.from == "reports@example.com")
        #expect(envelope.to == ["ops@example.com", "second@example.com"])
        // A server on the way adds headers of its own before ours.
        let text = String(decoding: arrived, as: UTF8.self)
        #expect(text.hasSuffix(String(decoding: message, as: UTF8.self)))
        let mail = try await ParsedMail.one(message)
        mail.expectSound()
        let subject = "[acme] POSSIBLY INCOMPLETE: 2 died in the last 24 h, 4 growing, 76 retry jobs (8 of them muted)"
        #expect(mail.subject.hasPrefix(subject))
        let attached = try Report(json: Array((mail.parts.last?.text ?? "").utf8))
        #expect(attached == Mails.sampleWithoutMessages)
    }

    @Test("a recipient that the server refuses is an error that says so") func refusedRecipient() async throws {
        let server = try await MailServer.start(reply: "550 no such user here")
        defer { server.stop() }
        let message = try Mails.bytes()
        let error = try await #require(throws: HandoverError.self) {
            try await SendmailHandover(server.program()).send(message)
        }
        #expect(error.description.contains("no such user here"), "\(error)")
    }

    @Test("the program gets -t -i and the message with its lines ended by a line feed alone") func input() async throws
    {
        let folder = try TemporaryFolder()
        let program = try folder.script("sendmail", "printf '%s\\n' \"$@\" > \"$0.arguments\"; cat > \"$0.input\"")
        let message = try Mails.bytes()
        try await SendmailHandover(program).send(message)
        let arguments = try folder.text("sendmail.arguments")
        #expect(arguments == "-t\n-i\n")
        let input = try folder.text("sendmail.input")
        #expect(input == String(decoding: message, as: UTF8.self).replacing("\r\n", with: "\n"))
    }

    @Test("an envelope sender becomes -f, and a server gets it") func envelopeSender() async throws {
        let bounces = try MailAddress("Bounces <bounces@example.com>")
        let folder = try TemporaryFolder()
        let program = try folder.script("sendmail", "printf '%s\\n' \"$@\" > \"$0.arguments\"")
        try await SendmailHandover(program, sender: bounces).send([65])
        let arguments = try folder.text("sendmail.arguments")
        #expect(arguments == "-t\n-i\n-f\nbounces@example.com\n")

        let server = try await MailServer.start()
        defer { server.stop() }
        try await SendmailHandover(server.program(), sender: bounces).send(Mails.bytes())
        let envelope = try await server.envelope()
        #expect(envelope.from == "bounces@example.com")
    }

    @Test("the program gets the environment without what is withheld") func environment() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script("sendmail", "env > \"$0.environment\"")
        try await SendmailHandover(program).send([65])
        let environment = try folder.text("sendmail.environment")
        #expect(environment.split(separator: "\n").contains { $0.hasPrefix("PATH=") })
        try await SendmailHandover(program, withholding: ["PATH", "NO_SUCH_VARIABLE"]).send([65])
        let names = try folder.text("sendmail.environment").split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(names.contains("HOME") && !names.contains("NO_SUCH_VARIABLE"))
        // The shell puts a PATH of its own in the place of a missing one.
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let withheld = try folder.text("sendmail.environment")
        #expect(!withheld.contains("PATH=\(path)\n"))
    }

    @Test("a program that fails is quoted in one clean line that is not long") func failing() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script(
            "sendmail",
            #"printf 'first\r\nred \033[31mline\n\n' >&2; head -c 100000 /dev/zero | tr '\0' x >&2; exit 75"#
        )
        let error = try await #require(throws: HandoverError.self) { try await SendmailHandover(program).send([65]) }
        #expect(error.code == .programFailed)
        #expect(error.program == program.path)
        #expect(error.detail.hasPrefix("ended with status 75: "))
        #expect(error.detail.count <= 610)
        #expect(error.description.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test("a program that fails without reading, or is killed, is an error") func unread()
        async throws
    {
        let folder = try TemporaryFolder()
        let message = [UInt8](repeating: 65, count: 4 << 20)
        let early = try folder.script("early", "exit 1")
        let killed = try folder.script("killed", "kill -9 $$")
        for (program, words) in [(early, "ended with status 1 and wrote no error message"), (killed, "signal 9")] {
            let error = try await #require(throws: HandoverError.self) {
                try await SendmailHandover(program).send(message)
            }
            #expect(error.description.contains(words), "\(error)")
        }
    }

    @Test("a program that takes too long is ended, and its children with it") func slow() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script("slow", "sleep 600 & echo $! > \"$0.child\"; wait")
        let error = try await #require(throws: HandoverError.self) {
            try await SendmailHandover(program, limit: .seconds(5)).send([65])
        }
        #expect(error.code == .timedOut)
        let child = try folder.text("slow.child").trimmingCharacters(in: .whitespacesAndNewlines)
        let isGone = try await folder.isGone(process: child)
        #expect(isGone)
    }

    @Test("a program that ignores SIGTERM is killed after a grace period, and its children with it")
    func stubborn() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script(
            "stubborn",
            "trap '' TERM; sleep 600 & echo $$ $! > \"$0.part\"; mv \"$0.part\" \"$0.pids\"; wait; sleep 600"
        )
        let error = try await #require(throws: HandoverError.self) {
            try await SendmailHandover(program, limit: .seconds(5)).send([65])
        }
        #expect(error.code == .timedOut)
        for process in try folder.text("stubborn.pids").split(whereSeparator: \.isWhitespace) {
            let isGone = try await folder.isGone(process: String(process))
            #expect(isGone)
        }
    }

    @Test("a program that writes endlessly to its standard error is not stopped by that, and fills no disk")
    func noisy() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script("noisy", "head -c 50000000 /dev/zero | tr '\\0' x >&2; exit 3")
        let error = try await #require(throws: HandoverError.self) { try await SendmailHandover(program).send([65]) }
        #expect(error.detail.hasPrefix("ended with status 3: xxx"))
        #expect(error.detail.count <= 610)
    }

    @Test("a program that leaves a child behind is not waited for longer than itself") func child() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script("daemon", "sleep 300 & cat > /dev/null")
        try await SendmailHandover(program, limit: .seconds(120)).send([65])
    }

    @Test("a cancelled hand-over ends the program") func cancelled() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script("slow", "echo $$ > \"$0.part\"; mv \"$0.part\" \"$0.pid\"; exec sleep 600")
        let task = Task { try await SendmailHandover(program).send([65]) }
        let process = try await folder.awaited("slow.pid").trimmingCharacters(in: .whitespacesAndNewlines)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let isGone = try await folder.isGone(process: process)
        #expect(isGone)
    }

    @Test("a program is found by its path, or by its name in PATH and where mail programs live") func finding() throws {
        let folder = try TemporaryFolder()
        let program = try folder.script("mailer", "exit 0")
        let found = try MailProgram("mailer", searchPath: "/nonexistent:\(folder.path)")
        #expect(found == program)
        let named = try MailProgram(program.path, searchPath: "")
        #expect(named == program)
        for name in ["mailer", "/nonexistent/sendmail", folder.path, "\(folder.path)/../\(UUID())", ""] {
            let error = try #require(throws: HandoverError.self) {
                try MailProgram(name, searchPath: "relative:.")
            }
            #expect(error.code == .programNotFound)
            #expect(error.program == name)
            #expect(!error.description.contains("--"))
        }
    }

    @Test("a program that can't be started is an error that names it") func unstartable() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.program("broken", "#!/nonexistent/interpreter\n")
        let error = try await #require(throws: HandoverError.self) { try await SendmailHandover(program).send([65]) }
        #expect(error.description.contains(program.path))
    }
}
