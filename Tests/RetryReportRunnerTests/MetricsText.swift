#if LiveTenant
/// Prometheus' text format, read as strictly as `promtool check metrics` does; what is wrong with it is a list.
struct MetricsText {
    private(set) var samples: [String: Double] = [:]
    private(set) var faults: [String] = []

    /// What promtool's linter wants said otherwise.
    private static let derivedUnits = [
        "milliseconds", "ms", "minutes", "hours", "days", "weeks", "kilobytes", "megabytes", "percent",
    ]
    private static let types = ["counter", "gauge", "histogram", "summary", "untyped"]

    init(_ text: String) {
        var family: (name: String, type: String?)?
        var seen: Set<String> = []
        if !text.hasSuffix("\n") { faults.append("no line feed at the end") }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# HELP ") {
                if words.count < 4 { faults.append("no help: \(line)") }
                if !seen.insert(words[2]).inserted { faults.append("family twice: \(words[2])") }
                family = (words[2], nil)
                lint(words[2])
            } else if line.hasPrefix("# TYPE ") {
                if family?.name != words[2] || family?.type != nil { faults.append("type out of place: \(line)") }
                if words.count != 4 || !Self.types.contains(words[3]) { faults.append("no type: \(line)") }
                family?.type = words.last
            } else if line.hasPrefix("#") {
                faults.append("comment: \(line)")
            } else {
                sample(String(line), family?.name, isTyped: family?.type != nil)
            }
        }
    }

    private mutating func lint(_ name: String) {
        let parts = name.split(separator: "_").map(String.init)
        if name.wholeMatch(of: /[a-z][a-z0-9_]*/) == nil { faults.append("bad name: \(name)") }
        for unit in Self.derivedUnits where parts.contains(unit) { faults.append("no base unit: \(name)") }
        for ending in ["_total", "_count", "_sum", "_bucket", "_info"] where name.hasSuffix(ending) {
            faults.append("no gauge's name: \(name)")
        }
        if parts.contains("gauge") { faults.append("type in the name: \(name)") }
    }

    private mutating func sample(_ line: String, _ family: String?, isTyped: Bool) {
        let label = #/[a-z_][a-z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"/#
        let scalars = line
        guard let match = scalars.wholeMatch(of: #/([a-z_][a-z0-9_]*)(?:\{(.*)\})? ([0-9.e+-]+|NaN|[+-]Inf)/#) else {
            faults.append("no sample: \(line)")
            return
        }
        if String(match.1) != family || !isTyped { faults.append("outside its family: \(line)") }
        var rest = match.2 ?? ""
        while let found = rest.prefixMatch(of: label) {
            rest = rest[found.range.upperBound...]
            if rest.hasPrefix(",") { rest = rest.dropFirst() }
        }
        if !rest.isEmpty { faults.append("bad labels: \(line)") }
        let series = String(match.1) + (match.2.map { "{\($0)}" } ?? "")
        guard let value = Double(match.3) else { return faults.append("no value: \(line)") }
        if samples.updateValue(value, forKey: series) != nil { faults.append("series twice: \(series)") }
    }

    /// The only sample of a family, whatever its labels.
    func value(_ name: String, _ label: String = "") -> Double? {
        let found = samples.filter { $0.key.hasPrefix("retry_report_\(name){") && $0.key.contains(label) }
        return found.count == 1 ? found.first?.value : nil
    }

    /// All samples of a family together.
    func sum(_ name: String) -> Double {
        samples.filter { $0.key.hasPrefix("retry_report_\(name){") }.values.reduce(0, +)
    }

    func count(_ name: String) -> Int {
        samples.keys.count { $0.hasPrefix("retry_report_\(name){") }
    }
}
#endif
