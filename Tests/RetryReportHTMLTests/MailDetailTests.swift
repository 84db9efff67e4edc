import RetryReport
import Testing

@testable import RetryReportHTML

/// What a mail leaves out when there is no room, in which order, and that it says so.
@Suite("Mails that have no room")
struct MailDetailTests {
    /// What a mail shows.
    private struct Shown: Equatable {
        var jobs: Int
        var groupActions: Int
        var actions: Int
        var groups: Int

        init(_ mail: String) {
            let sections = mail.split(separator: /<h2[^>]*>/).dropFirst()
            func count(_ name: String, under heading: String) -> Int {
                guard let section = sections.first(where: { $0.hasPrefix(heading) }) else { return 0 }
                return Set(
                    section.split(separator: "<bdi>").dropFirst().compactMap { piece in
                        piece.hasPrefix(name) ? piece.prefix { $0 != " " } : nil
                    }
                ).count
            }
            jobs = count("job-", under: "Jobs closest")
            actions = count("Action-", under: "Actions that fail most")
            groupActions = count("Action-", under: "What fails")
            groups = count("Group-", under: "What fails")
        }
    }

    /// Forty groups with ten jobs each and twelve actions, their names longer by `length` characters that can't be
    /// seen, each of which takes twelve bytes to show.
    private func report(_ length: Int) -> Report {
        let more = " " + String(repeating: "\u{1}", count: length)
        var builder = ReportBuilder(now: Specimens.now, limits: ReportLimits(topActions: 12, jobsPerGroup: 10))
        for group in 0..<40 {
            // The groups differ in size, so that it is plain which are the small ones; the smaller ones die soon.
            let isDying = group >= 15
            for number in 0..<(10 + 40 - group) {
                builder.add(
                    RetryJob(
                        id: .text("job-\(group)-\(number)\(more)"),
                        type: .agentReceive,
                        action: ActionReference(id: Int64(number % 12), name: "Action-\(number % 12)\(more)"),
                        eventIDs: [],
                        retryCount: isDying ? 24 : number % 25,
                        lastRetry: Specimens.now.advanced(bySeconds: isDying ? -300_000 : -60),
                        errorClass: "Group-\(group)\(more)"
                    )
                )
            }
        }
        return builder.finish(
            reading: Reading(
                source: "https://acme.tines.com",
                tenant: try? TenantOrigin("https://acme.tines.com"),
                isComplete: true,
                isVerified: true
            )
        )
    }

    @Test("drop jobs first, then the tail of the actions, then small groups, and nothing comes back")
    func order() throws {
        let renderer = try HTMLRenderer.mail()
        let lengths = Array(stride(from: 0, to: 100, by: 2)) + Array(stride(from: 100, through: 320, by: 44))
        let shown = try lengths.map { length in
            Shown(String(decoding: try renderer.render(report(length)), as: UTF8.self))
        }
        for (more, less) in zip(shown, shown.dropFirst()) {
            #expect(less.jobs <= more.jobs && less.actions <= more.actions && less.groups <= more.groups)
        }
        for mail in shown {
            if mail.actions < 5 { #expect(mail.jobs == 0, "actions went before jobs: \(mail)") }
            if mail.groups < 35 { #expect(mail.actions < 5, "groups went before actions: \(mail)") }
        }
        // Each of the three was seen to go, and each to stay while the one before it went.
        #expect(shown.first.map { $0.jobs > 0 && $0.actions == 5 && $0.groups == 35 } == true)
        #expect(shown.contains { $0.jobs == 0 && $0.actions == 5 && $0.groups == 35 })
        #expect(
            shown.contains { $0.jobs == 0 && $0.actions < 5 && $0.groups == 35 },
            "\(Set(shown.map { "\($0.jobs) \($0.actions) \($0.groups)" }))"
        )
        #expect(shown.contains { $0.groups < 35 })
    }

    @Test("say what was left out, how much of it, and where it is")
    func sentence() throws {
        let renderer = try HTMLRenderer.mail(fullReport: "the report on the share")
        for length in stride(from: 0, through: 320, by: 80) {
            let mail = String(decoding: try renderer.render(report(length)), as: UTF8.self)
            let shown = Shown(mail)
            let sentence = try #require(mail.firstMatch(of: /Not shown here: [^<]*/)).output
            #expect(sentence.hasSuffix("See the report on the share."))
            #expect(sentence.contains("lists of jobs"))
            #expect(sentence.contains(" \(12 - shown.actions) more actions"))
            #expect(sentence.contains("\(40 - shown.groups) small groups with "), "\(sentence)")
        }
    }

    @Test("say nothing of the kind when all of it is there")
    func all() throws {
        let report = Specimens.build([RetryJob(id: .number(1), type: .agentReceive, errorClass: "E")])
        let mail = String(decoding: try HTMLRenderer.mail().render(report), as: UTF8.self)
        #expect(!mail.contains("Not shown here"))
    }

    @Test(
        "are at most 100,000 bytes with any names, as they are and encoded",
        arguments: ["\u{1}", "<", "&", "名", "👩‍👩‍👧‍👦", ".", "=", "e\u{301}"]
    )
    func limit(unit: String) throws {
        let text = String(repeating: unit, count: 2_000 / unit.utf8.count)
        var builder = ReportBuilder(now: Specimens.now, limits: ReportLimits(topActions: 1_000))
        for number in 0..<200 {
            builder.add(
                RetryJob(
                    id: .text("\(number)\(text)"),
                    type: JobType(rawValue: "\(number % 7)\(text)"),
                    action: ActionReference(id: Int64(number), name: "\(number % 40)\(text)"),
                    eventIDs: [],
                    retryCount: number % 25,
                    lastRetry: Specimens.now.advanced(bySeconds: -Int64(number) * 1_000),
                    errorClass: "\(number % 30)\(text)"
                )
            )
        }
        let problems = (0..<100).map { Diagnostic(.error, "test", "\($0)\(text)") }
        let reading = Reading(
            source: text,
            tenant: try? TenantOrigin(text),
            isComplete: false,
            isVerified: false,
            problems: problems
        )
        let mail = try HTMLRenderer.mail().render(builder.finish(reading: reading, title: text))
        #expect(mail.count <= 100_000)
        // The same with a story, a team, owners and the longest link for each action.
        var extras = TenantExtras()
        var directory = TenantDirectory()
        for id in (0..<200).map(Int64.init) {
            directory.add(DirectoryAction(id: id, storyID: id))
            directory.add(DirectoryStory(id: id, name: text, teamID: id, ownerIDs: Array(0..<20)))
            directory.add(DirectoryTeam(id: id, name: text))
            directory.add(DirectoryPerson(id: id, name: text))
        }
        extras.directory = directory
        extras.links = try ActionLinks(
            pattern: "https://acme.tines.com/ACTION?" + String(repeating: "&", count: ActionLinks.longest - 80),
            tenant: nil
        )
        extras.notes = problems.map(\.message)
        var report = builder.finish(reading: reading, title: text, generator: "retry-report", extras: extras)
        report.messages = [
            ErrorMessage(actionID: 0, entry: LogEntry(level: 4, message: text, createdAt: Specimens.now))
        ]
        var context = MailContext()
        context.showsMessages = true
        let owned = try HTMLRenderer.mail().render(report, in: context)
        #expect(owned.count <= 100_000)
    }
}
