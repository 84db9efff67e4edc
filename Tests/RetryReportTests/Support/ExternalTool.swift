import Foundation
import TestSupport

/// A program of another make that judges what we wrote.
struct ExternalTool {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let command: [String]
    /// What to install when it is not there.
    let hint: String

    /// What the program writes when it is given `input`. Throws with its complaint when it ends with an error.
    func run(_ input: [UInt8] = []) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        // Files instead of pipes: both ends can be of any size without waiting for each other.
        func file(_ name: String, _ bytes: [UInt8] = []) throws -> URL {
            URL(filePath: try folder.write(bytes, to: name))
        }
        let output = try file("output")
        let complaint = try file("complaint")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = try FileHandle(forReadingFrom: file("input", input))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        process.waitUntilExit()
        let said = String(decoding: try Data(contentsOf: complaint), as: UTF8.self)
        if process.terminationStatus == 127 || said.contains("ModuleNotFoundError") {
            throw Missing(description: "\(command.first ?? "") can't run here: \(hint)")
        }
        guard process.terminationStatus == 0 else {
            throw Failed(description: "\(command.first ?? "") ended with \(process.terminationStatus): \(said)")
        }
        return Array(try Data(contentsOf: output))
    }
}

/// What a renderer of GitHub-flavoured Markdown sees in a document: cmark-gfm, GitHub's own.
struct GFM {
    /// Every element that is not text, with its attributes, in order: `heading level="2"`.
    let elements: [String]
    /// The text of each heading, paragraph and cell.
    let texts: [String]
    /// The same without the content of code spans.
    let prose: [String]
    /// The raw HTML in the document.
    let html: [String]

    /// Reads the names of files from its input, and writes a NUL after each.
    private static let renderer = ExternalTool(
        command: [
            "sh", "-c",
            """
            while read -r file; do
                cmark-gfm -e table -e autolink -e strikethrough -e tagfilter -t xml "$file" || exit
                printf '\\000'
            done
            """,
        ],
        hint: "install cmark-gfm (apt-get install cmark-gfm)"
    )

    init(_ markdown: [UInt8]) throws {
        self = try Self.many([markdown])[0]
    }

    /// Many documents, each by a process of its own, by one start of a shell.
    static func many(_ documents: [[UInt8]]) throws -> [GFM] {
        let folder = try TemporaryFolder()
        let files = try documents.enumerated().map { try folder.write($1, to: "\($0).md") }
        let output = try renderer.run(Array(files.map { "\($0)\n" }.joined().utf8))
        let pages = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        guard pages.count == documents.count else {
            throw ExternalTool.Failed(description: "\(pages.count) of \(documents.count) documents came back")
        }
        return pages.map { GFM(xml: String(decoding: $0, as: UTF8.self)) }
    }

    private init(xml: String) {
        var elements: [String] = []
        var texts: [String] = []
        var prose: [String] = []
        var html: [String] = []
        // cmark writes each element on a line of its own; only the text of raw HTML contains line feeds.
        let start = xml.firstRange(of: "<document")?.lowerBound ?? xml.startIndex
        for line in xml[start...].replacing(/\n *</, with: "\u{1}<").split(separator: "\u{1}") {
            // By scalars: as characters, a mark that combines would take the sign before it along.
            let scalars = line.unicodeScalars
            guard let end = scalars.firstIndex(of: ">") else { continue }
            let tag = line[..<end].dropFirst()
            let rest = scalars[scalars.index(after: end)...]
            let content = rest.firstRange(of: "</".unicodeScalars).map {
                Self.unescaped(Substring(rest[..<$0.lowerBound]))
            }
            if tag.hasPrefix("text ") {
                texts.append((texts.popLast() ?? "") + (content ?? ""))
                prose.append((prose.popLast() ?? "") + (content ?? ""))
            } else if tag.hasPrefix("code ") {
                // A code span is text too, in which nothing is found.
                texts.append((texts.popLast() ?? "") + (content ?? ""))
                prose.append((prose.popLast() ?? "") + "\u{FFFC}")
            } else {
                elements.append(String(tag))
                if tag.hasPrefix("html") { html.append(content ?? "") }
                let opensBlock = ["heading", "paragraph", "table_cell"].contains { tag.hasPrefix($0) }
                if opensBlock {
                    texts.append("")
                    prose.append("")
                }
            }
        }
        self.elements = elements
        self.texts = texts
        self.prose = prose
        self.html = html
    }

    private static func unescaped(_ text: Substring) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&amp;", with: "&").description
    }
}
