#if LiveTenant
import SampleTenant
import Testing

@Suite struct FaultRuleTests {
    private func statuses(_ rules: [SampleTenant.FaultRule], pages: [Int]) async throws -> [Int?] {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 10
        configuration.faults = rules
        return try await SampleTenant.running(configuration) { tenant in
            for page in pages { _ = try await tenant.get("?page=\(page)") }
            return tenant.log.map(\.status)
        }
    }

    @Test func `a rule can be for one page`() async throws {
        let answers = try await statuses([.init(.status(503), page: 2)], pages: [1, 2, 3, 2])
        #expect(answers == [200, 503, 200, 503])
    }

    @Test func `a rule can be for the first attempts of each page`() async throws {
        let rule = SampleTenant.FaultRule(.status(503), attempts: 2)
        let answers = try await statuses([rule], pages: [1, 1, 2, 1, 2, 2])
        #expect(answers == [503, 503, 503, 200, 503, 200])
    }

    @Test func `a rule can be for every n-th request`() async throws {
        let rule = SampleTenant.FaultRule(.status(503), every: 3)
        let answers = try await statuses([rule], pages: [1, 2, 3, 4, 5, 6])
        #expect(answers == [200, 200, 503, 200, 200, 503])
    }

    @Test func `the first rule that replaces an answer wins`() async throws {
        let rules = [SampleTenant.FaultRule(.status(502), page: 1), SampleTenant.FaultRule(.status(503))]
        let answers = try await statuses(rules, pages: [1, 2])
        #expect(answers == [502, 503])
    }

    @Test func `draws depend on page and attempt, not on the order of requests`() async throws {
        let rule = SampleTenant.FaultRule.mixed(seed: 3, probability: 0.5, faults: [.status(500), .status(503)])
        let forward = try await statuses([rule], pages: Array(1...30))
        let backward = try await statuses([rule], pages: Array((1...30).reversed()))
        #expect(forward == backward.reversed())
        #expect(Set(forward) == [200, 500, 503])
    }

    @Test func `requests with a wrong key get no fault and use none up`() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.faults = [.init(.status(503), attempts: 1)]
        try await SampleTenant.running(configuration) { tenant in
            _ = try await tenant.get(key: nil)
            _ = try await tenant.get()
            #expect(tenant.log.map(\.status) == [401, 503])
        }
    }

    @Test func `a rule can be written as text`() throws {
        typealias Rule = SampleTenant.FaultRule
        let rules: [(String, Rule)] = [
            ("reset", Rule(.reset)), ("rate-limited:5@every=3", Rule(.tooManyRequests(.seconds(5)), every: 3)),
            ("unavailable@page=3,attempts=2", Rule(.status(503), page: 3, attempts: 2)),
            ("redirect:http://127.0.0.1:8081", Rule(.redirect(to: "http://127.0.0.1:8081"))),
            ("next-page-raw:\"02\"", Rule(.nextPageRaw("\"02\""))),
            ("html@endpoint=admin/dead_jobs", Rule(.html, endpoint: .deadJobs)),
            ("bad-job:no-id", Rule(.badJob(.missingID))),
            ("mixed@probability=0.05,seed=7", Rule.mixed(seed: 7, probability: 0.05)),
        ]
        for (text, rule) in rules {
            let parsed = try Rule(parsing: text)
            #expect(parsed == rule)
        }
    }

    @Test func `every name on the help page can be parsed`() throws {
        for line in SampleTenant.FaultRule.names.split(whereSeparator: \.isNewline) {
            let name = try #require(line.split(whereSeparator: { " [".contains($0) }).first)
            let text = name.replacing("CODE", with: "418").replacing(":JOBS", with: ":7")
                .replacing("ORIGIN", with: "http://127.0.0.1:9")
            #expect(throws: Never.self) { try SampleTenant.FaultRule(parsing: String(text)) }
        }
    }

    @Test(arguments: ["", "nix", "reset:1", "drip:x", "reset@page", "reset@size=3", "mixed@probability=2", "status:99"])
    func `a text that is not a rule is refused with a reason`(text: String) throws {
        let error = #expect(throws: SampleTenant.FaultRule.InvalidText.self) {
            try SampleTenant.FaultRule(parsing: text)
        }
        #expect(error?.description.isEmpty == false)
    }
}
#endif
