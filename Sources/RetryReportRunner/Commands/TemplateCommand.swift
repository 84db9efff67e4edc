import ArgumentParser
import Foundation
import RetryReport
import RetryReportHTML

/// What helps with templates of one's own.
struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Write the built-in templates, or check your own.",
        subcommands: [Export.self, Check.self]
    )

    /// Writes the built-in templates, as a start for one's own.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the built-in templates into a folder; files that are there stay."
        )

        @Argument(help: "The folder.") var folder: String

        func run() async throws {
            try await CommandEnd.reaching {
                do {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                    for name in TemplateFolder.Name.allCases {
                        try Data(name.builtIn).write(
                            to: URL(fileURLWithPath: "\(folder)/\(name.rawValue)"),
                            options: .withoutOverwriting
                        )
                        print("\(folder)/\(name.rawValue)")
                    }
                } catch {
                    throw OutputFolder.error(folder, "the templates can't be written", error)
                }
            }
        }
    }

    /// Says what is wrong with templates.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with the templates in a folder; exit with 78 if anything is."
        )

        @Argument(help: "The folder.") var folder: String

        func run() async throws {
            try await CommandEnd.reaching {
                let templates = try TemplateFolder(folder)
                let faults = templates.ownNames.flatMap { Self.faults($0, templates.file($0)) }
                guard faults.isEmpty else { throw RunError(.configuration, faults.joined(separator: "\n")) }
                for name in templates.ownNames { print("\(templates.file(name).name): good") }
            }
        }

        private static func faults(_ name: TemplateFolder.Name, _ file: TemplateFolder.File) -> [String] {
            switch name {
            case .report: htmlFaults(file, .page)
            case .email: htmlFaults(file, .mail)
            case .markdown: markdownFaults(file)
            }
        }

        private static func htmlFaults(_ file: TemplateFolder.File, _ kind: HTMLRenderer.Kind) -> [String] {
            HTMLRenderer.faults(ofTemplate: file.bytes, name: file.name, kind: kind).map(\.description)
        }

        private static func markdownFaults(_ file: TemplateFolder.File) -> [String] {
            do {
                _ = try MarkdownTemplate(file.bytes, name: file.name)
                return []
            } catch {
                return [error.description]
            }
        }
    }
}

/// The end of a command whose errors are ours: a message on standard error and the status that goes with it.
enum CommandEnd {
    static func reaching(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as SettingsError {
            throw end(error.status, error.description)
        } catch let error as RunError {
            throw end(error.status, error.description)
        }
    }

    private static func end(_ status: ExitStatus, _ message: String) -> ExitCode {
        try? FileHandle.standardError.write(contentsOf: Data("retry-report: error: \(message)\n".utf8))
        return ExitCode(status.rawValue)
    }
}
