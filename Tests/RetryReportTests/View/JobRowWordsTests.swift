import RetryJobs
import Testing

@testable import RetryReport

@Suite("Words of jobs, row by row") struct JobRowWordsTests {
    private static let now = Timestamp(microseconds: 1_785_067_200_000_000)

    /// Jobs with every kind of value, in every neighbourhood.
    private static let jobs: [RetryJob] = {
        let actions: [ActionReference?] = [
            nil, ActionReference(id: 100, name: "Alert [ops] | <b> *x*"), ActionReference(id: 100, name: nil),
            ActionReference(id: nil, name: "www.example.com"), ActionReference(id: 101, name: nil),
            ActionReference(id: -3, name: " "), ActionReference(id: nil, name: nil),
            ActionReference(id: 102, name: String(repeating: "long \u{202e}大阪 ", count: 90)),
        ]
        let times: [Timestamp?] =
            [
                nil, Timestamp(microseconds: .min), Timestamp(microseconds: .max), Timestamp(microseconds: -1),
                Timestamp(microseconds: 0), .latest,
            ]
            + [-90_000_000, -9_000_000, -200_000, -90_061, -7_500, -720, -42, 0, 42, 90_061].map {
                now.advanced(bySeconds: $0).advanced(byMicroseconds: 123_456)
            }
        let counts: [Int?] = [nil, 0, 3, 22, 24, 25, 1_200]
        let events: [[Int64]] = [[], [7], [-1], [.min], [1, 2, 3, 4, 5], [0]]
        var jobs: [RetryJob] = []
        for (place, action) in actions.enumerated() {
            for (moment, time) in times.enumerated() {
                for count in counts {
                    let number = Int64(jobs.count)
                    jobs.append(
                        RetryJob(
                            id: number % 5 == 0 ? .text("job|\(number)") : .number(number % 7 == 0 ? -number : number),
                            type: .agentReceive,
                            action: action,
                            eventIDs: events[(place + moment + jobs.count) % events.count],
                            retryCount: count,
                            lastRetry: time,
                            errorClass: number % 3 == 0 ? nil : "Net::ReadTimeout"
                        )
                    )
                }
            }
        }
        return jobs
    }()

    private func lists(_ detail: ReportDetail) throws -> [ViewList] {
        var builder = ReportBuilder(now: Self.now, limits: ReportLimits(jobsPerGroup: 0))
        for job in Self.jobs { builder.add(job) }
        let tenant = try TenantOrigin("https://acme.tines.com")
        let report = builder.finish(
            reading: Reading(source: "test", tenant: tenant, isComplete: true, isVerified: true)
        )
        return ReportView(report, detail: detail).values.list("groups").compactMap { group in
            if case .list(let list)? = group["jobs"] { list } else { nil }
        }
    }

    private func value(_ field: JobRowField, of view: ViewObject) -> ViewValue? {
        TemplateName(field.rawValue).flatMap { TemplateScope(view)[$0] }
    }

    @Test(arguments: [false, true])
    func `every field of every row is what the view of the row says`(_ joinsUnits: Bool) throws {
        var compared = 0
        for list in try lists(ReportDetail(joinsUnits: joinsUnits)) {
            let rows = try #require(list.jobRows)
            var words = JobRowWords(rows) { Array("<\($0)>".utf8) }
            for place in 0..<list.count {
                words.move(to: place)
                for field in JobRowField.allCases {
                    var bytes: [UInt8] = []
                    words.append(field, to: &bytes)
                    switch value(field, of: list[place]) {
                    case .text(let text)?:
                        let written = String(decoding: bytes, as: UTF8.self)
                        #expect(written == text || written == "<\(text)>", "\(field)")
                        #expect(words.flag(field) == nil)
                    case .flag(let flag)?: #expect(words.flag(field) == flag, "\(field)")
                    default: Issue.record("\(field) is not in the view")
                    }
                    compared += 1
                }
            }
        }
        #expect(compared == Self.jobs.count * JobRowField.allCases.count)
    }

    @Test func `Markdown is the same as that of the row's view, escaped`() throws {
        var isLinked = false
        for list in try lists(.full) {
            let rows = try #require(list.jobRows)
            var words = JobRowWords(rows) { Array(MarkdownText.escaped($0).utf8) }
            for place in 0..<list.count {
                words.move(to: place)
                isLinked = isLinked || words.flag(.actionIsLinked) == true
                for field in JobRowField.allCases {
                    guard case .text(let text)? = value(field, of: list[place]) else { continue }
                    var bytes: [UInt8] = []
                    words.append(field, to: &bytes)
                    // An address is no text: it is a link's destination.
                    let expected = field == .actionURL ? text : MarkdownText.escaped(text)
                    #expect(String(decoding: bytes, as: UTF8.self) == expected, "\(field)")
                }
            }
        }
        // Only a directory gives an action a story, and so a link.
        #expect(!isLinked)
    }

    @Test func `a template may ask for what rows don't know, and for names further out`() throws {
        var builder = ReportBuilder(now: Self.now, limits: ReportLimits(jobsPerGroup: 0))
        for job in Self.jobs.prefix(3) { builder.add(job) }
        let report = builder.finish(reading: Reading(source: "test", isComplete: true, isVerified: true))
        let source =
            "{{#groups}}{{#jobs}}{{id}} {{retriesInWords}} {{number}} {{#hasEvents}}e{{/hasEvents}}\n{{/jobs}}{{/groups}}"
        let renderer = MarkdownRenderer(template: try MarkdownTemplate(source.utf8, name: "rows"), detail: .full)
        let text = String(decoding: try renderer.render(report), as: UTF8.self)
        let lines = Set(text.split(separator: "\n").map { String($0) })
        #expect(lines == ["job\\|0 retries unknown 2 ", "1 retry 0 of 25 1 e", "2 retry 3 of 25 1 e"], "\(text)")
    }
}
