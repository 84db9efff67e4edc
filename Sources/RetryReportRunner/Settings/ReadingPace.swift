/// How much of a tenant is asked for at once, and for how long.
struct ReadingPace: Sendable {
    let perPage: Int
    let concurrency: Int
    let requestsPerMinute: Int
    let maxPages: Int
    let timeout: Duration

    init(_ layers: SettingsLayers) throws {
        perPage = try layers.number(.perPage, in: 1...500, default: 500)
        concurrency = try layers.number(.concurrency, in: 1...64, default: 4)
        requestsPerMinute = try layers.number(.requestsPerMinute, in: 1...1_000_000, default: 3_000)
        maxPages = try layers.number(.maxPages, in: 1...Int(Int32.max), default: 100_000)
        timeout = try layers.duration(.timeout, default: .seconds(1_800))
    }
}
