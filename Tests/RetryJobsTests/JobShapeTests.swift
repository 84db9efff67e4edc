import RetryJobs
import Testing

@Suite("The documented shapes of a job")
struct JobShapeTests {
    @Test("The two jobs of the documentation's sample are read without a repair")
    func sample() throws {
        let receive = try ReadJob(
            """
            {"id":1234,"type":"AgentReceiveJob","agent":{"id":1,"name":"Agent name"},"events":1,"retry_count":3,
             "last_retry":1567399360.056226,"error_class":"ArgumentError"}
            """
        )
        #expect(
            receive.job
                == RetryJob(
                    id: .number(1234),
                    type: .agentReceive,
                    action: ActionReference(id: 1, name: "Agent name"),
                    eventIDs: [1],
                    retryCount: 3,
                    lastRetry: Timestamp(microseconds: 1_567_399_360_056_226),
                    errorClass: "ArgumentError"
                )
        )
        #expect(receive.repairs.isEmpty)
        let refresh = try ReadJob(
            """
            {"id":1235,"type":"CredentialRefreshJob","agent":1,"retry_count":0,"last_retry":"",
             "error_class":"ArgumentError"}
            """
        )
        #expect(
            refresh.job
                == RetryJob(
                    id: .number(1235),
                    type: .credentialRefresh,
                    action: ActionReference(id: 1, name: nil),
                    retryCount: 0,
                    errorClass: "ArgumentError"
                )
        )
        #expect(refresh.repairs.isEmpty)
    }

    @Test("Types that no page documents are kept as they are")
    func unknownType() throws {
        let types: [(String, JobType)] = [
            ("SomethingNewJob", JobType(rawValue: "SomethingNewJob")), ("AgentCheckJob", .agentCheck),
            ("AgentRunScheduleJob", .agentRunSchedule),
        ]
        for (text, type) in types {
            let read = try ReadJob(#"{"id":1,"type":"\#(text)","retry_count":0}"#)
            #expect(read.job.type == type)
            #expect(read.job.type.rawValue == text)
        }
    }

    @Test("Fields that no page documents are ignored")
    func unknownFields() throws {
        let read = try ReadJob(#"{"id":1,"type":"T","retry_count":0,"queue":"x","nested":{"id":9,"type":["U"]}}"#)
        #expect(read.job == RetryJob(id: .number(1), type: JobType(rawValue: "T"), retryCount: 0))
        #expect(read.repairs.isEmpty)
    }

    @Test("If a key is there twice, the last one counts")
    func duplicateKeys() throws {
        let read = try ReadJob(
            #"{"id":1,"id":2,"type":"A","type":"B","agent":{"id":1,"name":"n"},"agent":{"id":3,"id":4},"retry_count":0}"#
        )
        #expect(read.job.id == .number(2))
        #expect(read.job.type.rawValue == "B")
        #expect(read.job.action == ActionReference(id: 4, name: nil))
    }

    @Test(
        "An id is an integer, a Sidekiq jid or a UUID; an integer in a text is repaired",
        arguments: [
            ("1234", JobID.number(1234), nil), ("-1", .number(-1), nil),
            (#""b4a577edbccf1d805744efa9""#, .text("b4a577edbccf1d805744efa9"), nil),
            (#""6f1d0a3e-8f0c-4a53-9f56-0f2f6f6f2b11""#, .text("6f1d0a3e-8f0c-4a53-9f56-0f2f6f6f2b11"), nil),
            (#""1234""#, .number(1234), .idReadAsNumber), ("1234.0", .number(1234), .idReadAsNumber),
            (#""0123""#, .text("0123"), nil), (#""12345678901234567890123""#, .text("12345678901234567890123"), nil),
        ] as [(String, JobID, Repair?)]
    )
    func id(json: String, expected: JobID, repair: Repair?) throws {
        let read = try ReadJob(#"{"id":\#(json),"type":"T","retry_count":0}"#)
        #expect(read.job.id == expected)
        #expect(read.repairs == Set([repair].compactMap { $0 }))
    }

    @Test(
        "An action is an object, an integer, absent or null; nameless objects and numbers in texts are read too",
        arguments: [
            (#","agent":{"id":7,"name":"Get alerts"}"#, ActionReference(id: 7, name: "Get alerts"), nil),
            (#","agent":7"#, ActionReference(id: 7, name: nil), nil),
            ("", nil, nil), (#","agent":null"#, nil, nil), (#","agent":"""#, nil, nil),
            (#","agent":{"id":7}"#, ActionReference(id: 7, name: nil), nil),
            (#","agent":{"id":7,"name":null}"#, ActionReference(id: 7, name: nil), nil),
            (#","agent":{"id":7,"name":""}"#, ActionReference(id: 7, name: nil), nil),
            (#","agent":{"id":7,"name":8}"#, ActionReference(id: 7, name: nil), nil),
            (#","agent":"7""#, ActionReference(id: 7, name: nil), .actionIDReadFromText),
            (#","agent":{"id":"7","name":"n"}"#, ActionReference(id: 7, name: "n"), .actionIDReadFromText),
            (#","agent":{"name":"n"}"#, ActionReference(id: nil, name: "n"), .actionIDMissing),
            (#","agent":"Get alerts""#, ActionReference(id: nil, name: "Get alerts"), .actionIDMissing),
            (#","agent":{}"#, nil, .actionUnreadable), (#","agent":[7]"#, nil, .actionUnreadable),
            (#","agent":true"#, nil, .actionUnreadable), (#","agent":7.5"#, nil, .actionUnreadable),
            (#","agent":-9223372036854775808"#, nil, .actionUnreadable),
        ] as [(String, ActionReference?, Repair?)]
    )
    func action(json: String, expected: ActionReference?, repair: Repair?) throws {
        let read = try ReadJob(#"{"id":1,"type":"T","retry_count":0\#(json)}"#)
        #expect(read.job.action == expected)
        #expect(read.repairs == Set([repair].compactMap { $0 }))
    }

    @Test(
        "Events are an integer, a list, null or absent",
        arguments: [
            (#","events":5"#, [5], []), ("", [], []), (#","events":null"#, [], []), (#","events":"""#, [], []),
            (#","events":"5""#, [5], []),
            (#","events":[]"#, [], [.eventsReadFromList]),
            (#","events":[5]"#, [5], [.eventsReadFromList]),
            (#","events":[5,"6",7]"#, [5, 6, 7], [.eventsReadFromList]),
            (#","events":[5,null,[6],{"id":7}]"#, [5], [.eventsReadFromList, .eventUnreadable]),
            (#","events":-9223372036854775808"#, [Int64.min], []),
            (#","events":true"#, [], [.eventUnreadable]), (#","events":{"id":5}"#, [], [.eventUnreadable]),
        ] as [(String, [Int64], Set<Repair>)]
    )
    func events(json: String, expected: [Int64], repairs: Set<Repair>) throws {
        let read = try ReadJob(#"{"id":1,"type":"T","retry_count":0\#(json)}"#)
        #expect(read.job.eventIDs == expected)
        #expect(read.repairs == repairs)
    }

    @Test(
        "A retry count is an integer, perhaps in a text; otherwise it is unknown",
        arguments: [
            (#","retry_count":0"#, 0, nil), (#","retry_count":25"#, 25, nil),
            (#","retry_count":2147483647"#, 2_147_483_647, nil),
            (#","retry_count":"7""#, 7, .retryCountReadAsNumber), (#","retry_count":7.0"#, 7, .retryCountReadAsNumber),
            ("", nil, .retryCountMissing), (#","retry_count":null"#, nil, .retryCountMissing),
            (#","retry_count":-1"#, nil, .retryCountMissing), (#","retry_count":2147483648"#, nil, .retryCountMissing),
            (#","retry_count":"many""#, nil, .retryCountMissing), (#","retry_count":7.5"#, nil, .retryCountMissing),
        ] as [(String, Int?, Repair?)]
    )
    func retryCount(json: String, expected: Int?, repair: Repair?) throws {
        let read = try ReadJob(#"{"id":1,"type":"T"\#(json)}"#)
        #expect(read.job.retryCount == expected)
        #expect(read.repairs == Set([repair].compactMap { $0 }))
    }

    @Test(
        "An empty, absent or null error class counts as none, and one that is not a text is repaired",
        arguments: [
            (#","error_class":"ArgumentError""#, "ArgumentError", nil), (#","error_class":"""#, nil, nil),
            ("", nil, nil), (#","error_class":null"#, nil, nil), (#","error_class":5"#, nil, .errorClassUnreadable),
            (#","error_class":" ""#, " ", nil),
        ] as [(String, String?, Repair?)]
    )
    func errorClass(json: String, expected: String?, repair: Repair?) throws {
        let read = try ReadJob(#"{"id":1,"type":"T","retry_count":0\#(json)}"#)
        #expect(read.job.errorClass == expected)
        #expect(read.repairs == Set([repair].compactMap { $0 }))
    }

    @Test(
        "A job without a type counts under an empty one",
        arguments: ["", #","type":null"#, #","type":"""#, #","type":5"#]
    )
    func missingType(json: String) throws {
        let read = try ReadJob(#"{"id":1,"retry_count":0\#(json)}"#)
        #expect(read.job.type.rawValue.isEmpty)
        #expect(read.repairs == [.typeMissing])
    }
}

@Suite("Jobs that can't be read")
struct UnreadableJobTests {
    @Test("Unreadable jobs are counted with page and index, and the others stay")
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
