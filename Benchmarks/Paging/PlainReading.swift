internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import RetryJobs
internal import SampleTenant
internal import TinesRetryJobs

/// Pages asked for one after the other until one is short or empty, or is not a page.
struct PlainReading {
    private let url: String
    private let perPage: Int
    private let decoder = PageDecoder()

    init(_ tenant: SampleTenant, perPage: Int) {
        url = tenant.url
        self.perPage = perPage
    }

    func run(mostSweeps: Int) async throws -> PagingMethod.Outcome {
        var outcome = PagingMethod.Outcome()
        var bringsNew = true
        while bringsNew, outcome.sweeps < mostSweeps {
            outcome.sweeps += 1
            bringsNew = false
            var number = 1
            var isOver = false
            while !isOver {
                guard let jobs = try await page(number)?.jobs else { break }
                number += 1
                outcome.received += jobs.count
                for job in jobs where outcome.ids.insert(job.id.description).inserted { bringsNew = true }
                isOver = jobs.count < perPage || number > 10_000
            }
        }
        outcome.delivered = outcome.ids.count
        return outcome
    }

    private func page(_ number: Int) async throws -> JobBatch? {
        var request = HTTPClientRequest(
            url: "\(url)/api/v1/admin/retry_jobs?page=\(number)&per_page=\(perPage)"
        )
        request.headers.add(name: "Authorization", value: "Bearer sample-key")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 8 << 20)
        return try? decoder.decode(Array(body.readableBytesView)).jobs
    }
}
