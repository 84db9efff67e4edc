#if LiveTenant
import ArgumentParser
import Foundation
import RetryReport
import RetryReportHTML

/// Commands for users' own templates.
struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Write the built-in templates, check your own, or list what they can name.",
        subcommands: [Export.self, Check.self, Names.self]
    )

    /// Writes the built-in templates, as a start for users' own.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write the built-in templates into a folder; nothing, if any of them is there."
        )

        @Argument(help: "The folder.", completion: .directory) var folder: String

        func run() async throws {
            try await CommandEnd.reaching {
                for path in try TemplateFolder.export(to: folder) { print(path) }
            }
        }
    }

    /// Says what is wrong with templates.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say what is wrong with the templates in a folder; exit with 78 if anything is."
        )

        @Argument(help: "The folder.", completion: .directory) var folder: String

        func run() async throws {
            try await CommandEnd.reaching {
                let templates = try TemplateFolder(folder)
                for name in templates.ownNames { print("\(templates.file(name).name): good") }
            }
        }
    }

    /// Lists what a template can name.
    struct Names: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "names",
            abstract: "Print the tables of all names that templates can use, in Markdown, with an example each."
        )

        func run() async throws {
            print(NamesTable(HTMLRenderer.names))
            print(NamesTable.ofIndex(FleetPage.names), terminator: "")
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
        Messages(.human).fail(status.diagnostic(message))
        return ExitCode(status.rawValue)
    }
}
#endif
