/// How often jobs were retried: median and greatest in words, and a histogram in the coordinates of an SVG whose
/// `viewBox` is `0 0 100 32`.
struct RetriesView {
    private let retries: RetryStatistics
    private let limit: Int

    init(_ retries: RetryStatistics, limit: Int) {
        self.retries = retries
        self.limit = limit
    }

    /// All groups taken together; a median can't be had from medians, so it comes from the histogram.
    init(all groups: [ErrorGroup], limit: Int) {
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

    var values: ViewObject {
        [
            "isKnown": .flag(retries.maximum != nil),
            "minimum": .text(retries.minimum.map(NumberWords.grouped) ?? "–"),
            "median": .text(retries.median.map(NumberWords.decimal) ?? "–"),
            "maximum": .text(retries.maximum.map(NumberWords.grouped) ?? "–"),
            "limit": .text(String(limit)),
            "words": .text(words),
            "histogram": .list(bars),
            "histogramInWords": .text(histogramInWords),
            "beyondLimit": .text(NumberWords.grouped(retries.beyondLimit)),
            "hasBeyondLimit": .flag(retries.beyondLimit > 0),
            "unknown": .text(NumberWords.grouped(retries.unknown)),
            "hasUnknown": .flag(retries.unknown > 0),
        ]
    }

    private var words: String {
        guard let median = retries.median, let maximum = retries.maximum else { return "unknown" }
        if retries.minimum == maximum { return maximum == 0 ? "never retried" : "all \(NumberWords.grouped(maximum))" }
        return "median \(NumberWords.decimal(median)), max \(NumberWords.grouped(maximum))"
    }

    private var bars: ViewList {
        let histogram = retries.histogram
        let highest = histogram.max() ?? 0
        let slot = 100 / Double(max(1, histogram.count))
        let limit = limit
        return ViewList(count: histogram.count) { place in
            let count = histogram[place]
            let height = count == 0 || highest == 0 ? 0 : max(1.5, Double(count) * 32 / Double(highest))
            let isLast = place >= limit - 2
            return [
                "label": .text(String(place)),
                "count": .text(NumberWords.grouped(count)),
                "countInWords": .text("count \(place): \(NumberWords.counted(count, "job"))"),
                "hasCount": .flag(count > 0),
                "x": .text(NumberWords.decimal(slot * Double(place) + slot * 0.12)),
                "y": .text(NumberWords.decimal(32 - height)),
                "width": .text(NumberWords.decimal(slot * 0.76)),
                "height": .text(NumberWords.decimal(height)),
                "isLast": .flag(isLast),
                "tone": .text(isLast ? "urgent" : "calm"),
                "axisClass": .text(AxisClass.of(count: count, isUrgent: isLast, isLabelled: place % 4 == 0)),
            ]
        }
    }

    private var histogramInWords: String {
        guard let most = retries.histogram.max(), most > 0, let place = retries.histogram.firstIndex(of: most) else {
            return "No retry count is known."
        }
        let last = retries.histogram.suffix(2).reduce(0, +) + retries.beyondLimit
        return "Jobs by retry count, 0 to \(retries.histogram.count - 1): most at \(place), "
            + "\(NumberWords.counted(most, "job")); \(NumberWords.grouped(last)) at the last retries."
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
