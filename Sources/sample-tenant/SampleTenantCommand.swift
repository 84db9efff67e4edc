#if LiveTenant
internal import ArgumentParser
internal import Foundation
internal import SampleTenant

@main
struct SampleTenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample-tenant",
        abstract: "A Tines tenant in miniature: serves the jobs of an invented tenant over HTTP.",
        discussion: """
            It prints a line with its URL (one for each of --tenants), then answers requests that have the key until SIGINT or SIGTERM.

            ENDPOINTS
            \(SampleTenant.Endpoint.allCases.map { "GET \($0.path)" }.joined(separator: "\n"))

            MODELS
            --model NAME makes the list hard to read completely; it may repeat.

            \(models)

            FAULTS
            --fault NAME[:DETAIL][@CONDITION,...] may repeat. Without a condition every answer is hit. Conditions: \
            page=N (only that page), attempts=N (only the first N requests of each page), every=N (each N-th \
            request), endpoint=NAME, probability=P and seed=S (at random).

            \(SampleTenant.FaultRule.names)

            EXAMPLES
              sample-tenant --port 8080 --jobs 100000
              sample-tenant --churn 50 --latency-ms 100
              sample-tenant --fault unavailable@page=3,attempts=2 --fault reset@every=50
              sample-tenant --fault mixed@probability=0.05,seed=7
              sample-tenant --jobs 20000 --order descending --schedule
              sample-tenant --model sizes-only-no-meta --model enter-in-front
            """
    )

    private static let models = SampleTenant.Model.all.map { model in
        model.name + String(repeating: " ", count: max(1, 29 - model.name.count)) + model.summary
    }.joined(separator: "\n")

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 takes any free one.", valueName: "number"))
    var port = 0

    @Option(
        help: ArgumentHelp(
            "How many tenants to serve, each on a port of its own with a key of its own: KEY-1, KEY-2 and so on.",
            valueName: "number"
        )
    )
    var tenants = 1

    @Option(help: ArgumentHelp("How many jobs wait for a retry at the start.", valueName: "number"))
    var jobs = 1_000

    @Option(help: ArgumentHelp("How many jobs are dead at the start.", valueName: "number"))
    var deadJobs = 60

    @Option(help: ArgumentHelp("The seed: the same seed and the same --now give the same jobs.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The bearer key to ask for (default: $TINES_API_KEY, or sample-key).", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("How long each answer takes.", valueName: "milliseconds"))
    var latencyMs = 0

    @Option(help: ArgumentHelp("How many jobs leave, come back or enter a second.", valueName: "per second"))
    var churn = 0.0

    @Flag(help: "Let jobs be retried when their time has come, as Sidekiq does.")
    var schedule = false

    @Option(
        help: ArgumentHelp(
            "The order of the list: \(SampleTenant.Order.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "order"
        ),
        transform: order
    )
    var order: SampleTenant.Order?

    @Option(help: ArgumentHelp("A way to make the list hard to read; see MODELS.", valueName: "name"), transform: model)
    var model: [SampleTenant.Model] = []

    @Option(
        help: ArgumentHelp(
            "How much of the set's time each page takes, instead of the clock's.",
            valueName: "milliseconds"
        )
    )
    var msPerRequest: Int?

    @Option(help: ArgumentHelp("Something to go wrong; see FAULTS.", valueName: "fault"), transform: rule)
    var fault: [SampleTenant.FaultRule] = []

    @Option(help: ArgumentHelp("Answer 429 beyond this many requests a minute.", valueName: "number"))
    var rateLimit: Int?

    @Option(
        help: ArgumentHelp(
            "The time of the set, such as 2026-01-31T12:00:00Z (default: the clock).",
            valueName: "time"
        ),
        transform: seconds
    )
    var now: Double?

    @Flag(inversion: .prefixedNo, help: "Let one job in a hundred depart from the documented shape.")
    var oddShapes = true

    @Option(help: ArgumentHelp("Serve https with this certificate chain (PEM).", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The private key of --certificate (PEM).", valueName: "file"))
    var privateKey: String?

    @Option(help: ArgumentHelp("Write the URL to this file once it listens.", valueName: "file"))
    var urlFile: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
        guard (1...1_000).contains(tenants), port == 0 || port + tenants <= 65_536 else {
            throw ValidationError("--tenants must be from 1 to 1000, with as many ports from --port on.")
        }
        guard (0...10_000_000).contains(jobs) else { throw ValidationError("--jobs must be from 0 to 10000000.") }
        guard (0...10_000).contains(deadJobs) else { throw ValidationError("--dead-jobs must be from 0 to 10000.") }
        guard latencyMs >= 0, churn >= 0, churn <= 1_000_000, rateLimit ?? 0 >= 0, msPerRequest ?? 0 >= 0 else {
            throw ValidationError(
                "--latency-ms, --churn, --ms-per-request and --rate-limit must not be negative (--churn at most 1000000)."
            )
        }
        guard (certificate == nil) == (privateKey == nil) else {
            throw ValidationError("--certificate and --private-key go together.")
        }
    }

    func run() async throws {
        // Before it listens: a reader of the URL may send a signal at once.
        let stop = StopSignals()
        var started: [SampleTenant] = []
        for number in 1...tenants {
            var configuration = tenantConfiguration
            if tenants > 1 {
                configuration.key += "-\(number)"
                configuration.seed &+= UInt64(number)
                if port > 0 { configuration.port += number - 1 }
            }
            started.append(try await SampleTenant.start(configuration: configuration))
        }
        if let urlFile {
            let urls = started.map { "\($0.url)\n" }.joined()
            try Data(urls.utf8).write(to: URL(fileURLWithPath: urlFile), options: .atomic)
        }
        // Not print: its buffer would keep the line from a script that waits for it.
        let lines = started.map { "sample tenant at \($0.url)\n" }.joined()
        try FileHandle.standardOutput.write(contentsOf: Data(lines.utf8))
        await stop.first()
        for tenant in started { await tenant.stop() }
    }

    private var tenantConfiguration: SampleTenant.Configuration {
        var settings = SampleTenant.Configuration()
        settings.host = host
        settings.port = port
        settings.jobs = jobs
        settings.deadJobs = deadJobs
        settings.seed = seed
        // Models depend on jobs and seed.
        settings.key = key ?? ProcessInfo.processInfo.environment["TINES_API_KEY"] ?? settings.key
        settings.latency = latencyMs
        settings.changesPerSecond = churn
        for model in model { model.apply(to: &settings) }
        settings.faults += fault
        if schedule { settings.schedule = SampleTenant.Schedule() }
        if let order { settings.paging.order = order }
        if let msPerRequest { settings.clock = .perRequest(milliseconds: msPerRequest) }
        settings.rateLimit = rateLimit
        settings.now = now
        settings.oddShapes = oddShapes
        if let certificate, let privateKey {
            settings.tls = .init(certificateChainPath: certificate, privateKeyPath: privateKey)
        }
        return settings
    }

    @Sendable
    private static func rule(_ text: String) throws -> SampleTenant.FaultRule {
        do {
            return try SampleTenant.FaultRule(parsing: text)
        } catch {
            throw ValidationError(error.description)
        }
    }

    @Sendable
    private static func order(_ text: String) throws -> SampleTenant.Order {
        guard let order = SampleTenant.Order(rawValue: text) else {
            let names = SampleTenant.Order.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--order must be one of: \(names) (got '\(text)').")
        }
        return order
    }

    @Sendable
    private static func model(_ text: String) throws -> SampleTenant.Model {
        guard let model = SampleTenant.Model.named(text) else {
            throw ValidationError("There is no model '\(text)'; see MODELS in --help.")
        }
        return model
    }

    @Sendable
    private static func seconds(_ text: String) throws -> Double {
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        guard let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else {
            throw ValidationError("'\(text)' is not a time; write it as 2026-01-31T12:00:00Z.")
        }
        return date.timeIntervalSince1970
    }
}
#else
/// Built without the package trait `LiveTenant`.
@main
struct BuiltWithoutLiveTenant {
    static func main() {
        print("built without the package trait LiveTenant")
    }
}
#endif
