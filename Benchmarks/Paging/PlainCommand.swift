#if LiveTenant
internal import ArgumentParser
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// What the HTTP client alone takes for the same pages, to compare with.
struct PlainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plain",
        abstract: "Reads the pages of a tenant once, with the HTTP client alone; prints their bytes."
    )

    @Option(help: "The tenant's address.")
    var url: String

    @Option(help: "The API key.")
    var key: String

    @Option(help: "A PEM file of the authority to trust.")
    var caFile: String?

    @Option(help: "Pages to read.")
    var pages = 200

    @Option(help: "Jobs a page.")
    var perPage = 500

    @Option(help: "Requests at the same time.")
    var concurrency = 4

    func run() async throws {
        var configuration = HTTPClient.Configuration()
        if let caFile {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(caFile)
            configuration.tlsConfiguration = tls
        }
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = concurrency
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let total = try await total(client)
        try await client.shutdown()
        try Table.line("\(total)")
    }

    private func total(_ client: HTTPClient) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            var total = 0
            for number in 1...max(1, pages) {
                if number > concurrency, let bytes = try await group.next() { total += bytes }
                group.addTask { try await bytes(ofPage: number, client) }
            }
            for try await bytes in group { total += bytes }
            return total
        }
    }

    private func bytes(ofPage number: Int, _ client: HTTPClient) async throws -> Int {
        var request = HTTPClientRequest(url: "\(url)/api/v1/admin/retry_jobs?page=\(number)&per_page=\(perPage)")
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        let response = try await client.execute(request, timeout: .seconds(120))
        return try await response.body.collect(upTo: 8 << 20).readableBytes
    }
}
#endif
