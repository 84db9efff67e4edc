import RetryReport
import RetryReportHTML
import RetryReportMail
import TestSupport
import Testing

@Suite("The message") struct MessageTests {
    @Test("has plain text first and HTML last, and Python's parser finds no defect")
    func parts() async throws {
        let mail = try await Mails.parsed()
        mail.expectSound()
        #expect(mail.parts.map(\.type) == ["multipart/alternative", "text/plain", "text/html"])
        #expect(mail.bareLineFeeds == 0)
        #expect(mail.longestLine <= 78)
        #expect(mail.from == [.init(name: "Retry reports", address: "reports@example.com")])
        #expect(mail.to == [.init(name: "", address: "ops@example.com")])
        #expect(mail.date == "2026-07-26T12:00:00+00:00")
    }

    @Test("its HTML is what the HTML renderer wrote, to the byte but for line ends") func html() async throws {
        let mail = try await Mails.parsed()
        let written = String(decoding: try HTMLRenderer.mail().render(.sample), as: UTF8.self)
        #expect(
            mail.text("text/html").replacing("\r\n", with: "\n") == (written.hasSuffix("\n") ? written : written + "\n")
        )
    }

    @Test("with an attachment it is mixed, and the report comes back from the file") func attachment() async throws {
        let mail = try await Mails.parsed(attachments: [JSONRenderer()])
        mail.expectSound()
        #expect(
            mail.parts.map(\.type)
                == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/json"]
        )
        let file = try #require(mail.parts.last)
        #expect(file.disposition == "attachment")
        #expect(file.fileName == "retry-jobs.json")
        let attached = try Report(json: Array((file.text ?? "").utf8))
        #expect(attached == Mails.sampleWithoutMessages)
    }

    @Test("error messages are in no part of it unless the settings say so, and then masked and cut short")
    func messages() async throws {
        var report = Report.sample
        let action = try #require(report.openFirst?.action.id)
        let text =
            "503 from https://svc:hunter2@api.example.com, Authorization: Bearer sk_live_abcdef "
            + String(repeating: "again ", count: 100)
        report.messages = [ErrorMessage(actionID: action, entry: LogEntry(level: 4, message: text, createdAt: nil))]
        var settings = try Mails.settings()
        for isShown in [false, true] {
            settings.showsMessages = isShown
            let mail = try await Mails.parsed(report, settings, attachments: [JSONRenderer()])
            for part in mail.parts where !part.type.hasPrefix("multipart") {
                let text = part.text ?? ""
                #expect(text.contains("503 from") == isShown, "\(part.type)")
                #expect(!text.contains("hunter2") && !text.contains("sk_live"), "\(part.type)")
                #expect(text.split(separator: "again").count < 60, "\(part.type)")
            }
        }
    }

    @Test("an attachment that is too large is left out, and text and HTML say so and where the report is")
    func largeAttachment() async throws {
        var settings = try Mails.settings()
        settings.largestAttachment = try JSONRenderer().render(Mails.sampleWithoutMessages).count
        let fits = try await Mails.parsed(.sample, settings, attachments: [JSONRenderer()])
        #expect(fits.parts.last?.type == "application/json")
        #expect(fits.text("text/plain").contains("See the attached report."))
        settings.largestAttachment -= 1
        let mail = try await Mails.parsed(.sample, settings, attachments: [JSONRenderer()])
        mail.expectSound()
        #expect(mail.parts.map(\.type) == ["multipart/alternative", "text/plain", "text/html"])
        for type in ["text/plain", "text/html"] {
            let text = mail.text(type).replacing("\r\n", with: " ")
            #expect(text.contains("The report as json is not attached: it is larger than"))
            #expect(text.contains("; see the published report."))
            #expect(!text.contains("attached report"))
        }
    }

    @Test("a name that runs from right to left is between isolates in text and HTML, and no other name is")
    func rightToLeft() async throws {
        let arabic = "\u{625}\u{62b}\u{631}\u{627}\u{621} \u{627}\u{644}\u{645}\u{624}\u{634}\u{631} 2"
        let jobs = [(1, arabic), (2, "Enrich IP 2")].map { id, name in
            RetryJob(
                id: .number(Int64(id)),
                type: .agentReceive,
                action: ActionReference(id: Int64(77_105 + id), name: name),
                retryCount: 3,
                lastRetry: Mails.now.advanced(bySeconds: -60),
                errorClass: "Net::ReadTimeout"
            )
        }
        let mail = try await Mails.parsed(Mails.report(jobs))
        for type in ["text/plain", "text/html"] {
            let text = mail.text(type)
            #expect(text.contains("\(Isolates.start)\(arabic)\(Isolates.end)"), "\(type)")
            #expect(text.ranges(of: arabic).count == text.ranges(of: Isolates.start + arabic + Isolates.end).count)
            #expect(text.contains("Enrich IP 2") && !text.contains("\(Isolates.start)Enrich"))
            #expect(Isolates.removed(from: text).unicodeScalars.allSatisfy { !(0x2066...0x2069).contains($0.value) })
        }
    }

    @Test("says that a robot wrote it and which list it belongs to, and has an identifier of the sender's domain")
    func headers() async throws {
        let report = Mails.report()
        let mail = try await Mails.parsed(report)
        #expect(mail.values("Auto-Submitted") == ["auto-generated"])
        #expect(mail.values("X-Auto-Response-Suppress") == ["All"])
        #expect(mail.values("MIME-Version") == ["1.0"])
        #expect(mail.values("List-Id") == ["<retry-jobs.acme.tines.com.example.com>"])
        let identifier = try #require(mail.values("Message-ID").first)
        #expect(identifier.hasPrefix("<20260726T120000Z.") && identifier.hasSuffix("@example.com>"))
        for name in ["In-Reply-To", "References", "List-Unsubscribe", "List-Unsubscribe-Post"] {
            #expect(mail.values(name).isEmpty)
        }
    }

    @Test("the same report and settings give the same bytes, and any difference another identifier")
    func identifiers() async throws {
        let (first, second) = (try Mails.bytes(), try Mails.bytes())
        #expect(first == second)
        var other = try Mails.settings()
        other.subject = try SubjectTemplate("{jobs}")
        var elsewhere = Mails.report()
        elsewhere.title = "Others"
        let mails = try await ParsedMail.many([
            Mails.bytes(), Mails.bytes(.sample, other), Mails.bytes(Mails.report()), Mails.bytes(elsewhere),
            Mails.bytes(.sample, Mails.settings(to: ["b@example.com"])), Mails.bytes(attachments: [JSONRenderer()]),
        ])
        #expect(Set(mails.flatMap { $0.values("Message-ID") }).count == 6)
    }

    @Test("threaded mails of a tenant and a name answer one root, and those of another name another")
    func threads() async throws {
        var settings = try Mails.settings()
        settings.isThreaded = true
        var other = settings
        other.name = "weekly"
        let later = Mails.report([RetryJob(id: .number(1), type: .agentReceive)])
        let mails = try await ParsedMail.many([
            Mails.bytes(Mails.report(), settings), Mails.bytes(later, settings), Mails.bytes(later, other),
        ])
        for mail in mails {
            mail.expectSound()
            #expect(mail.values("References") == mail.values("In-Reply-To"))
        }
        let roots = mails.flatMap { $0.values("References") }
        #expect(roots.count == 3)
        #expect(roots[0] == roots[1])
        #expect(roots[1] != roots[2])
    }

    @Test("offers to unsubscribe in the header, the text and the HTML; one click is for https only")
    func unsubscribe() async throws {
        var settings = try Mails.settings()
        settings.unsubscribe = try UnsubscribeLink(
            "https://example.com/stop?list=1&who=\(String(repeating: "x", count: 200))"
        )
        var byMail = settings
        byMail.unsubscribe = try UnsubscribeLink("mailto:stop@example.com")
        let mails = try await ParsedMail.many([Mails.bytes(.sample, settings), Mails.bytes(.sample, byMail)])
        for (mail, settings) in zip(mails, [settings, byMail]) {
            mail.expectSound()
            let link = try #require(settings.unsubscribe).url
            #expect(mail.values("List-Unsubscribe") == ["<\(link)>"])
            #expect(mail.text("text/plain").hasSuffix("Unsubscribe:\r\n\(link)\r\n"))
            #expect(mail.text("text/html").contains("<a href=\"\(link.replacing("&", with: "&amp;"))\" "))
            #expect(mail.text("text/html").contains(">Unsubscribe</a>"))
        }
        #expect(mails[0].values("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"])
        #expect(mails[1].values("List-Unsubscribe-Post").isEmpty)
    }

    @Test("a name that a header can't contain still names the list and the file, and differs from others")
    func names() async throws {
        var messages: [[UInt8]] = []
        for name in [
            "täglich", "t\u{e4}glich!", "日本", "a..b", ".", "\r\nBcc: x@example.com",
            String(repeating: "n", count: 5000),
        ] {
            var settings = try Mails.settings()
            settings.name = name
            messages.append(try Mails.bytes(.sample, settings, attachments: [JSONRenderer()]))
        }
        let mails = try await ParsedMail.many(messages)
        for mail in mails { mail.expectSound() }
        #expect(Set(mails.flatMap { $0.values("List-Id") }).count == messages.count)
        #expect(Set(mails.compactMap { $0.parts.last?.fileName }).count == messages.count)
    }

    @Test("parts in other scripts than Latin go as base64, the others as quoted-printable")
    func encodings() async throws {
        let mail = try await Mails.parsed(Report(everywhere: String(repeating: "日本語のアクション", count: 12)))
        mail.expectSound()
        #expect(mail.parts.first { $0.type == "text/plain" }?.encoding == "base64")
        let parsed = try await Mails.parsed().parts
        #expect(parsed.first { $0.type == "text/plain" }?.encoding == "quoted-printable")
    }
}
