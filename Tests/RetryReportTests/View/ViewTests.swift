import RetryJobs

@testable import RetryReport

/// Tests of views: reports that are made of a few jobs, and what the view of one has under a path.
protocol ViewTests {}

extension ViewTests {
    private var now: Timestamp { Timestamp(microseconds: 1_785_067_200_000_000) }

    func report(
        _ jobs: [RetryJob],
        _ reading: Reading = Reading(source: "x", isComplete: true, isVerified: true)
    ) -> Report {
        var builder = ReportBuilder(now: now)
        for job in jobs { builder.add(job) }
        return builder.finish(reading: reading)
    }

    func job(
        _ id: Int,
        type: String = "AgentReceiveJob",
        errorClass: String? = "ArgumentError",
        action: Int64? = 7,
        retries: Int? = 5,
        age: Int64? = 60
    ) -> RetryJob {
        RetryJob(
            id: .number(Int64(id)),
            type: JobType(rawValue: type),
            action: action.map { ActionReference(id: $0, name: "Action \($0)") },
            retryCount: retries,
            lastRetry: age.map { now.advanced(bySeconds: -$0) },
            errorClass: errorClass
        )
    }

    /// The names of the error classes in a list under a dotted path.
    func names(_ view: ReportView, _ path: String) -> [String] {
        var object = view.values
        var found: ViewList?
        for name in path.split(separator: ".") {
            switch object[String(name)] {
            case .object(let inner)?: object = inner
            case .list(let list)?: found = list
            default: return []
            }
        }
        return (0..<(found?.count ?? 0)).compactMap { place in
            guard case .object(let errorClass)? = found?[place]["errorClass"],
                case .text(let name)? = errorClass["name"]
            else { return nil }
            return name
        }
    }

    func text(_ view: ReportView, _ path: String) -> String? {
        view.names.first { $0.path == path && $0.kind == .text }?.example
    }

    func flag(_ view: ReportView, _ path: String) -> Bool? {
        view.names.first { $0.path == path && $0.kind == .flag }.map { $0.example == "true" }
    }
}
