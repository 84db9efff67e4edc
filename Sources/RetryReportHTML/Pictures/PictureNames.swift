import RetryReport

/// The names that HTML templates have besides a view's words: the lengths of bars, the strokes of histograms, and class
/// names. They are made of the numbers behind the words, and are not in the view: a picture in SVG or in table cells is
/// HTML's business.
///
/// Charts are drawn in the coordinates of an SVG whose `viewBox` is `0 0 100 32`.
struct PictureNames: ViewSupplement {
    private static let tone = "tone"

    /// Whether a name is that of the class that says how urgent something is.
    static func isTone(_ name: TemplateName) -> Bool { name.rest.isEmpty && name.first == tone }

    static func tone(_ isUrgent: Bool) -> String { isUrgent ? "urgent" : "calm" }

    func value(_ name: String, in object: ViewObject) -> ViewValue? {
        switch name {
        case Self.tone: isTrue("isUrgent", object).map { .text(Self.tone($0)) }
        case "bar", "path", "lastPath", "barWidth", "x", "y", "width", "height", "axisClass":
            object.measure.flatMap { value(name, $0, object) }
        default: nil
        }
    }

    func names(in object: ViewObject) -> [String] {
        let tone = object["isUrgent"] == nil ? [] : [Self.tone]
        return switch object.measure {
        case .part?: tone + ["bar"]
        case .histogram?: tone + ["path", "lastPath", "barWidth"]
        case .column?: tone + ["bar", "x", "y", "width", "height", "axisClass"]
        case nil: tone
        }
    }

    private func value(_ name: String, _ measure: ViewMeasure, _ object: ViewObject) -> ViewValue? {
        switch (measure, name) {
        case (.part(let part, let largest), "bar"): .object(BarLength(part, of: largest).values)
        case (.histogram(let counts, let last), "path"):
            .text(HistogramPath(counts).strokes(of: 0..<min(last, counts.count)))
        case (.histogram(let counts, let last), "lastPath"):
            .text(HistogramPath(counts).strokes(of: min(last, counts.count)..<counts.count))
        case (.histogram(let counts, _), "barWidth"): .text(NumberWords.decimal(ChartColumn(0, of: counts.count).width))
        case (.column(let position, let count, let height, let highest, let isMajor), _):
            column(name, ChartColumn(position, of: count), height, of: highest, isMajor, object)
        default: nil
        }
    }

    private func column(
        _ name: String,
        _ column: ChartColumn,
        _ count: Int,
        of highest: Int,
        _ isMajor: Bool,
        _ object: ViewObject
    ) -> ViewValue? {
        let height = ChartColumn.height(count, of: highest)
        switch name {
        case "bar": return .object(BarLength(count, of: highest).values)
        case "x": return .text(NumberWords.decimal(column.x))
        case "y": return .text(NumberWords.decimal(ChartColumn.chartHeight - height))
        case "width": return .text(NumberWords.decimal(column.width))
        case "height": return .text(NumberWords.decimal(height))
        case "axisClass":
            // Whether there is something, whether it is urgent, and whether the label stays where there is no room for
            // all of them.
            let isUrgent = isTrue("isUrgent", object) ?? false
            let hasCount = isTrue("hasCount", object) ?? false
            return .text("\(!hasCount ? "none" : isUrgent ? "urgent" : "calm") \(isMajor ? "major" : "minor")")
        default: return nil
        }
    }

    private func isTrue(_ name: String, _ object: ViewObject) -> Bool? {
        if case .flag(let flag)? = object[name] { flag } else { nil }
    }
}

/// The length of a bar as a share of the longest one: whole numbers from 0 to 100, at least 1 for something.
struct BarLength {
    let filled: Int

    init(_ part: Int, of longest: Int) {
        guard longest > 0, part > 0 else {
            filled = 0
            return
        }
        filled = min(100, max(1, Int((Double(part) * 100 / Double(longest)).rounded())))
    }

    /// `width` and `rest` add up to 100; the percentages are what the `width` of a table cell takes.
    var values: ViewObject {
        [
            "width": .text(String(filled)),
            "rest": .text(String(100 - filled)),
            "widthPercent": .text("\(filled)%"),
            "restPercent": .text("\(100 - filled)%"),
            "hasWidth": .flag(filled > 0),
            "hasRest": .flag(filled < 100),
        ]
    }
}

/// Where one of several columns is in a chart.
struct ChartColumn {
    static let chartHeight = 32.0
    /// How much of its slot a column fills.
    private static let filled = 0.76

    let x: Double
    let middle: Double
    let width: Double

    init(_ position: Int, of count: Int) {
        let slot = 100 / Double(max(1, count))
        x = slot * (Double(position) + (1 - Self.filled) / 2)
        middle = slot * (Double(position) + 0.5)
        width = slot * Self.filled
    }

    /// The height of a column: enough to be seen for something.
    static func height(_ count: Int, of highest: Int) -> Double {
        count == 0 || highest == 0 ? 0 : max(1.5, Double(count) * chartHeight / Double(highest))
    }
}

/// The columns of some counts as the strokes of a single path: in a table of hundreds of histograms a rectangle for each
/// column would be most of the page.
private struct HistogramPath {
    private let counts: [Int]

    init(_ counts: [Int]) {
        self.counts = counts
    }

    func strokes(of range: Range<Int>) -> String {
        let highest = counts.max() ?? 0
        var path = ""
        for position in range where counts[position] > 0 {
            let middle = NumberWords.decimal(ChartColumn(position, of: counts.count).middle)
            path += "M\(middle) 32v-\(NumberWords.decimal(ChartColumn.height(counts[position], of: highest)))"
        }
        return path
    }
}
