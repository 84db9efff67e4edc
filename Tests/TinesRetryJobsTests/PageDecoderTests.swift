import RetryJobs
import Testing
import TinesRetryJobs

@Suite("Pages")
struct PageDecoderTests {
    private func decode(_ text: String) throws -> (JobBatch, PageEnvelope) {
        let page = try PageDecoder().decode(Array(text.utf8))
        return (page.jobs, page.envelope)
    }

    @Test("The envelope of the documentation's sample says that page 2 follows")
    func sample() throws {
        let (batch, envelope) = try decode(
            """
            {"admin/retry_jobs":[{"id":1234,"type":"AgentReceiveJob","agent":{"id":1,"name":"a"},"events":1,
              "retry_count":0,"last_retry":1567399360.056226,"error_class":"ArgumentError"},
              {"id":1235,"type":"CredentialRefreshJob","agent":1,"retry_count":0,"last_retry":"",
              "error_class":"ArgumentError"}],
             "meta":{"current_page":"https://t.example/api/v1/admin/retry_jobs?page=1","previous_page":null,
              "next_page":"https://t.example/api/v1/admin/retry_jobs?page=2","next_page_number":2,"per_page":20,
              "pages":0,"count":0}}
            """
        )
        #expect(batch.received == 2)
        #expect(batch.jobs[0].lastRetry?.microseconds == 1_567_399_360_056_226)
        #expect(batch.repairs.isEmpty)
        let expected = PageEnvelope(
            nextPageNumber: 2,
            pageNumber: 1,
            perPage: 20,
            tenant: try TenantOrigin("https://t.example"),
            count: 0,
            pages: 0
        )
        #expect(envelope == expected)
    }

    @Test(
        "A bare list is a page without meta, and so is an object without it",
        arguments: ["[]", #"{"admin/retry_jobs":[]}"#]
    )
    func withoutMeta(text: String) throws {
        let (batch, envelope) = try decode(text)
        #expect(batch.received == 0)
        #expect(envelope == PageEnvelope(hasMeta: false))
    }

    @Test(
        "The next page is the number, or else the page of the link, of which nothing else is taken",
        arguments: [
            (#""next_page_number":3"#, 3), (#""next_page_number":"3""#, 3), (#""next_page_number":null"#, nil),
            (#""next_page_number":0"#, nil), (#""next_page_number":-1"#, nil), (#""next_page_number":2.5"#, nil),
            (#""next_page_number":3,"next_page":"https://t.example/?page=9""#, 3),
            (#""next_page_number":null,"next_page":"https://t.example/?page=9""#, 9),
            (#""next_page":"https://t.example/api/v1/admin/retry_jobs?page=12&per_page=500""#, 12),
            (#""next_page":"https://t.example/?per_page=500&page=12#page=13""#, 12),
            (#""next_page":"https://evil.example/?xpage=5&page=4&page=6""#, 6), (#""next_page":"?page=2""#, 2),
            (#""next_page":"https://t.example/page=2""#, nil), (#""next_page":"https://t.example/?page=""#, nil),
            (#""next_page":"https://t.example/?page=02""#, nil), (#""next_page":"https://t.example/?page=-2""#, nil),
            (#""next_page":"?page=99999999999999999999""#, nil), (#""next_page":2"#, nil), (#""next_page":null"#, nil),
            (#""next_page_number":1,"next_page_number":2"#, 2),
        ] as [(String, Int?)]
    )
    func nextPage(meta: String, expected: Int?) throws {
        let (_, envelope) = try decode(#"{"meta":{\#(meta)},"admin/retry_jobs":[]}"#)
        #expect(envelope.nextPageNumber == expected)
        #expect(envelope.hasMeta)
    }

    @Test("A meta that is not an object, and counts that are not numbers, are left out")
    func oddMeta() throws {
        let envelope = try decode(#"{"admin/retry_jobs":[],"meta":null}"#).1
        #expect(envelope == PageEnvelope(hasMeta: false))
        let odd = #"{"admin/retry_jobs":[],"meta":{"count":-1,"pages":"7"}}"#
        let oddEnvelope = try decode(odd).1
        #expect(oddEnvelope == PageEnvelope(hasMeta: true))
    }

    @Test("A byte order mark before the page is skipped")
    func byteOrderMark() throws {
        let page = try decode("\u{FEFF}" + PageText.page([1]))
        #expect(page.0.jobs.map(\.id) == [.number(1)])
    }

    @Test("A key may be written with escapes")
    func escapedKeys() throws {
        let (batch, _) = try decode(#"{"admin\/retry_jobs":[{"\u0069d":5,"t\u0079pe":"T","retry_count":0}]}"#)
        #expect(batch.jobs == [RetryJob(id: .number(5), type: JobType(rawValue: "T"), retryCount: 0)])
    }

    @Test("A number too large for 64 bits costs its field, not the page")
    func hugeNumbers() throws {
        let (batch, _) = try decode(
            """
            [{"id":1,"type":"T","retry_count":0},{"id":123456789012345678901234567890,"type":"T"},
             {"id":2,"type":"T","retry_count":1e400,"last_retry":-1E+999,"agent":{"id":99999999999999999999,"name":"n"}},
             {"id":18446744073709551615},{"id":9223372036854775807,"type":"T","retry_count":1e-999,"x":[1e309,"1e309"]}]
            """
        )
        #expect(
            batch.jobs.map(\.id) == [
                1, "123456789012345678901234567890", 2, "18446744073709551615", .number(.max),
            ]
        )
        #expect(batch.unreadable.isEmpty)
        #expect(batch.jobs[2].action == ActionReference(id: nil, name: "n"))
        #expect(batch.jobs[4].retryCount == 0)
        #expect(batch.repairs[.lastRetryUnreadable] == 1)
        #expect(batch.repairs[.retryCountMissing] == 3)
        #expect(batch.repairs[.idKeptAsText] == 2)
    }

    @Test(
        "An id of more than 63 bits is kept as a text, and one that a float has rounded is not taken for an id",
        arguments: [
            ("9223372036854775807", .number(.max)), ("9223372036854775808", "9223372036854775808"),
            ("\"9223372036854775808\"", "9223372036854775808"), ("18446744073709551616", "18446744073709551616"),
            ("-9223372036854775809", "-9223372036854775809"), ("9007199254740992.0", 9_007_199_254_740_992),
            ("9007199254740994.0", nil), ("9.3e18", nil), ("1e99", nil), ("1e400", nil),
        ] as [(String, JobID?)]
    )
    func longIDs(json: String, expected: JobID?) throws {
        let (batch, _) = try decode(#"[{"id":\#(json),"type":"T","retry_count":0}]"#)
        #expect(batch.jobs.map(\.id) == (expected.map { [$0] } ?? []))
        #expect(batch.unreadable.map(\.reason) == (expected == nil ? [.idUnreadable] : []))
    }

    @Test(
        "A next page that is named and can't be read is distinguished from none",
        arguments: [
            ("null", false), (#""""#, false), ("2.0", true), (#""02""#, true), ("{}", true), ("true", true),
            ("0", true),
            ("1180591620717411303424", true), ("18446744073709551615", true), ("3", false),
        ]
    )
    func unreadableNext(json: String, isUnreadable: Bool) throws {
        let (_, envelope) = try decode(#"{"admin/retry_jobs":[],"meta":{"next_page_number":\#(json)}}"#)
        #expect(envelope.hasUnreadableNext == isUnreadable)
        let (_, linked) = try decode(
            #"{"admin/retry_jobs":[],"meta":{"next_page_number":\#(json),"next_page":"?page=7"}}"#
        )
        #expect(!linked.hasUnreadableNext)
    }

    @Test("A page of dead jobs is read as one, and not as a page of retry jobs")
    func deadJobs() throws {
        let page = Array(#"{"admin/dead_jobs":[{"id":7,"type":"T","retry_count":25}]}"#.utf8)
        let dead = try PageDecoder().decode(page, list: .dead)
        #expect(dead.jobs.jobs.map(\.id) == [7])
        let refusal = #expect(throws: PageRefusal.self) { try PageDecoder().decode(page) }
        #expect(refusal?.description.contains(#"found "admin/dead_jobs""#) == true)
    }

    @Test(
        "Half a surrogate pair becomes U+FFFD, and complete pairs stay",
        arguments: [
            (#"\ud83d"#, "\u{FFFD}"), (#"a\udc00b"#, "a\u{FFFD}b"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"),
            (#"\ud83dx"#, "\u{FFFD}x"), (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\uD83D\uDE00\ude00"#, "😀\u{FFFD}"),
        ]
    )
    func surrogates(json: String, expected: String) throws {
        let (batch, _) = try decode(#"[{"id":1,"type":"T","retry_count":0,"error_class":"\#(json)"}]"#)
        #expect(batch.jobs.first?.errorClass == expected)
    }

    @Test("Texts keep every byte: zero, escapes, bidi marks, and forms that look alike")
    func exactTexts() throws {
        let (batch, _) = try decode(
            #"[{"id":1,"type":"a\u0000b","agent":{"id":1,"name":"é"},"error_class":"\u202ex"},"#
                + #"{"id":2,"type":"a","agent":{"id":1,"name":"e\u0301"},"error_class":"\"\\\/\b\f\n\r\t"}]"#
        )
        #expect(batch.jobs[0].type.rawValue == "a\0b")
        #expect(batch.jobs[0].errorClass == "\u{202E}x")
        #expect(batch.jobs[1].type.rawValue == "a")
        #expect(batch.jobs[1].errorClass == "\"\\/\u{8}\u{c}\n\r\t")
        #expect(batch.jobs.map { Array(($0.action?.name ?? "").utf8) } == [Array("é".utf8), Array("e\u{301}".utf8)])
    }

    @Test("Texts that pages share are the same from page to page, however many there are")
    func manyTexts() throws {
        let decoder = PageDecoder()
        var batches: [JobBatch] = []
        for page in 0..<20 {
            let jobs = (0..<300).map { index in
                let name = String(repeating: "n", count: index) + "\((index * 7 + page * 100) % 900)"
                return #"{"id":\#(index),"type":"T\#(index % 3)","agent":{"id":1,"name":"\#(name)"},"retry_count":0}"#
            }
            batches.append(try decoder.decode(Array("[\(jobs.joined(separator: ","))]".utf8)).jobs)
        }
        for (page, batch) in batches.enumerated() {
            for (index, job) in batch.jobs.enumerated() {
                let name = String(repeating: "n", count: index) + "\((index * 7 + page * 100) % 900)"
                #expect(job.action?.name == name)
                #expect(job.type.rawValue == "T\(index % 3)")
            }
        }
    }

    @Test("Texts stay right when the table of very many names is emptied")
    func tableEmptied() throws {
        let decoder = PageDecoder()
        for page in 0..<12 {
            // 4 MB of new names a page: past the bound of the table after some pages.
            let names = (0..<4).map { "\(page)-\($0)-" + String(repeating: "x", count: 1_000_000) }
            let jobs = names.map { #"{"id":1,"type":"T","agent":{"id":1,"name":"\#($0)"},"retry_count":0}"# }
            let batch = try decoder.decode(Array("[\(jobs.joined(separator: ","))]".utf8)).jobs
            #expect(batch.jobs.map { $0.action?.name } == names)
            #expect(batch.jobs.allSatisfy { $0.type.rawValue == "T" })
        }
    }

    @Test("Pages of all sizes around the steps of the buffer are read completely")
    func sizes() throws {
        let decoder = PageDecoder()
        for length in Array(0..<200) + Array(4000..<4200) {
            let text = #"[{"id":1,"type":"\#(String(repeating: "t", count: length))","retry_count":0}]"#
            let page = try decoder.decode(Array(text.utf8))
            #expect(page.jobs.jobs.first?.type.rawValue.utf8.count == length)
        }
    }
}
