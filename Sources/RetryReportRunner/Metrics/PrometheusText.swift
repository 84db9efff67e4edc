#if LiveTenant
import RetryJobs

/// Text in Prometheus' exposition format, version 0.0.4: gauges with a help line and any number of samples.
struct PrometheusText {
    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""
    private static let longestValue = 120

    /// A family of gauges; one without samples is left out.
    mutating func gauge(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            text += "\(Self.series(name, sample.labels)) \(Self.number(sample.value))\n"
        }
    }

    /// What a sample's line begins with.
    static func series(_ name: String, _ labels: Labels) -> String {
        guard !labels.isEmpty else { return name }
        return "\(name){\(labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ","))}"
    }

    /// A value as a label may contain it: not too long, and with invisible characters made visible. Made before values
    /// are told apart, since two of them may come out the same.
    static func labelValue(_ value: String) -> String {
        VisibleText.clean(value, to: longestValue)
    }

    private static func escaped(_ value: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", "\"":
                result.append("\\")
                result.append(scalar)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
#endif
