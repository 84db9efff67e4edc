#if LiveTenant
import Foundation
import SampleTenant
import Testing

@Suite struct PageTests {
    private func configuration(jobs: Int, oddShapes: Bool = false) -> SampleTenant.Configuration {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = jobs
        configuration.oddShapes = oddShapes
        configuration.now = 1_769_860_800
        return configuration
    }

    @Test func `pages together have every job once, and links are null at both ends`() async throws {
        try await SampleTenant.running(configuration(jobs: 1_234, oddShapes: true)) { tenant in
            let pages = try await tenant.allPages(of: 500)
            #expect(pages.map(\.jobs.count) == [500, 500, 234])
            let ids = pages.flatMap(\.ids)
            #expect(Set(ids).count == 1_234)
            #expect(Set(ids) == tenant.idsPresentThroughout())
            let link = "\(tenant.url)/api/v1/admin/retry_jobs?page=2&per_page=500"
            #expect(pages[0].meta["previous_page"] is NSNull)
            #expect(pages[0].meta["next_page"] as? String == link)
            #expect(pages[1].meta["current_page"] as? String == link)
            #expect(pages[2].meta["previous_page"] as? String == link)
            #expect(pages[2].meta["next_page"] is NSNull)
            #expect(pages[2].meta["next_page_number"] is NSNull)
            #expect(pages[0].meta["pages"] as? Int == 3)
            #expect(pages[0].meta["count"] as? Int == 1_234)
        }
    }

    @Test(arguments: [("", 20), ("?per_page=7", 7), ("?per_page=5000", 500), ("?per_page=x", 20), ("?per_page=0", 20)])
    func `a page has twenty jobs by default, and never more than five hundred`(
        query: String,
        size: Int
    ) async throws {
        try await SampleTenant.running(configuration(jobs: 600)) { tenant in
            let page = try Page(await tenant.get(query).body)
            #expect(page.jobs.count == size)
            #expect(page.meta["per_page"] as? Int == size)
        }
    }

    @Test func `a page past the end is empty and has no next one`() async throws {
        try await SampleTenant.running(configuration(jobs: 30)) { tenant in
            let page = try await tenant.page(9, of: 20)
            #expect(page.jobs.isEmpty)
            #expect(page.nextPageNumber == nil)
        }
    }

    @Test func `the same seed and time give the same bytes, another seed gives others`() async throws {
        func firstPage(seed: UInt64) async throws -> [String] {
            var configuration = configuration(jobs: 300, oddShapes: true)
            configuration.seed = seed
            return try await SampleTenant.running(configuration) { tenant in
                try await tenant.page(1, of: 500).jobs.map { job in
                    String(
                        decoding: try JSONSerialization.data(withJSONObject: job, options: .sortedKeys),
                        as: UTF8.self
                    )
                }
            }
        }
        let first = try await firstPage(seed: 5)
        let same = try await firstPage(seed: 5)
        #expect(same == first)
        let other = try await firstPage(seed: 6)
        #expect(other != first)
    }

    @Test func `jobs are ordered by their next retry, which is mostly in the future, and have the documented shape`()
        async throws
    {
        try await SampleTenant.running(configuration(jobs: 2_000)) { tenant in
            let jobs = try await tenant.allPages(of: 500).flatMap(\.jobs)
            var ahead = 0
            for job in jobs {
                let count = try #require(job["retry_count"] as? Int)
                #expect((0...24).contains(count))
                #expect(job["error_class"] as? String != "")
                #expect(job["id"] is Int)
                guard count > 0 else {
                    #expect(job["last_retry"] as? String == "")
                    continue
                }
                let last = try #require(job["last_retry"] as? Double)
                let latest = last + Double(count * count * count * count + 15 + 10 * (count + 1) + 1)
                if latest > 1_769_860_800 { ahead += 1 }
            }
            #expect(ahead > 1_500)
            #expect(Set(jobs.compactMap { $0["error_class"] as? String }).count > 30)
            #expect(Set(jobs.compactMap { $0["type"] as? String }).count >= 5)
        }
    }

    @Test func `odd shapes are few, and every field has some`() async throws {
        try await SampleTenant.running(configuration(jobs: 20_000, oddShapes: true)) { tenant in
            let jobs = try await tenant.allPages(of: 500).flatMap(\.jobs)
            #expect(jobs.contains { $0["id"] is String })
            #expect(jobs.contains { $0["events"] is [Any] })
            #expect(jobs.contains { $0["retry_count"] is String })
            #expect(jobs.contains { ($0["last_retry"] as? String)?.contains("T") == true })
            #expect(jobs.contains { $0["last_retry"] is NSNull })
            #expect(jobs.contains { ($0["last_retry"] as? Int ?? 0) > 100_000_000_000 })
            #expect(jobs.contains { $0["error_class"] as? String == "" })
            #expect(jobs.contains { $0["error_class"] == nil })
            #expect(jobs.contains { $0["agent"] is NSNull })
            #expect(jobs.count { $0["id"] is String } < 200)
        }
    }

    @Test func `names with markup and quotes arrive as text in several scripts`() async throws {
        try await SampleTenant.running(configuration(jobs: 5_000)) { tenant in
            let answer = try await tenant.get("?per_page=500")
            #expect(!answer.body.contains(UInt8(ascii: "<")))
            let names = try await tenant.allPages(of: 500).flatMap(\.jobs).compactMap { job in
                (job["agent"] as? [String: Any])?["name"] as? String
            }
            for part in ["<b>", "\"done\"", "取得", "إرسال", "שליחת", "Отправить", "🚨", "C:\\runbooks", "|", "`"] {
                #expect(names.contains { $0.contains(part) }, "no name with \(part)")
            }
        }
    }

    @Test func `fixed pages are served byte by byte, and what follows is empty`() async throws {
        var configuration = SampleTenant.Configuration()
        let sample = Array(#"{"admin/retry_jobs":[{"id":1234}],"meta":{"count":0,"next_page_number":2}}"#.utf8)
        configuration.fixedPages = [sample]
        try await SampleTenant.running(configuration) { tenant in
            let answer = try await tenant.get("?page=1&per_page=500")
            #expect(answer.body == sample)
            let second = try await tenant.page(2, of: 500)
            #expect(second.jobs.isEmpty)
            #expect(second.meta["next_page_number"] is NSNull)
            #expect(tenant.idsPresentThroughout().isEmpty)
        }
    }
}
#endif
