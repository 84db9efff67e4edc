import RetryReport
import RetryReportMail
import Testing

@Suite("The subject") struct SubjectTests {
    private func subject(_ report: Report, _ template: String? = nil) async throws -> String {
        var settings = try Mails.settings()
        if let template { settings.subject = try SubjectTemplate(template) }
        return try await Mails.parsed(report, settings).subject
    }

    private func jobs(_ count: Int) -> [RetryJob] {
        (0..<count).map { number in
            // Every fortieth is at its last retry, and that retry is due.
            let isLast = number % 40 == 0
            return RetryJob(
                id: .number(Int64(number)),
                type: .agentReceive,
                retryCount: isLast ? 24 : 3,
                lastRetry: Mails.now.advanced(bySeconds: isLast ? -300_000 : -60),
                errorClass: "Error\(number % 14)"
            )
        }
    }

    @Test("has the tenant first, then how many die soon or should be dead already, then how many there are") func news()
        async throws
    {
        let report = Mails.report(jobs(1284))
        let dying = report.totals.deaths.within24Hours
        let overdue = report.totals.deaths.overdue
        #expect(dying > 0 || overdue > 0)
        let news = [
            dying > 0 ? "\(dying) die within 24 h" : nil, overdue > 0 ? "\(overdue) should be dead already" : nil,
            "1,284 retry jobs",
        ].compactMap(\.self).joined(separator: ", ")
        let subject = try await subject(report)
        #expect(subject == "[acme] \(news)")
    }

    @Test("says that the list is empty, and that it was not read completely") func variants() async throws {
        let empty = try await subject(Mails.report())
        #expect(empty == "[acme] no retry jobs")
        var reading = Reading(
            source: "https://retries.internal",
            tenant: try? TenantOrigin("https://retries.internal"),
            isComplete: false,
            isVerified: false
        )
        let partial = try await subject(Mails.report(jobs(3), reading: reading))
        #expect(partial.hasPrefix("[retries.internal] INCOMPLETE: at least "))
        let nothingRead = try await subject(Mails.report(reading: reading))
        #expect(nothingRead == "[retries.internal] INCOMPLETE: no retry jobs read")
        reading.isComplete = true
        reading.isVerified = false
        let unverified = try await subject(Mails.report(reading: reading))
        #expect(unverified == "[retries.internal] POSSIBLY INCOMPLETE: no retry jobs read")
    }

    @Test("is made of text and placeholders") func placeholders() async throws {
        let report = Mails.report(jobs(2), title: "Die Wiederholungen")
        let subject = try await subject(report, "{title}: {jobs}/{groups}/{dying} of {tenant} {{x}")
        #expect(subject == "Die Wiederholungen: 2/2/\(report.totals.deaths.within24Hours) of acme {x}")
    }

    @Test("warns of an incomplete reading even when the template does not") func warning() async throws {
        let reading = Reading(source: "/home/ops/pages", isComplete: false, isVerified: false)
        let subject = try await subject(Mails.report(reading: reading), "All is well")
        #expect(subject == "INCOMPLETE: All is well")
    }

    @Test("of saved pages names the tenant, and never the path on the sender's machine") func saved() async throws {
        let path = "/home/ops/pages"
        let reading = Reading(source: path, isComplete: true, isVerified: true)
        let unknown = try await subject(Mails.report(reading: reading))
        #expect(unknown == "[unknown tenant] no retry jobs")
        let known = Reading(
            source: path,
            tenant: try TenantOrigin("https://acme.tines.com"),
            isComplete: true,
            isVerified: true
        )
        let named = try await subject(Mails.report(reading: known))
        #expect(named == "[acme] no retry jobs")
    }

    @Test("is the same for all reports of a thread, and has the news in its place when a template asks for it")
    func threaded() async throws {
        var settings = try Mails.settings()
        settings.isThreaded = true
        let incomplete = Reading(source: "x", tenant: try TenantOrigin("https://acme.tines.com"))
        let reports = [Mails.report(), Mails.report(jobs(80)), Mails.report(jobs(3), reading: incomplete)]
        let mails = try await ParsedMail.many(reports.map { try Mails.bytes($0, settings) })
        #expect(Set(mails.map(\.subject)) == ["[acme] Retry jobs"])
        #expect(mails[2].text("text/plain").hasPrefix("Incomplete:"))
        #expect(SubjectTemplate.threaded.isConstant && !SubjectTemplate.standard.isConstant)
        settings.subject = try SubjectTemplate("{jobs} jobs")
        let mail = try await Mails.parsed(reports[1], settings)
        #expect(mail.subject == "80 jobs")
    }

    @Test("has a title from right to left between isolates, so that it does not swap places with numbers")
    func rightToLeft() async throws {
        let arabic = "\u{625}\u{62b}\u{631}\u{627}\u{621} 2"
        let report = Mails.report(jobs(2), title: arabic)
        let isolated = try await subject(report, "{title} {jobs}")
        #expect(isolated == "\(Isolates.start)\(arabic)\(Isolates.end) 2")
        let plain = try await subject(Mails.report(jobs(2), title: "Plain"), "{title} {jobs}")
        #expect(plain == "Plain 2")
    }

    @Test(
        "a template that is wrong is refused, and the error says what is right",
        arguments: [
            ("{tenent}", "{tenant}"), ("{jobs", "{{"), ("  ", "empty"), ("a\r\nBcc: x@example.com", "U+000D"),
            ("a\nb", "U+000A"), ("a\u{0}b", "U+0000"), ("a\u{2028}b", "U+2028"),
            (String(repeating: "x", count: 501), "500"),
        ]
    )
    func wrong(template: String, advice: String) throws {
        let error = try #require(throws: MailSettingError.self) { try SubjectTemplate(template) }
        #expect(error.description.contains(advice), "\(error)")
    }

    @Test("a title of 100 KB is cut") func longTitle() async throws {
        let report = Mails.report(title: String(repeating: "né ", count: 33_334))
        let subject = try await subject(report, "{title} {jobs}")
        #expect(subject.unicodeScalars.count <= 110)
        #expect(subject.hasSuffix("… 0"))
    }
}
