import RetryJobs
import Testing

@Suite("Jobs that can't be read")
struct UnreadableJobTests {
    @Test("They are counted with page and index, and the others stay")
    func placed() throws {
        let batch = try readPage(
            #"[{"id":1,"type":"T","retry_count":0},7,{"type":"T"},{"id":null},{"id":""},{"id":[1]},{"id":true},{"id":1.5},{"id":2,"type":"T","retry_count":0}]"#,
            number: 12
        )
        #expect(batch.jobs.map(\.id) == [.number(1), .number(2)])
        #expect(batch.received == 9)
        #expect(
            batch.unreadable == [
                UnreadableJob(page: 12, index: 1, reason: .notAnObject),
                UnreadableJob(page: 12, index: 2, reason: .idMissing),
                UnreadableJob(page: 12, index: 3, reason: .idMissing),
                UnreadableJob(page: 12, index: 4, reason: .idMissing),
                UnreadableJob(page: 12, index: 5, reason: .idUnreadable),
                UnreadableJob(page: 12, index: 6, reason: .idUnreadable),
                UnreadableJob(page: 12, index: 7, reason: .idUnreadable),
            ]
        )
        #expect(batch.repairs.isEmpty)
    }

    @Test("A repair is counted once for each job that needed it")
    func repairsCounted() throws {
        let batch = try readPage(
            #"[{"id":"1","type":"T","retry_count":0},{"id":"2","type":"T"},{"id":3,"type":"T","retry_count":0}]"#
        )
        #expect(batch.repairs == [.idReadAsNumber: 2, .retryCountMissing: 1])
    }

    @Test("Every repair and every reason has its words and its own name")
    func words() {
        #expect(Repair.allCases.allSatisfy { !$0.explanation.isEmpty })
        #expect(Set(Repair.allCases.map(\.explanation)).count == Repair.allCases.count)
        #expect(UnreadableReason.allCases.allSatisfy { !$0.explanation.isEmpty })
    }
}
