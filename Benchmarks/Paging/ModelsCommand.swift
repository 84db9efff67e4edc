#if LiveTenant
internal import ArgumentParser
internal import SampleTenant

/// Model × method.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Tenants that are hard to read completely: model × method → missed, verified, requests.",
        discussion: "sample-tenant --help lists the models. Exit status 1 when a verified reading missed a job."
    )

    @OptionGroup var options: RunOptions

    @Option(help: "Only these models; 'a+b' is both at once.", transform: model)
    var model: [SampleTenant.Model] = SampleTenant.Model.all

    @Option(help: "Jobs in each set at its start.")
    var jobs = 8_000

    @Option(help: "Jobs on a page.")
    var perPage = 100

    @Option(help: "Milliseconds of the set's time that each request takes.")
    var millisecondsPerRequest = 500

    @Flag(help: "Say of each verified reading that missed jobs which seed it was, and why others are not verified.")
    var explain = false

    func run() async throws {
        try Table.header(
            [
                "model", "method", "missed, mean", "missed, most", "runs that missed", "verified",
                "verified that missed", "incomplete", "refused", "requests for \((jobs + perPage - 1) / perPage) pages",
            ],
            texts: 2
        )
        var isWrong = false
        for model in model {
            for method in options.method.isEmpty ? [.once, .ours] : options.method {
                let runs = try await options.runs { seed in
                    var configuration = SampleTenant.Configuration()
                    configuration.jobs = jobs
                    configuration.seed = seed
                    configuration.oddShapes = false
                    configuration.clock = .perRequest(milliseconds: millisecondsPerRequest)
                    model.apply(to: &configuration)
                    return try await ReadingRun.measure(
                        configuration,
                        method,
                        concurrency: options.concurrency,
                        perPage: perPage
                    )
                }
                let isOurs = method == .ours
                try Table.row([
                    model.name, method.rawValue, runs.mean { Double($0.missed) }, runs.most(\.missed),
                    runs.count { $0.missed > 0 }, isOurs ? runs.count(\.isVerified) : "–",
                    isOurs ? runs.count(\.isWrong) : "–",
                    isOurs ? runs.count { !$0.isComplete && $0.refusal == nil } : "–",
                    runs.count { $0.refusal != nil }, runs.mean { Double($0.requests) },
                ])
                if explain { try self.explain(runs) }
                if runs.all.contains(where: \.isWrong) { isWrong = true }
            }
        }
        if isWrong { throw ExitCode.failure }
    }

    /// Prints a line for each verified reading that missed jobs, for each long one, and for each reason why others are
    /// not verified.
    private func explain(_ runs: ReadingRuns) throws {
        for run in runs.all where run.isWrong {
            try Table.line("  LOST: seed \(run.seed), \(run.missed) jobs, verified")
        }
        for run in runs.all where run.requests > 20 * run.pages + 100 {
            try Table.line("  LONG: seed \(run.seed), \(run.requests) requests, \(Table.tenths(run.seconds)) s")
        }
        var reasons: [String: (count: Int, example: String)] = [:]
        for run in runs.all {
            for problem in run.problems + [run.refusal].compactMap(\.self) {
                reasons[String(problem.filter { !$0.isNumber }), default: (0, problem)].count += 1
            }
        }
        for reason in reasons.values.sorted(by: { $0.count > $1.count }).prefix(5) {
            try Table.line("  \(reason.count) x \(reason.example)")
        }
    }

    @Sendable
    private static func model(_ text: String) throws -> SampleTenant.Model {
        let models = try text.split(separator: "+").map { name in
            guard let model = SampleTenant.Model.named(String(name)) else {
                throw ValidationError("There is no model '\(name)'; see MODELS in sample-tenant --help.")
            }
            return model
        }
        return .together(text, models)
    }
}
#endif
