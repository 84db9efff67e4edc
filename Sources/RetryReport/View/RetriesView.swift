/// How often jobs were retried: in words, and by count.
struct RetriesView: ViewSubject {
    private let retries: RetryStatistics
    private let limit: Int

    init(_ retries: RetryStatistics, limit: Int) {
        self.retries = retries
        self.limit = limit
    }

    /// All groups together. A median cannot be made from medians, so it comes from the histogram.
    init(all groups: some Collection<ErrorGroup>, limit: Int) {
        var histogram = [Int](repeating: 0, count: limit)
        for group in groups {
            for (count, jobs) in group.retries.histogram.enumerated() where count < limit { histogram[count] += jobs }
        }
        self.init(
            RetryStatistics(
                minimum: groups.compactMap(\.retries.minimum).min(),
                median: Self.median(of: histogram),
                maximum: groups.compactMap(\.retries.maximum).max(),
                histogram: histogram,
                beyondLimit: groups.reduce(0) { $0 + $1.retries.beyondLimit },
                unknown: groups.reduce(0) { $0 + $1.retries.unknown }
            ),
            limit: limit
        )
    }

    var values: ViewObject { ViewObject(self) }

    var measure: ViewMeasure? { .histogram(retries.histogram, lastRetries: lastRetries) }

    static let fields: ViewFields<RetriesView> = [
        "isKnown": { .flag($0.retries.maximum != nil) },
        "minimum": { .text($0.retries.minimum.map(NumberWords.grouped) ?? "–") },
        "median": { .text($0.retries.median.map(NumberWords.decimal) ?? "–") },
        "maximum": { .text($0.retries.maximum.map(NumberWords.grouped) ?? "–") },
        "limit": { .text(String($0.limit)) },
        "words": { .text($0.words) },
        "histogram": { .list($0.columns) },
        "histogramInWords": { .text($0.histogramInWords) },
        "beyondLimit": { .text(NumberWords.grouped($0.retries.beyondLimit)) },
        "hasBeyondLimit": { .flag($0.retries.beyondLimit > 0) },
        "unknown": { .text(NumberWords.grouped($0.retries.unknown)) },
        "hasUnknown": { .flag($0.retries.unknown > 0) },
    ]

    private var words: String {
        guard let median = retries.median, let maximum = retries.maximum else { return "unknown" }
        if retries.minimum == maximum {
            return maximum == 0 ? "never retried" : "retry \(NumberWords.grouped(maximum)) of \(limit)"
        }
        return "median retry \(NumberWords.decimal(median)), max \(NumberWords.grouped(maximum))"
    }

    /// The first of the counts with one or two retries left.
    private var lastRetries: Int { min(max(0, limit - 2), retries.histogram.count) }

    private var columns: ViewList {
        let histogram = retries.histogram
        let highest = histogram.max() ?? 0
        let lastRetries = lastRetries
        return ViewList(count: histogram.count) { count in
            let jobs = histogram[count]
            let values: ViewObject = [
                "label": .text(String(count)),
                "count": .text(NumberWords.grouped(jobs)),
                "countInWords": .text("retry \(count): \(NumberWords.counted(jobs, "job"))"),
                "hasCount": .flag(jobs > 0),
                "isLast": .flag(count >= lastRetries),
                "isUrgent": .flag(count >= lastRetries && jobs > 0),
            ]
            return ViewObject(
                values,
                measure: .column(
                    position: count,
                    count: histogram.count,
                    height: jobs,
                    highest: highest,
                    isMajor: count % 4 == 0
                )
            )
        }
    }

    private var histogramInWords: String {
        guard let most = retries.histogram.max(), most > 0, let count = retries.histogram.firstIndex(of: most) else {
            return "No retry count is known."
        }
        let last = retries.histogram.suffix(2).reduce(0, +) + retries.beyondLimit
        return "Jobs by retry count, 0 to \(retries.histogram.count - 1): most at \(count), "
            + "\(NumberWords.counted(most, "job")); \(NumberWords.grouped(last)) with at most two retries left."
    }

    private static func median(of histogram: [Int]) -> Double? {
        let total = histogram.reduce(0, +)
        guard total > 0 else { return nil }
        func value(at rank: Int) -> Int {
            var seen = 0
            for (count, jobs) in histogram.enumerated() {
                seen += jobs
                if seen > rank { return count }
            }
            return histogram.count - 1
        }
        return Double(value(at: (total - 1) / 2) + value(at: total / 2)) / 2
    }
}
