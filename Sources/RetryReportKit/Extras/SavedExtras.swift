import Foundation
import RetryReport

/// What a reading learned besides retry jobs, as it is saved beside the pages.
///
/// Only rows that failing jobs need are in it: no configuration of actions, no addresses of people, and error messages
/// only when they were asked for, masked.
package struct SavedExtras: Sendable {
    let extras: TenantExtras
    let messages: [ErrorMessage]
    let asked: Set<ReportExtra>

    /// The name of the file in a folder of pages.
    package static let fileName = "extras.json"
    /// The most bytes of the file that are read.
    package static let largestFile = 64 << 20

    init(extras: TenantExtras, messages: [ErrorMessage], asked: Set<ReportExtra>) {
        self.extras = extras
        self.messages = messages
        self.asked = asked
    }

    /// Reads what a folder of pages has; nil when it has nothing.
    ///
    /// Throws ``SavedExtrasError`` when the file is not what was saved.
    package init?(folder: String) throws(SavedExtrasError) {
        let path = folder.hasSuffix("/") ? folder + Self.fileName : "\(folder)/\(Self.fileName)"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        guard attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? Int, size <= Self.largestFile,
            let data = try? Data(contentsOf: URL(filePath: path)),
            let document = try? JSONDecoder().decode(Document.self, from: data)
        else {
            throw SavedExtrasError("\(path) is not what a reading saved. Stories, teams and dead jobs are missing.")
        }
        extras = document.extras
        messages = document.messages
        asked = Set(document.asked.compactMap(ReportExtra.init))
    }

    /// What a folder of pages has; nil when it has nothing. A file that can't be read leaves a note.
    package static func find(folder: String) -> SavedExtras? {
        do {
            return try SavedExtras(folder: folder)
        } catch {
            var extras = TenantExtras()
            extras.notes = [error.description]
            return SavedExtras(extras: extras, messages: [], asked: [])
        }
    }

    /// The part of it that is asked for now.
    func restricted(to wanted: Set<ReportExtra>) -> SavedExtras {
        var extras = self.extras
        if !wanted.contains(.stories) { extras.directory = nil }
        if !wanted.contains(.dead) { extras.dead = nil }
        if !wanted.contains(.workers) { extras.workers = nil }
        return SavedExtras(
            extras: extras,
            messages: wanted.contains(.messages) ? messages : [],
            asked: asked.intersection(wanted)
        )
    }

    /// Adds the messages to a report.
    var messageStep: any ReportStep { SavedMessages(messages: messages) }

    /// The file's bytes.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(Document(extras: extras, messages: messages, asked: asked)))
    }

    private struct Document: Codable {
        let asked: [String]
        let directory: TenantDirectory?
        let dead: DeadList?
        let workers: WorkerStatistics?
        let messages: [ErrorMessage]
        let notes: [String]

        init(extras: TenantExtras, messages: [ErrorMessage], asked: Set<ReportExtra>) {
            self.asked = asked.map(\.rawValue).sorted()
            directory = extras.directory
            dead = extras.dead
            workers = extras.workers
            self.messages = messages
            notes = extras.notes
        }

        var extras: TenantExtras {
            var extras = TenantExtras()
            extras.directory = directory
            extras.dead = dead
            extras.workers = workers
            extras.notes = notes
            return extras
        }
    }
}

/// Why what an earlier reading saved can't be used, in a sentence or two.
package struct SavedExtrasError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
