internal import ArgumentParser
internal import RetryJobs
internal import SampleTenant
internal import TinesRetryJobs

/// Model × method.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Tenants that are hard to read completely: model × method → missed, verified, requests.",
        discussion: "sample-tenant --help lists the models. Exit status 1 when a verified reading missed a job."
    )

    @Option(help: "Only these models; 'a+b' is both at once.", transform: model)
    var model: [SampleTenant.Model] = SampleTenant.Model.all

    @Option(help: "Readings of each row, with seeds 1, 2, 3 and so on.")
    var seeds = 100

    @Option(help: "The first seed.")
    var firstSeed = 1

    @Option(help: "Jobs in each set at its start.")
    var jobs = 8_000

    @Option(help: "Jobs on a page.")
    var perPage = 100

    @Option(help: "Milliseconds of the set's time that each request takes.")
    var millisecondsPerRequest = 500

    @Option(help: "Requests at the same time, for the method that reads ahead.")
    var concurrency = 4

    @Option(help: "Readings at the same time.")
    var parallel = 8

    @Option(help: "Only these methods: \(PagingMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: [PagingMethod] = [.once, .ours]

    @Flag(help: "Say of each verified reading that missed jobs which seed it was, and why others are not verified.")
    var explain = false

    func run() async throws {
        try Table.line(ModelRow.header)
        var lost = 0
        for model in model {
            for method in method {
                let row = ModelRow(model: model.name, method: method, runs: try await runs(model, method))
                try Table.line(row.text)
                lost += row.lost.count
                if explain { try row.explanations.forEach(Table.line) }
            }
        }
        if lost > 0 { throw ExitCode.failure }
    }

    private func runs(_ model: SampleTenant.Model, _ method: PagingMethod) async throws -> [ModelRun] {
        try await withThrowingTaskGroup(of: ModelRun.self) { group in
            var found: [ModelRun] = []
            for number in 0..<max(1, seeds) {
                if number >= parallel, let run = try await group.next() { found.append(run) }
                group.addTask {
                    var configuration = SampleTenant.Configuration()
                    configuration.jobs = jobs
                    configuration.seed = UInt64(firstSeed + number)
                    configuration.oddShapes = false
                    configuration.clock = .perRequest(milliseconds: millisecondsPerRequest)
                    model.apply(to: &configuration)
                    return try await ModelRun.measure(configuration, method, concurrency, perPage)
                }
            }
            for try await run in group { found.append(run) }
            return found
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

/// One reading of a tenant that makes it hard, judged by the tenant's own log.
struct ModelRun: Sendable {
    let seed: UInt64
    /// Jobs that were in the set at each moment at which a page was served, and were not read; 0 for a refusal.
    let missed: Int
    let isVerified: Bool
    let isComplete: Bool
    /// Requests beyond the pages that the set had at its start.
    let extra: Int
    /// Why nothing was read at all, if so.
    let refusal: String?
    let problems: [String]

    static func measure(
        _ configuration: SampleTenant.Configuration,
        _ method: PagingMethod,
        _ concurrency: Int,
        _ perPage: Int
    ) async throws -> ModelRun {
        try await SampleTenant.running(configuration) { tenant in
            do {
                let outcome = try await method.read(tenant, concurrency: concurrency, perPage: perPage)
                return ModelRun(
                    seed: configuration.seed,
                    missed: max(
                        tenant.idsPresentThroughout().subtracting(outcome.ids).count,
                        tenant.countPresentThroughout() - outcome.delivered
                    ),
                    isVerified: outcome.isVerified ?? false,
                    isComplete: outcome.isComplete ?? true,
                    extra: tenant.log.count - (configuration.jobs + perPage - 1) / perPage,
                    refusal: nil,
                    problems: outcome.problems
                )
            } catch let error as RetryJobSourceError {
                return ModelRun(
                    seed: configuration.seed,
                    missed: 0,
                    isVerified: false,
                    isComplete: false,
                    extra: 0,
                    refusal: error.description,
                    problems: []
                )
            }
        }
    }
}

/// Runs of one model and one method.
struct ModelRow {
    static let header = """
        | model | method | missed, mean | missed, most | runs that missed | verified | verified that missed | incomplete \
        | refused | requests beyond the pages |
        |---|---|---:|---:|---:|---:|---:|---:|---:|---:|
        """

    let model: String
    let method: PagingMethod
    let runs: [ModelRun]

    /// Readings that said that nothing was missed, and missed jobs.
    var lost: [ModelRun] { runs.filter { $0.isVerified && $0.missed > 0 } }

    var text: String {
        let isOurs = method == .ours
        let read = runs.filter { $0.refusal == nil }
        let missed = read.map(\.missed)
        let mean = read.isEmpty ? 0 : Double(missed.reduce(0, +)) / Double(read.count)
        let extra = read.isEmpty ? 0 : read.reduce(0) { $0 + $1.extra } / read.count
        let cells = [
            model, method.rawValue, MovingRow.tenths(mean), "\(missed.max() ?? 0)", "\(missed.count { $0 > 0 })",
            isOurs ? "\(runs.count(where: \.isVerified))" : "–", isOurs ? "\(lost.count)" : "–",
            isOurs ? "\(runs.count { !$0.isComplete })" : "–", "\(runs.count - read.count)", "\(extra)",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// A line for each verified reading that missed jobs, and for each reason why others are not verified.
    var explanations: [String] {
        var reasons: [String: (count: Int, example: String)] = [:]
        for run in runs {
            for problem in run.problems + [run.refusal].compactMap(\.self) {
                let kind = String(problem.filter { !$0.isNumber })
                reasons[kind, default: (0, problem)].count += 1
            }
        }
        let often = reasons.values.sorted { $0.count > $1.count }.prefix(5)
        return lost.map { "  LOST: seed \($0.seed), \($0.missed) jobs, verified" }
            + often.map { "  \($0.count) x \($0.example)" }
    }
}
