/// How busy a tenant's workers are, as the tenant says it. Each number is missing when the answer did not have it.
public struct WorkerStatistics: Sendable, Hashable, Codable {
    /// Workers that run now.
    public let current: Int?
    /// The most workers that may run.
    public let max: Int?
    /// Jobs that wait for a worker.
    public let queueCount: Int?
    /// How long the queue makes a job wait. The API's documentation does not name the unit: show the number as it is.
    public let queueLatency: Double?

    /// Figures by their numbers. Negative ones count as missing.
    public init(current: Int? = nil, max: Int? = nil, queueCount: Int? = nil, queueLatency: Double? = nil) {
        self.current = current.flatMap { $0 < 0 ? nil : $0 }
        self.max = max.flatMap { $0 < 0 ? nil : $0 }
        self.queueCount = queueCount.flatMap { $0 < 0 ? nil : $0 }
        self.queueLatency = queueLatency.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }

    /// True when not one number is known.
    public var isEmpty: Bool { current == nil && max == nil && queueCount == nil && queueLatency == nil }

    /// True when every worker is busy and jobs wait: retries then run later than their schedule says.
    public var isSaturated: Bool {
        guard let current, let max, let queueCount else { return false }
        return max > 0 && current >= max && queueCount > 0
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case current
        case max
        case queueCount = "queue_count"
        case queueLatency = "queue_latency"
    }
}
