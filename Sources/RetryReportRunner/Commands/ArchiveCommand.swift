#if LiveTenant
import ArgumentParser
import Foundation
import RetryArchive
import RetryReportKit

/// Commands for the folder that keeps the jobs of every run.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "List or remove what --archive keeps of earlier runs.",
        subcommands: [List.self, Prune.self]
    )

    /// Lists the runs.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the runs by tenant and time, with their sizes."
        )

        @Argument(help: "The archive.", completion: .directory) var folder: String

        func run() async throws {
            try await ArchiveCommand.reaching {
                print("RUN                               BYTES  TENANT")
                for entry in try RunArchive(path: folder).entries() {
                    let run = entry.file.run.iso8601
                    let bytes = String(entry.bytes)
                    let space = String(repeating: " ", count: max(1, 39 - run.count - bytes.count))
                    print("\(run)\(space)\(bytes)  \(VisibleText.clean(entry.file.tenant))")
                }
            }
        }
    }

    /// Removes old runs.
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune",
            abstract: "Remove the files of old runs. Nothing that has another form of name is removed."
        )

        @Argument(help: "The archive.", completion: .directory) var folder: String

        @Option(help: ArgumentHelp("How long runs are kept, such as 400d.", valueName: "time")) var keep: String

        func run() async throws {
            try await ArchiveCommand.reaching {
                let before = try SettingValue.moment(keeping: keep)
                let removed = try RunArchive(path: folder).prune(before: before)
                let bytes = removed.reduce(0) { $0 + $1.bytes }
                print(
                    "Removed \(removed.count) \(removed.count == 1 ? "run" : "runs") before \(before.iso8601), "
                        + "\(bytes) bytes."
                )
            }
        }
    }

    private static func reaching(_ body: () async throws -> Void) async throws {
        try await CommandEnd.reaching {
            do { try await body() } catch let error as ArchiveError {
                throw RunError(.unwritable, OutputError(ofArchive: error).description)
            }
        }
    }
}
#endif
