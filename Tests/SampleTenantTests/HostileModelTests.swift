#if LiveTenant
import Foundation
import SampleTenant
import Testing

@Suite struct HostileModelTests {
    private func playing<Result: Sendable>(
        _ names: String...,
        jobs: Int = 1_000,
        _ body: (SampleTenant) async throws -> Result
    ) async throws -> Result {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = jobs
        configuration.oddShapes = false
        configuration.clock = .perRequest(milliseconds: 500)
        for name in names { try #require(SampleTenant.Model.named(name)).apply(to: &configuration) }
        return try await SampleTenant.running(configuration, body)
    }

    @Test func `models have names of their own`() {
        let names = SampleTenant.Model.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
    }

    @Test(arguments: SampleTenant.Model.all.map(\.name))
    func `each model answers a first page, and the same seed answers it the same way`(name: String) async throws {
        func first() async throws -> [UInt8] {
            var configuration = SampleTenant.Configuration()
            configuration.now = 1_769_860_800
            configuration.clock = .perRequest(milliseconds: 500)
            try #require(SampleTenant.Model.named(name)).apply(to: &configuration)
            return try await SampleTenant.running(configuration) { tenant in
                let answer = try await tenant.get("?page=1&per_page=100")
                #expect(answer.status == 200)
                let port = ":\(tenant.port)/"
                return Array(String(decoding: answer.body, as: UTF8.self).replacing(port, with: "/").utf8)
            }
        }
        let (once, twice) = (try await first(), try await first())
        #expect(once == twice)
    }

    @Test(arguments: [("rounded", 170, 150), ("only", 170, 100), ("capped", 170, 50), ("fixed", 170, 20)])
    func `pages have other sizes than asked for`(name: String, asked: Int, size: Int) async throws {
        try await playing("sizes-\(name)") { tenant in
            let page = try await tenant.page(1, of: asked)
            #expect(page.jobs.count == size && page.meta["per_page"] as? Int == size)
            let second = try await tenant.page(2, of: asked)
            #expect(Set(page.ids).intersection(second.ids).count < size / 2)
        }
    }

    @Test(arguments: [("empty", 200), ("404", 404), ("400", 400), ("repeats-last", 200), ("repeats-first", 200)])
    func `beyond the last page comes what the model says`(name: String, status: Int) async throws {
        try await playing("end-\(name)") { tenant in
            let answer = try await tenant.get("?page=11&per_page=100")
            #expect(answer.status == status)
            guard status == 200 else { return }
            let last = try await tenant.page(10, of: 100).ids
            let first = try await tenant.page(1, of: 100).ids
            let beyond = try Page(answer.body).ids
            #expect(beyond == (name == "repeats-last" ? last : name == "repeats-first" ? first : []))
        }
    }

    @Test func `an empty page in the middle comes once`() async throws {
        for form in ["array", "list", "error", "meta"] {
            try await playing("empty-\(form)", jobs: 5_000) { tenant in
                var empty = 0
                for number in 1...22 {
                    let answer = try await tenant.get("?page=\(number)&per_page=100")
                    if !answer.body.contains("retry_count".utf8) { empty += 1 }
                    #expect(
                        answer.body.contains("\"error\"".utf8) == (form == "error" && !answer.body.contains("id".utf8))
                    )
                }
                #expect(empty == 1)
            }
        }
    }

    @Test func `page 0 is the first of a tenant that counts from zero`() async throws {
        try await playing("zero-based", jobs: 150) { tenant in
            let first = try await tenant.page(0, of: 100)
            #expect(first.jobs.count == 100 && first.nextPageNumber == 1)
            let page = try await tenant.page(1, of: 100)
            #expect(page.jobs.count == 50)
        }
    }

    @Test func `jobs enter in front, and are all gone after a deletion`() async throws {
        try await playing("enter-in-front-at-once") { tenant in
            for _ in 0..<22 { _ = try await tenant.page(1, of: 1) }
            let page = try await tenant.page(1, of: 1)
            #expect(page.meta["count"] as? Int == 21_000)
            #expect(tenant.idsPresentThroughout().count == 1_000)
        }
        try await playing("delete-all") { tenant in
            for _ in 0..<25 { _ = try await tenant.page(1, of: 1) }
            #expect(tenant.idsPresentThroughout().isEmpty)
        }
    }

    @Test func `a pause of the rate limit lets jobs enter`() async throws {
        try await playing("enter-in-pause") { tenant in
            for number in 1...22 { _ = try await tenant.get("?page=\(number)&per_page=1") }
            #expect(tenant.log.compactMap(\.status).count { $0 == 429 } == 1)
            let page = try await tenant.page(1, of: 1)
            #expect(page.meta["count"] as? Int == 3_000)
        }
    }

    @Test func `a cache gives the same old page until it is too old, and says its age`() async throws {
        try await playing("cache") { tenant in
            let first = try await tenant.get("?page=1&per_page=100")
            let second = try await tenant.get("?page=1&per_page=100")
            #expect(first.body == second.body)
            let age = try #require(Int(first.header("age") ?? ""))
            #expect((0...60).contains(age))
        }
    }

    @Test func `ids beyond 2^63, of many digits, with fractions and as text keep the judge's spelling`() async throws {
        try await playing("ids-huge", jobs: 10) { tenant in
            let body = String(decoding: try await tenant.get().body, as: UTF8.self)
            #expect(tenant.idsPresentThroughout().contains { body.contains("\"id\":\($0),") })
            #expect(tenant.idsPresentThroughout().allSatisfy { UInt64($0).map { $0 > 1 << 63 } ?? false })
        }
        try await playing("ids-floats", jobs: 10) { tenant in
            let body = String(decoding: try await tenant.get().body, as: UTF8.self)
            #expect(tenant.idsPresentThroughout().contains { body.contains("\"id\":\($0).0,") })
        }
        try await playing("ids-text", jobs: 10) { tenant in
            let body = String(decoding: try await tenant.get().body, as: UTF8.self)
            #expect(tenant.idsPresentThroughout().contains { body.contains("\"id\":\"\($0)\",") })
        }
    }

    @Test func `a next page that can't be read is as the model says`() async throws {
        try await playing("next-text") { tenant in
            let meta = try await tenant.page(1, of: 100).meta
            #expect(meta["next_page_number"] as? String == "02" && meta["next_page"] is NSNull)
            #expect(meta["count"] == nil && meta["pages"] == nil)
        }
    }

    @Test func `several jobs may have the same id, and the judge counts jobs`() async throws {
        try await playing("ids-shared", jobs: 500) { tenant in
            _ = try await tenant.page(1, of: 1)
            #expect(tenant.countPresentThroughout() > tenant.idsPresentThroughout().count)
        }
    }

    @Test func `jobs without a state have neither retry count nor last retry`() async throws {
        try await playing("no-state", jobs: 50) { tenant in
            let jobs = try await tenant.page(1, of: 50).jobs
            #expect(jobs.count == 50)
            #expect(jobs.allSatisfy { $0["retry_count"] == nil && $0["last_retry"] == nil && $0["id"] != nil })
        }
    }

    @Test func `with each answer of a conveyor the list moves by a page`() async throws {
        try await playing("conveyor", jobs: 1_000) { tenant in
            let first = try await tenant.page(2, of: 100).ids
            let again = try await tenant.page(1, of: 100)
            #expect(again.ids == first)
            let counted = try await tenant.page(1, of: 1)
            #expect(counted.meta["count"] as? Int == 1_000)
        }
    }
}
#endif
