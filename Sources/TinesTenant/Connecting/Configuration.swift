#if LiveTenant
public import RetryJobs
public import TinesRetryJobs

extension TenantSource {
    /// Which tenant to read, and within which limits. The defaults are right for a tenant in the cloud.
    public struct Configuration: Sendable {
        /// The tenant.
        public var tenant: TenantOrigin
        /// Its key.
        public var key: APIKey
        /// Jobs a page: 1 to 500, the most that the API allows (source: the vendor's API welcome page).
        public var perPage = 500
        /// Requests at the same time: 1 to 64.
        public var concurrency = 4
        /// Requests in any 60 seconds, including the first 60. The API allows 5,000 (source: the vendor's page on
        /// rate limits), of which others use some.
        public var requestsPerMinute = 3_000
        /// How long a complete reading may take, including the time of the receiver of pages.
        public var timeout = Duration.seconds(1_800)
        /// How long one request may take, including the body of its answer.
        public var requestTimeout = Duration.seconds(30)
        /// How often a page is asked for until it counts as failed: 1 to 100.
        public var attempts = 6
        /// The most pages: a reading that gets this far stops and is incomplete.
        public var maxPages = 100_000
        /// The largest answer in bytes, after decompression: room for 500 jobs of 16 kB each, where usual ones take
        /// 200 bytes. Decoding takes six times the size of the largest page, so this bounds the memory.
        public var maxBodySize = 8 << 20
        /// A PEM file of authorities to trust besides the system's.
        public var caFile: String?
        /// Folders of PEM files of authorities to trust besides the system's. Other files in them are ignored, and so is a
        /// folder that does not exist.
        public var caFolders: [String] = []
        /// A proxy to go through.
        public var proxy: ProxyServer?
        /// The value of `User-Agent`.
        public var userAgent = "retry-report"
        /// A limit on requests at the same time that other sources share; nil for none.
        package var sharedLimit: RequestLimit?
        /// The seed of the jitter in waits between attempts; nil takes a random one.
        public var seed: UInt64?

        /// A tenant and its key, with defaults for everything else.
        public init(tenant: TenantOrigin, key: APIKey) {
            self.tenant = tenant
            self.key = key
        }

        func check() throws(TenantConfigurationError) {
            try Self.check("jobs a page", perPage, 1...500)
            try Self.check("requests at the same time", concurrency, 1...64)
            try Self.check("requests a minute", requestsPerMinute, 1...1_000_000)
            try Self.check("attempts", attempts, 1...100)
            try Self.check("most pages", maxPages, 1...Int(Int32.max))
            try Self.check("largest answer in bytes", maxBodySize, 1_024...(1 << 30))
            guard timeout > .zero, requestTimeout > .zero else {
                throw TenantConfigurationError("A timeout must be longer than 0 seconds")
            }
            guard !userAgent.isEmpty, userAgent.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                throw TenantConfigurationError("The user agent must be ASCII text on one line")
            }
        }

        private static func check(
            _ name: String,
            _ value: Int,
            _ range: ClosedRange<Int>
        ) throws(TenantConfigurationError) {
            guard range.contains(value) else {
                throw TenantConfigurationError("\(value) \(name): must be \(range.lowerBound) to \(range.upperBound)")
            }
        }
    }
}

/// A setting that can't be used. The description says what is wrong and what to write instead; it never contains a key.
public struct TenantConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what to write instead, in one or two sentences.
    public let description: String
    /// The setting that is wrong, where a program's user may have given it elsewhere than here; nil for any other.
    public let setting: RetryJobSourceError.Setting?

    init(_ description: String, setting: RetryJobSourceError.Setting? = nil) {
        self.description = description
        self.setting = setting
    }
}
#endif
