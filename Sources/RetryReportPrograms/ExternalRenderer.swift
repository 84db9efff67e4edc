import Foundation
public import RetryReport

/// A format that another program writes: an executable file `retry-report-render-NAME`.
///
/// ```swift
/// let renderer = try await ExternalRenderer(path: "/usr/local/bin/retry-report-render-wiki")
/// let page = try await renderer.render(report)
/// ```
///
/// The program gets the JSON report on standard input and writes the document to standard output. Called with
/// `--describe`, it prints what the format is called: `{"suffix": …, "media_type": …, "summary": …}`. It is started
/// directly, without a shell, with an environment of a few harmless variables, no open files of this process, and `/` as
/// its working folder.
public struct ExternalRenderer: AsyncReportRenderer {
    /// What the program's description says, with the name from the name of its file.
    public let format: ReportFormat
    /// The program.
    public let path: String
    private let limits: ExternalRendererLimits

    /// What the names of such programs begin with.
    package static let prefix = "retry-report-render-"

    /// Asks a program what its format is called.
    ///
    /// - Parameter path: the program; the name of its file is `retry-report-render-NAME`.
    /// - Throws: ``ExternalRendererError``, `ReportFormatError` when a name is not allowed, and `CancellationError`; the
    ///   program is ended then.
    public init(path: String) async throws {
        try await self.init(path: path, limits: ExternalRendererLimits())
    }

    package init(path: String, limits: ExternalRendererLimits) async throws {
        let file = URL(fileURLWithPath: path).standardizedFileURL
        let name = file.lastPathComponent
        guard name.hasPrefix(Self.prefix), name != Self.prefix, ProgramFile.isProgram(file.path) else {
            throw ExternalRendererError(.programNotFound, path, "is not an executable file '\(Self.prefix)NAME'")
        }
        self.path = file.path
        self.limits = limits
        format = try await Self.description(of: file.path, limits)
            .format(identifier: String(name.dropFirst(Self.prefix.count)))
    }

    /// Writes the report. The document is complete in a temporary file before `sink` gets the first byte of it.
    ///
    /// - Parameters:
    ///   - report: the report; the program gets it as `JSONRenderer` writes it.
    ///   - sink: takes the bytes.
    /// - Throws: ``ExternalRendererError``, what `sink` throws, and `CancellationError`; the program is ended then.
    public func render(_ report: Report, to sink: inout some ByteSink & Sendable) async throws {
        let document = try await document { input in
            var input = input
            try JSONRenderer().render(report, to: &input)
        }
        try document.forEachPiece { try sink.write(contentsOf: $0) }
    }

    /// What the program makes of any input.
    package func render(input: [UInt8]) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await document { try $0.write(contentsOf: input) }.forEachPiece { bytes += $0 }
        return bytes
    }

    private func document(_ write: (UnnamedFileSink) throws -> Void) async throws -> UnnamedFile {
        let input: UnnamedFile
        do {
            input = try UnnamedFile()
            try write(UnnamedFileSink(input))
            try input.rewind()
        } catch {
            throw ExternalRendererError(of: path, .noTemporaryFile("\(error)"))
        }
        return try await Self.output(
            of: path,
            [],
            input,
            within: limits.time,
            limits.size
        )
    }

    private static func description(
        of path: String,
        _ limits: ExternalRendererLimits
    ) async throws -> RendererDescription {
        let nothing: UnnamedFile
        do {
            nothing = try UnnamedFile()
        } catch {
            throw ExternalRendererError(of: path, .noTemporaryFile("\(error)"))
        }
        var text: [UInt8] = []
        try await output(of: path, ["--describe"], nothing, within: limits.descriptionTime, 64 << 10)
            .forEachPiece { text += $0 }
        do {
            return try JSONDecoder().decode(RendererDescription.self, from: Data(text))
        } catch {
            throw ExternalRendererError(
                .badDescription,
                path,
                "must print a JSON object with 'suffix', 'media_type' and 'summary' when it is called with --describe"
            )
        }
    }

    /// What the program writes. An empty document is an error: a program that did nothing looks the same.
    private static func output(
        of path: String,
        _ arguments: [String],
        _ input: UnnamedFile,
        within time: Duration,
        _ size: Int
    ) async throws -> UnnamedFile {
        let run = ProgramRun(
            path,
            arguments: arguments,
            variables: .only(variables(ProcessInfo.processInfo.environment)),
            folder: "/",
            limit: time,
            outputLimit: size
        )
        let ending: ProgramRun.Ending
        do {
            ending = try await run.run(input: input)
        } catch let error as ProgramError {
            throw ExternalRendererError(of: path, error)
        }
        if let failure = ending.failure {
            let said = ending.said.isEmpty ? " and wrote no error message" : ": \(ending.said)"
            throw ExternalRendererError(.programFailed, path, failure + said)
        }
        guard let output = ending.output, try output.size() > 0 else {
            throw ExternalRendererError(.programFailed, path, "ended with status 0, but wrote nothing")
        }
        return output
    }

    /// The environment of a program: where programs, the user's files and temporary files are, one language and one time
    /// zone, so that the same report gives the same bytes everywhere. Nothing else, and so no API key.
    static func variables(_ environment: [String: String]) -> [String: String] {
        var variables = ["LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        for name in ["HOME", "TMPDIR"] { variables[name] = environment[name] }
        let folders = ProgramFile.folders(of: environment["PATH"] ?? "")
        variables["PATH"] = folders.isEmpty ? "/usr/local/bin:/usr/bin:/bin" : folders.joined(separator: ":")
        return variables
    }
}

/// How long an external renderer may take, and how much it may write.
package struct ExternalRendererLimits: Sendable {
    /// For a document.
    package var time = Duration.seconds(120)
    /// For a description.
    package var descriptionTime = Duration.seconds(10)
    /// Bytes of a document.
    package var size = 256 << 20

    package init() {}
}

/// What a program prints when it is called with `--describe`. Other members are ignored.
private struct RendererDescription: Decodable {
    let suffix: String
    let mediaType: String
    let summary: String

    func format(identifier: String) throws -> ReportFormat {
        try ReportFormat(identifier: identifier, fileSuffix: suffix, mediaType: mediaType, summary: summary)
    }

    enum CodingKeys: String, CodingKey {
        case suffix
        case mediaType = "media_type"
        case summary
    }
}

/// A program that did not write its format.
public struct ExternalRendererError: Error, Sendable, Hashable {
    /// What happened.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The program does not exist, may not be run, or has another name.
        case programNotFound = "program-not-found"
        /// The system did not start the program.
        case programNotStarted = "program-not-started"
        /// The program ended with another status than 0, by a signal, or without having written anything.
        case programFailed = "program-failed"
        /// The program took too long and was ended.
        case timedOut = "timed-out"
        /// The program wrote too much and was ended.
        case tooMuchOutput = "too-much-output"
        /// What the program prints for `--describe` is not a description.
        case badDescription = "bad-description"
        /// A temporary file could not be written.
        case noTemporaryFile = "no-temporary-file"
    }

    /// What happened.
    public let code: Code
    /// The path of the program.
    public let program: String
    /// What follows the program's name: how it ended and the beginning of what it wrote to standard error, or a limit. Clean
    /// text on one line, at most about 600 characters.
    public let detail: String

    init(_ code: Code, _ program: String, _ detail: String) {
        self.code = code
        self.program = program
        self.detail = VisibleText.clean(detail, to: 600)
    }

    init(of program: String, _ error: ProgramError) {
        let code: Code =
            switch error {
            case .noTemporaryFile: .noTemporaryFile
            case .notStarted: .programNotStarted
            case .timedOut: .timedOut
            case .tooMuchOutput: .tooMuchOutput
            case .outputHeldOpen: .programFailed
            }
        self.init(code, program, error.clause)
    }
}

extension ExternalRendererError: CustomStringConvertible {
    /// The program and what happened, in one line.
    public var description: String { "'\(VisibleText.clean(program, to: 200))' \(detail)" }
}
