/// How often jobs were retried: median and greatest in words, and a histogram in the coordinates of an SVG whose
/// `viewBox` is `0 0 100 32`.
struct RetriesView: ViewSubject {
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

    var values: ViewObject { ViewObject(self) }

    static let fields: ViewFields<RetriesView> = [
        "isKnown": { .flag($0.retries.maximum != nil) },
        "minimum": { .text($0.retries.minimum.map(NumberWords.grouped) ?? "–") },
        "median": { .text($0.retries.median.map(NumberWords.decimal) ?? "–") },
        "maximum": { .text($0.retries.maximum.map(NumberWords.grouped) ?? "–") },
        "limit": { .text(String($0.limit)) },
        "words": { .text($0.words) },
        "histogram": { .list($0.bars) },
        "path": { .text($0.path(of: 0..<$0.lastCounts)) },
        "lastPath": { .text($0.path(of: $0.lastCounts..<$0.retries.histogram.count)) },
        "barWidth": { .text(NumberWords.decimal($0.slot * RetriesView.filled)) },
        "histogramInWords": { .text($0.histogramInWords) },
        "beyondLimit": { .text(NumberWords.grouped($0.retries.beyondLimit)) },
        "hasBeyondLimit": { .flag($0.retries.beyondLimit > 0) },
        "unknown": { .text(NumberWords.grouped($0.retries.unknown)) },
        "hasUnknown": { .flag($0.retries.unknown > 0) },
    ]

    private var words: String {
        guard let median = retries.median, let maximum = retries.maximum else { return "unknown" }
        if retries.minimum == maximum { return maximum == 0 ? "never retried" : "all \(NumberWords.grouped(maximum))" }
        return "median \(NumberWords.decimal(median)), max \(NumberWords.grouped(maximum))"
    }

    /// How much of its slot a bar fills.
    private static let filled = 0.76

    /// The width of a bar and the gap beside it.
    private var slot: Double { 100 / Double(max(1, retries.histogram.count)) }

    /// Where the counts begin whose next failure, or the one after, is the last.
    private var lastCounts: Int { min(max(0, limit - 2), retries.histogram.count) }

    private static func height(_ count: Int, of highest: Int) -> Double {
        count == 0 || highest == 0 ? 0 : max(1.5, Double(count) * 32 / Double(highest))
    }

    /// The bars of some counts as the strokes of a single path, ``filled`` wide: in a table of hundreds of
    /// histograms a rectangle for each bar would be most of the page.
    private func path(of counts: Range<Int>) -> String {
        let highest = retries.histogram.max() ?? 0
        var path = ""
        for place in counts where retries.histogram[place] > 0 {
            let middle = NumberWords.decimal(slot * (Double(place) + 0.5))
            path += "M\(middle) 32v-\(NumberWords.decimal(Self.height(retries.histogram[place], of: highest)))"
        }
        return path
    }

    private var bars: ViewList {
        let histogram = retries.histogram
        let highest = histogram.max() ?? 0
        let slot = slot
        let lastCounts = lastCounts
        return ViewList(count: histogram.count) { place in
            let count = histogram[place]
            let height = Self.height(count, of: highest)
            let isLast = place >= lastCounts
            return [
                "label": .text(String(place)),
                "count": .text(NumberWords.grouped(count)),
                "countInWords": .text("count \(place): \(NumberWords.counted(count, "job"))"),
                "hasCount": .flag(count > 0),
                "x": .text(NumberWords.decimal(slot * (Double(place) + (1 - Self.filled) / 2))),
                "y": .text(NumberWords.decimal(32 - height)),
                "width": .text(NumberWords.decimal(slot * Self.filled)),
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
