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

    @Test("They say the same of generated pages, whole and damaged", arguments: 0..<8)
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
