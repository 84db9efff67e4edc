import FoundationEssentials
import RetryJobs
import Testing

@Suite("Jobs in a batch")
struct JobBatchTests {
    private let jobs = [
        RetryJob(id: .number(.min), type: .agentReceive, action: ActionReference(id: 1, name: "a"), eventIDs: [1]),
        RetryJob(id: .text("é"), type: JobType(rawValue: ""), action: ActionReference(id: nil, name: "e\u{301}")),
        RetryJob(id: .text("e\u{301}"), type: .agentCheck, action: ActionReference(id: nil, name: "é")),
        RetryJob(id: .number(.max), type: .agentCheck, eventIDs: [.min], retryCount: 0, errorClass: "E"),
        RetryJob(
            id: .number(0),
            type: .agentCheck,
            eventIDs: [3, .min, 3],
            retryCount: 25,
            lastRetry: Timestamp(microseconds: 0)
        ),
    ]

    @Test("Jobs come out as they went in")
    func roundTrip() {
        let batch = JobBatch(jobs: jobs)
        #expect(batch.received == 5)
        #expect(batch.jobs == jobs)
        #expect(Array(batch) == jobs)
    }

    @Test("Texts that look alike and differ in their bytes stay distinct")
    func exactTexts() {
        let names = JobBatch(jobs: jobs).jobs.compactMap { $0.action?.name.map { Array($0.utf8) } }
        #expect(names == [Array("a".utf8), Array("e\u{301}".utf8), Array("é".utf8)])
        #expect(JobID.text("é") != JobID.text("e\u{301}"))
    }

    @Test("A job survives JSON")
    func codable() throws {
        let coded = try JSONDecoder().decode([RetryJob].self, from: JSONEncoder().encode(jobs))
        #expect(coded == jobs)
    }

    @Test("Identifiers are ordered: numbers by value, then texts by their bytes")
    func identifiers() {
        let sorted: [JobID] = [
            .number(-1), .number(9), .number(10), .text("10"), .text("9"), .text("e\u{301}"), .text("é"),
        ]
        #expect(sorted.reversed().sorted() == sorted)
        #expect(sorted.map(\.description) == ["-1", "9", "10", "10", "9", "e\u{301}", "é"])
    }
}
