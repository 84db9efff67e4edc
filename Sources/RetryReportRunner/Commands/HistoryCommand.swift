#if LiveTenant
import ArgumentParser
import Foundation
import RetryHistory
import RetryReportKit

/// Commands for the memory of earlier runs.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List, show, export or remove what --history keeps of earlier runs.",
        subcommands: [List.self, Show.self, Export.self, Prune.self]
    )

    /// The file and the tenant that a command is about.
    struct Source: ParsableArguments {
        // The main job has options --history, --tenant, --only and --format, which the parser would give to it.
        @Argument(help: "The history.", completion: .file()) var file: String

        @Option(help: ArgumentHelp("Only the runs of this tenant.", valueName: "url")) var of: String?

        /// The history, which must exist.
        func open() throws -> (history: RetryHistory, tenant: String?) {
            guard FileManager.default.fileExists(atPath: file) else {
                throw SettingsError(usage: "the history '\(VisibleText.clean(file))' does not exist")
            }
            do {
                let origin = try of.map { try TenantOrigin($0, allowInsecureHTTP: true).description }
                return (RetryHistory(path: file), origin)
            } catch let error as TenantOriginError {
                throw SettingsError(usage: "--of: \(error.description)")
            }
        }
    }

    /// Lists the runs.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the runs, the latest first."
        )

        @OptionGroup var source: Source

        func run() async throws {
            try await HistoryCommand.reaching {
                let (history, tenant) = try source.open()
                print("END OF READING        JOBS      NEW     DIED  RECOVERED  READ        TENANT")
                for run in try history.runs(of: tenant).reversed() {
                    let read = !run.isComplete ? "incomplete" : run.isVerified ? "verified" : "unverified"
                    let columns = [
                        Self.column(run.jobs, 10), Self.column(run.new, 8), Self.column(run.died, 8),
                        Self.column(run.recovered, 10),
                    ]
                    let at = Timestamp(microseconds: run.at.microseconds / 1_000_000 * 1_000_000)
                    print(
                        "\(at.iso8601)\(columns.joined())  \(read.padding(toLength: 10, withPad: " ", startingAt: 0))"
                            + "  \(run.tenant)"
                    )
                }
            }
        }

        private static func column(_ number: Int?, _ width: Int) -> String {
            let text = number.map(String.init) ?? "-"
            return String(repeating: " ", count: max(1, width - text.count)) + text
        }
    }

    /// Shows one run.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show the groups of a run, the largest first."
        )

        @OptionGroup var source: Source

        @Option(help: ArgumentHelp("When its reading ended, in ISO 8601. (default: the last run)", valueName: "time"))
        var at: String?

        func run() async throws {
            try await HistoryCommand.reaching {
                let (history, tenant) = try source.open()
                let runs = try history.runs(of: tenant)
                var found = runs.last
                if let at {
                    guard let moment = Timestamp(iso8601: at) else {
                        throw SettingsError(
                            usage: "--at must be a time such as 2026-01-31T06:00:00Z (got '\(VisibleText.clean(at))')"
                        )
                    }
                    // The list shows whole seconds.
                    found = runs.last { $0.at.microseconds / 1_000_000 == moment.microseconds / 1_000_000 }
                }
                guard let run = found else { throw SettingsError(usage: "the history has no such run") }
                print("\(run.tenant), read until \(run.at.iso8601): \(run.jobs) jobs")
                try history.forEachGroup(of: run.tenant, at: run.at) { group in
                    print(
                        "\(group.jobs)\t\(VisibleText.clean(group.type.rawValue))\t"
                            + "\(group.errorClass.map { VisibleText.clean($0) } ?? "-")"
                    )
                }
            }
        }
    }

    /// Exports the counts.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write the counts of all runs to standard output, a group of a run in each row."
        )

        @OptionGroup var source: Source

        /// The form of an export.
        enum Format: String, ExpressibleByArgument, CaseIterable {
            case csv
            case ndjson
        }

        @Option(help: ArgumentHelp("csv or ndjson.", valueName: "form")) var form = Format.csv

        func run() async throws {
            try await HistoryCommand.reaching {
                let (history, tenant) = try source.open()
                var output = StandardOutputBytes()
                switch form {
                case .csv:
                    var csv = CSVWriter()
                    Self.header(&csv)
                    try history.forEachGroup(of: tenant) { group in
                        Self.row(group, &csv)
                        try csv.drainIfFull(into: &output)
                    }
                    try csv.drain(into: &output)
                case .ndjson:
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                    try history.forEachGroup(of: tenant) { group in
                        try output.write(contentsOf: encoder.encode(Row(group)) + [UInt8(ascii: "\n")])
                    }
                }
            }
        }

        private static func header(_ csv: inout CSVWriter) {
            for name in Row.CodingKeys.allCases { csv.cell(name.rawValue) }
            csv.endRow()
        }

        private static func row(_ group: HistoryGroup, _ csv: inout CSVWriter) {
            csv.cell(group.run.tenant)
            csv.cell(group.run.at)
            csv.cell(group.run.isComplete)
            csv.cell(group.run.isVerified)
            csv.cell(group.type.rawValue)
            csv.cell(group.errorClass)
            csv.cell(group.jobs)
            csv.endRow()
        }

        /// A group of a run as a line of JSON.
        private struct Row: Encodable {
            let tenant: String
            let at: String
            let isComplete: Bool
            let isVerified: Bool
            let type: String
            let errorClass: String?
            let jobs: Int

            init(_ group: HistoryGroup) {
                tenant = group.run.tenant
                at = group.run.at.iso8601
                isComplete = group.run.isComplete
                isVerified = group.run.isVerified
                type = group.type.rawValue
                errorClass = group.errorClass
                jobs = group.jobs
            }

            enum CodingKeys: String, CodingKey, CaseIterable {
                case tenant
                case at
                case isComplete = "is_complete"
                case isVerified = "is_verified"
                case type
                case errorClass = "error_class"
                case jobs
            }
        }

        /// Standard output for bytes.
        private struct StandardOutputBytes: ByteSink {
            func write(contentsOf bytes: some Collection<UInt8>) throws {
                try FileHandle.standardOutput.write(contentsOf: Data(bytes))
            }
        }
    }

    /// Removes old runs.
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune",
            abstract: "Remove the counts of old runs."
        )

        @OptionGroup var source: Source

        @Option(help: ArgumentHelp("How long counts are kept, such as 400d.", valueName: "time")) var keep = "400d"

        func run() async throws {
            try await HistoryCommand.reaching {
                let before = try SettingValue.moment(keeping: keep)
                let removed = try source.open().history.prune(before: before)
                print("Removed \(removed) \(removed == 1 ? "run" : "runs") before \(before.iso8601).")
            }
        }
    }

    private static func reaching(_ body: () async throws -> Void) async throws {
        try await CommandEnd.reaching {
            do { try await body() } catch let error as HistoryError {
                throw RunError(.unreadableInput, error.description)
            }
        }
    }
}
#endif
