import RetryJobs
import Testing
@testable import TinesRetryJobs

@Suite("The short way and the long way through the decoder")
struct DecodingAgreementTests {
    /// Everything that a page gives, or that it is refused.
    private struct Outcome: Equatable {
        var jobs: [RetryJob] = []
        var texts: [[UInt8]] = []
        var repairs: [Repair: Int] = [:]
        var unreadable: [UnreadableJob] = []
        var envelope = PageEnvelope()
        var refusal: PageRefusal?

        init(_ decoder: PageDecoder, _ bytes: [UInt8], page: Int) {
            do {
                let decoded = try decoder.decode(bytes)
                let (batch, envelope) = (decoded.jobs, decoded.envelope)
                jobs = batch.jobs
                texts = jobs.flatMap { [$0.type.rawValue, $0.action?.name ?? "", $0.errorClass ?? ""] }.map {
                    Array($0.utf8)
                }
                repairs = batch.repairs
                unreadable = batch.unreadable
                self.envelope = envelope
            } catch {
                refusal = error
            }
        }
    }

    @Test("They agree on generated pages, complete and damaged", arguments: 0..<8)
    func agree(seed: UInt64) {
        var generated = GeneratedJobs(seed: seed)
        let short = PageDecoder()
        let long = PageDecoder(texts: BatchTexts(), normalizesEverything: true)
        for page in 1...150 {
            let bytes = generated.page()
            let whole = Outcome(short, bytes, page: page)
            #expect(whole.refusal == nil)
            #expect(whole == Outcome(long, bytes, page: page))
            #expect(whole == Outcome(PageDecoder(), bytes, page: page))
            let damaged = generated.damaged(bytes)
            #expect(Outcome(short, damaged, page: page) == Outcome(long, damaged, page: page))
        }
    }

    @Test("The second reading finds a fault exactly where the first one refuses", arguments: 100..<108)
    func faults(seed: UInt64) {
        var generated = GeneratedJobs(seed: seed)
        let decoder = PageDecoder()
        for page in 1...200 {
            let bytes = generated.damaged(generated.page())
            var walker = JSONWalker(bytes)
            let fault = walker.firstFault()
            let refusal = Outcome(decoder, bytes, page: page).refusal
            // Without a fault it may still be refused: as JSON of another shape, which has no place.
            #expect((fault != nil) == (refusal?.offset != nil), "\(String(decoding: bytes, as: UTF8.self))")
            if let fault { #expect(refusal?.offset == fault.offset) }
        }
    }
}

/// Jobs in every shape there is, and pages that were damaged.
struct GeneratedJobs {
    private var numbers: SplitMix64

    init(seed: UInt64) {
        numbers = SplitMix64(seed: seed)
    }

    private static let values = [
        "null", "true", "false", "[]", "{}", #""""#, "0", "-0", "1", "-1", "25", "2147483647", "2147483648",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e400", "-1e400",
        "0.0", "-0.0", "7.0", "7.5", "1e2", "1e-300", "1567399360.056226", "1567399360", "1567399360056",
        "1567399360056226", "100000000000", "100000000001", "100000000000.5", "1e11", "253402300799.9999999",
        #""7""#, #""07""#, #"" 7""#, #""1567399360.056226""#, #""2019-09-02T04:42:40.056226Z""#, #""é""#, #""e\u0301""#,
        #""\ud83d""#, #""a\u0000b""#, #""AgentReceiveJob""#, #""b4a577edbccf1d805744efa9""#, "[1]",
        #"[1,"2",null,[3],{"id":4}]"#,
        #"{"id":7,"name":"n"}"#, #"{"id":7}"#, #"{"name":"n"}"#, #"{"id":"7","name":"é"}"#, #"{"id":7.0,"name":5}"#,
        #"{"id":null,"name":null}"#, #"{"id":7,"name":""}"#, #"{"id":1,"id":2,"name":"a","name":"b"}"#,
        #"{"id":-9223372036854775808,"name":"n"}"#, #"{"id":{"id":1},"name":["n"]}"#,
    ]

    private static let usual = [
        "id": ["1234", "-5"], "type": [#""AgentReceiveJob""#, #""CredentialRefreshJob""#],
        "agent": [#"{"id":7,"name":"Get alerts"}"#, "7", "null", #"{"id":8,"name":"Größe"}"#],
        "events": ["5", "null"], "retry_count": ["0", "24"], "last_retry": ["1567399360.056226", #""""#, "1567399360"],
        "error_class": [#""ArgumentError""#, "null", #""""#],
    ]

    /// A page of jobs, most fields usual and some of any kind, absent or twice there.
    mutating func page() -> [UInt8] {
        let jobs = (0..<Int.random(in: 0...6, using: &numbers)).map { _ in
            Int.random(in: 0..<20, using: &numbers) == 0 ? pick(Self.values) : job()
        }
        let list = "[\(jobs.joined(separator: ", "))]"
        guard Bool.random(using: &numbers) else { return Array(list.utf8) }
        let meta =
            #"{"next_page_number":\#(pick(Self.values)),"next_page":\#(pick(Self.values)),"count":\#(pick(Self.values))}"#
        return Array(#"{"admin/retry_jobs":\#(list),"meta":\#(meta),"other":\#(pick(Self.values))}"#.utf8)
    }

    private mutating func job() -> String {
        var fields: [String] = []
        for name in Self.usual.keys.sorted() {
            switch Int.random(in: 0..<12, using: &numbers) {
            case 0: break
            case 1: fields += [field(name, pick(Self.values)), field(name, pick(Self.values))]
            case 2, 3: fields.append(field(name, pick(Self.values)))
            default: fields.append(field(name, pick(Self.usual[name] ?? Self.values)))
            }
        }
        return "{\(fields.shuffled(using: &numbers).joined(separator: ","))}"
    }

    private func field(_ name: String, _ value: String) -> String {
        #""\#(name)":\#(value)"#
    }

    private mutating func pick(_ values: [String]) -> String {
        values.randomElement(using: &numbers) ?? "null"
    }

    /// The page with a few bytes changed, dropped or doubled.
    mutating func damaged(_ page: [UInt8]) -> [UInt8] {
        var page = page
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            guard let place = page.indices.randomElement(using: &numbers) else { return page }
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: page.remove(at: place)
            case 1: page.insert(page[place], at: place)
            case 2: page[place] = UInt8.random(in: 0...255, using: &numbers)
            case 3: page[place] = Array(#"{}[]",:\0123456789.eE-+ nu"#.utf8).randomElement(using: &numbers) ?? 0
            default: page.removeSubrange(place..<min(page.count, place + Int.random(in: 1...9, using: &numbers)))
            }
        }
        return page
    }
}
