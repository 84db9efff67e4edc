import Foundation
import RetryReport
import TinesRetryJobs

/// What a reading learned besides retry jobs, as it is saved beside the pages.
///
/// Only rows that failing jobs need are in it: no configuration of actions, no addresses of people, and error messages
/// only when they were asked for, masked; of the audit log, removals of jobs by time, operation and name.
///
/// The file has a line for the rest and lines for each list, as the API would write its pages: so the lists are read as
/// fast as pages are, in little memory, and beside them.
package struct SavedExtras: Sendable {
    let messages: [ErrorMessage]
    /// What the audit log said, where jobs were gone.
    private var removals: [JobRemoval]
    let asked: Set<ReportExtra>
    private let head: Head
    private let lists: Lists
    private let place: String

    /// The name of the file in a folder of pages.
    package static let fileName = "extras.jsonl"
    /// The most bytes of the file that are read.
    package static let largestFile = 64 << 20
    /// The most notes, messages and removals that are read; a reading writes far fewer.
    private static let most = 100
    /// The rows of a line.
    private static let rowsOfLine = 500

    /// Reads what a folder of pages has; nil when it has nothing.
    ///
    /// Throws ``SavedExtrasError`` when the file is not what was saved.
    package init?(folder: String) throws(SavedExtrasError) {
        let path = folder.hasSuffix("/") ? folder + Self.fileName : "\(folder)/\(Self.fileName)"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        guard attributes[.type] as? FileAttributeType == .typeRegular,
            let bytes = try? InputFile(path: path).readAll(limit: Self.largestFile)
        else { throw SavedExtrasError(unusable: path) }
        var lines = Lines(bytes)
        guard let first = lines.next(), let head = try? JSONDecoder().decode(Head.self, from: Data(first)) else {
            throw SavedExtrasError(unusable: path)
        }
        self.head = head
        lists = .saved(lines)
        place = path
        messages = Array(head.messages.prefix(Self.most))
        removals = Array((head.removals ?? []).prefix(Self.most))
        asked = Set(head.asked.compactMap(ReportExtra.init))
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

    init(extras: TenantExtras, messages: [ErrorMessage], asked: Set<ReportExtra>) {
        self.messages = messages
        self.asked = asked
        removals = []
        head = Head(extras: extras, messages: messages, asked: asked)
        lists = .known(extras)
        place = ""
    }

    /// The part of it that is asked for now.
    private init(_ whole: SavedExtras, restrictedTo wanted: Set<ReportExtra>) {
        messages = wanted.contains(.messages) ? whole.messages : []
        removals = wanted.isEmpty ? [] : whole.removals
        asked = whole.asked.intersection(wanted)
        (head, lists, place) = (whole.head, whole.lists, whole.place)
    }

    /// The part of it that is asked for now.
    func restricted(to wanted: Set<ReportExtra>) -> SavedExtras { SavedExtras(self, restrictedTo: wanted) }

    /// Reads the lists. Takes a microsecond for each row; a list that can't be read leaves a note.
    func extras() -> TenantExtras {
        var extras = TenantExtras()
        extras.notes = Array(head.notes.prefix(Self.most))
        if asked.contains(.workers) { extras.workers = head.workers }
        switch lists {
        case .known(let known):
            if asked.contains(.stories) { extras.directory = known.directory }
            if asked.contains(.dead) { extras.dead = known.dead }
        case .saved(let lines):
            do {
                try read(lines, into: &extras)
            } catch {
                extras.notes.append(SavedExtrasError(unusable: place).description)
            }
        }
        return extras
    }

    private func read(_ saved: Lines, into extras: inout TenantExtras) throws(PageRefusal) {
        var lines = saved
        let decoder = DirectoryDecoder()
        var directory = TenantDirectory()
        defer { if !directory.isEmpty { extras.directory = directory } }
        while let line = lines.next() {
            func has(_ list: List) -> Bool { line.starts(with: "{\"\(list.rawValue)\":".utf8) }
            if has(.deadJobs), asked.contains(.dead) {
                var dead = extras.dead ?? DeadList()
                extras.dead = nil
                dead.add(try decoder.deadJobs(line).rows)
                dead.isComplete = head.isDeadComplete
                extras.dead = dead
            }
            guard asked.contains(.stories) else { continue }
            if has(.actions) { for row in try decoder.actions(line).rows { directory.add(row) } }
            if has(.stories) { for row in try decoder.stories(line).rows { directory.add(row) } }
            if has(.teams) { for row in try decoder.teams(line).rows { directory.add(row) } }
            if has(.people) { for row in try decoder.people(line).rows { directory.add(row) } }
        }
    }

    /// Adds the messages to a report.
    var messageStep: any ReportStep { SavedMessages(messages: messages) }

    /// Says who removed jobs, once a report is compared with the one before.
    var removalStep: RemovalStep { RemovalStep(log: .saved(removals)) }

    /// The same with what the audit log said.
    func adding(_ removals: [JobRemoval]) -> SavedExtras {
        var extras = self
        extras.removals = removals
        return extras
    }

    /// The file's bytes.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var head = head
        head.removals = removals.isEmpty ? nil : removals
        var bytes = Array(try encoder.encode(head))
        func add(_ list: List, _ rows: [some Encodable]) throws {
            for start in stride(from: 0, to: max(1, rows.count), by: Self.rowsOfLine) {
                bytes.append(UInt8(ascii: "\n"))
                bytes += try encoder.encode([list.rawValue: rows[start...].prefix(Self.rowsOfLine).map { $0 }])
            }
        }
        let extras = extras()
        if let directory = extras.directory {
            try add(.actions, directory.actionRows)
            try add(.stories, directory.storyRows)
            try add(.teams, directory.teamRows)
            try add(.people, directory.personRows.map(SavedPerson.init))
        }
        if let dead = extras.dead { try add(.deadJobs, dead.jobs.map(SavedJob.init)) }
        return bytes
    }

    /// The names of the lists, as the API's.
    private enum List: String {
        case actions = "agents"
        case stories
        case teams
        case people = "admin/users"
        case deadJobs = "admin/dead_jobs"
    }

    /// Where the lists are.
    private enum Lists: Sendable {
        case known(TenantExtras)
        /// The lines of a file after the first.
        case saved(Lines)
    }

    /// Lines of bytes that are not empty, one after the other.
    private struct Lines: Sendable {
        private let bytes: [UInt8]
        private var place = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func next() -> [UInt8]? {
            while place < bytes.count {
                let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                let line = bytes[place..<end]
                place = end + 1
                if !line.isEmpty { return Array(line) }
            }
            return nil
        }
    }

    private struct Head: Codable, Sendable {
        let asked: [String]
        let isDeadComplete: Bool
        let workers: WorkerStatistics?
        let messages: [ErrorMessage]
        let notes: [String]
        /// Missing where the log said nothing.
        var removals: [JobRemoval]?

        init(extras: TenantExtras, messages: [ErrorMessage], asked: Set<ReportExtra>) {
            self.asked = asked.map(\.rawValue).sorted()
            isDeadComplete = extras.dead?.isComplete ?? false
            workers = extras.workers
            self.messages = messages
            notes = extras.notes
        }

        private enum CodingKeys: String, CodingKey {
            case asked, workers, messages, notes, removals
            case isDeadComplete = "is_dead_complete"
        }
    }
}

/// A person as the API writes one, with nothing but a name.
private struct SavedPerson: Encodable {
    private let id: Int64
    private let name: String?

    init(_ person: DirectoryPerson) { (id, name) = (person.id, person.name) }

    private enum CodingKeys: String, CodingKey {
        case id
        case name = "first_name"
    }
}

/// A job as the API writes one.
private struct SavedJob: Encodable {
    private let job: RetryJob

    init(_ job: RetryJob) { self.job = job }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(job.id, forKey: .id)
        try container.encode(job.type, forKey: .type)
        try container.encode(job.action, forKey: .action)
        // As the API writes one event, for the same reason.
        if job.eventIDs.count == 1 {
            try container.encode(job.eventIDs[0], forKey: .events)
        } else {
            try container.encode(job.eventIDs, forKey: .events)
        }
        try container.encode(job.retryCount, forKey: .retryCount)
        // Seconds as the API writes them, which is what pages are read fastest from, where they say the same moment.
        if let time = job.lastRetry, let seconds = Self.seconds(of: time) {
            try container.encode(seconds, forKey: .lastRetry)
        } else {
            try container.encode(job.lastRetry, forKey: .lastRetry)
        }
        try container.encode(job.errorClass, forKey: .errorClass)
    }

    private static func seconds(of time: Timestamp) -> Double? {
        let seconds = Double(time.microseconds) / 1_000_000
        return seconds > 0 && seconds <= JobNormalizer.leastMilliseconds && Timestamp(seconds: seconds) == time
            ? seconds : nil
    }

    private enum CodingKeys: String, CodingKey {
        case id, type, events
        case action = "agent"
        case retryCount = "retry_count"
        case lastRetry = "last_retry"
        case errorClass = "error_class"
    }
}

/// Why what an earlier reading saved can't be used, in a sentence or two.
package struct SavedExtrasError: Error, Sendable, CustomStringConvertible {
    package let description: String

    fileprivate init(unusable path: String) {
        description = "\(path) is not what a reading saved. Stories, teams and dead jobs may be missing."
    }
}
