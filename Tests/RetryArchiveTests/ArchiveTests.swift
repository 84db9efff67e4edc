import Foundation
import RetryArchive
import RetryJobs
import RetryReport
import TestSupport
import Testing

@Suite("An archive of runs") struct ArchiveTests {
    private let scratch: TemporaryFolder
    private var folder: String { scratch.file("archive") }
    private static let moment = Timestamp(microseconds: 1_785_067_200_123_000)

    init() throws {
        scratch = try TemporaryFolder()
    }

    private static func job(_ id: JobID, action: Int64? = 7, name: String? = "Alert", errorClass: String? = "E")
        -> RetryJob
    {
        RetryJob(
            id: id,
            type: .agentReceive,
            action: action.map { ActionReference(id: $0, name: name) },
            eventIDs: [1, 2],
            retryCount: 3,
            lastRetry: moment.advanced(bySeconds: -60),
            errorClass: errorClass
        )
    }

    private static func run(_ jobs: [RetryJob], at moment: Timestamp = moment, reading: Reading? = nil) -> ArchivedRun {
        let complete = Reading(source: "jobs", isComplete: true, isVerified: true)
        return ArchivedRun(Report(jobs: jobs, now: moment, reading: reading ?? complete))
    }

    @discardableResult
    private func add(
        _ jobs: [RetryJob],
        tenant: String = "acme",
        at moment: Timestamp = moment,
        reading: Reading? = nil,
        directory: TenantDirectory? = nil
    ) throws -> (path: String, isNew: Bool) {
        let kept = RunArchive(path: folder).begin()
        var buffer = ByteBuffer()
        try ArchivedJobRenderer().render(JobBatch(jobs: jobs), schedule: .standard, to: &buffer)
        kept.keep(buffer.bytes)
        return try kept.add(Self.run(jobs, at: moment, reading: reading), tenant: tenant, directory: directory)
    }

    /// The lines of a file, decompressed by gzip itself.
    private func rows(_ path: String) throws -> [[String: Any]] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        let output = URL(filePath: try scratch.write("", to: "output"))
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(row as? [String: Any])
        }
    }

    /// Everything below the archive's folder.
    private func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter {
            (try? FileManager.default.attributesOfItem(atPath: "\(folder)/\($0)"))?[.type] as? FileAttributeType
                == .typeRegular
        }
    }

    @Test func `a run is one file with a row for itself and one for each job, with story and team`() throws {
        var directory = TenantDirectory()
        directory.add(DirectoryAction(id: 7, storyID: 12))
        directory.add(DirectoryStory(id: 12, name: "Phishing \"triage\"", teamID: 3))
        directory.add(DirectoryTeam(id: 3, name: "Detection"))
        let added = try add([Self.job(1), Self.job("x", action: nil, errorClass: nil)], directory: directory)
        #expect(added.isNew)
        let files = try files()
        #expect(files == ["tenant=acme/date=2026-07-26/run-2026-07-26T12-00-00.123000Z.ndjson.gz"])
        let rows = try rows(added.path)
        try #require(rows.count == 3)
        #expect(rows[0]["kind"] as? String == "run" && rows[0]["jobs"] as? Int == 2)
        #expect(rows[0]["run"] as? String == "2026-07-26T12:00:00.123000Z")
        #expect(rows[0]["run_epoch"] as? Int == 1_785_067_200)
        let (first, second) = (rows[1], rows[2])
        #expect(first["kind"] as? String == "job" && first["id"] as? String == "1")
        #expect(first["story"] as? String == "Phishing \"triage\"" && first["story_id"] as? Int == 12)
        #expect(first["team"] as? String == "Detection" && first["team_id"] as? Int == 3)
        #expect(first["events"] as? Int == 2 && first["retry_count"] as? Int == 3)
        #expect(first["is_complete"] as? Bool == true && first["is_verified"] as? Bool == true)
        let death = RetrySchedule.standard.death(of: Self.job(1)).earliest
        #expect(first["death"] as? String == death?.iso8601)
        #expect(second["id"] as? String == "x" && second["action_id"] is NSNull && second["story"] is NSNull)
        #expect(second["error_class"] is NSNull)
    }

    @Test func `every row has columns of the one list, and each column is in a row`() throws {
        let rows = try rows(try add([Self.job(1)]).path)
        let names = Set(rows.flatMap(\.keys))
        #expect(names == Set(ArchiveColumn.allCases.map(\.rawValue)))
    }

    @Test func `an empty list is a run too, and an incomplete one says so in every row`() throws {
        let empty = try rows(try add([]).path)
        #expect(empty.count == 1 && empty[0]["jobs"] as? Int == 0)
        let reading = Reading(source: "jobs", isComplete: false)
        let incomplete = try rows(try add([Self.job(1)], tenant: "other", reading: reading).path)
        #expect(incomplete.count == 2)
        #expect(incomplete.allSatisfy { $0["is_complete"] as? Bool == false && $0["is_verified"] as? Bool == false })
    }

    @Test func `many jobs are all there, in their order, whatever pieces they are written in`() throws {
        let jobs = (0..<20_000).map { Self.job(.number($0), name: String(repeating: "é\t\n", count: Int($0 % 50))) }
        let rows = try rows(try add(jobs).path)
        #expect(rows.count == 20_001)
        #expect(rows.dropFirst().map { $0["id"] as? String } == jobs.map { "\($0.id)" })
        #expect(rows.last?["action"] as? String == jobs.last?.action?.name)
    }

    @Test func `hostile text stays text`() throws {
        let jobs = HostileCorpus.texts.enumerated().map { number, text in
            RetryJob(
                id: .text("\(number)\(text)"),
                type: JobType(rawValue: text),
                action: ActionReference(id: 1, name: text),
                retryCount: 1,
                lastRetry: nil,
                errorClass: text
            )
        }
        let rows = try rows(try add(jobs).path)
        #expect(rows.count == jobs.count + 1)
        #expect(rows.dropFirst().map { $0["error_class"] as? String } == jobs.map(\.errorClass))
        #expect(rows.dropFirst().map { $0["id"] as? String } == jobs.map { "\($0.id)" })
    }

    @Test func `no tenant's name leaves the archive's folder`() throws {
        let names = [
            "../../x", "/etc", "..", ".", "", "a/b", "a\u{0}b", "127.0.0.1:8080", "ü", "%2e%2e", "date=2026-01-01",
            String(repeating: "long.", count: 200), "\n", "tenant=x",
        ]
        for name in names { try add([Self.job(1)], tenant: name) }
        let other = try scratch.names().filter { $0 != "archive" }
        #expect(other == [])
        let entries = try RunArchive(path: folder).entries()
        #expect(entries.count == names.count)
        let deep = try files().allSatisfy { $0.split(separator: "/").count == 3 }
        #expect(deep)
        let texts = Set((names + HostileCorpus.texts).map { Array($0.utf8) })
        let folders = Set(
            texts.map { ArchiveFile(tenant: String(decoding: $0, as: UTF8.self), run: Self.moment).folder }
        )
        #expect(folders.count == texts.count)
        #expect(
            folders.allSatisfy {
                $0.utf8.count <= 255 && $0.wholeMatch(of: /tenant=[A-Za-z0-9_%\-][A-Za-z0-9_.%\-]*/) != nil
            }
        )
    }

    @Test func `a file that is there is never changed`() throws {
        let first = try add([Self.job(1)])
        let bytes = try Data(contentsOf: URL(filePath: first.path))
        let second = try add([Self.job(1), Self.job(2)])
        #expect(!second.isNew && second.path == first.path)
        let now = try Data(contentsOf: URL(filePath: first.path))
        #expect(now == bytes)
        let files = try files()
        #expect(files.count == 1)
    }

    @Test func `the same run gives the same bytes`() throws {
        let first = try Data(contentsOf: URL(filePath: try add([Self.job(1)]).path))
        try FileManager.default.removeItem(atPath: folder)
        let second = try Data(contentsOf: URL(filePath: try add([Self.job(1)]).path))
        #expect(first == second)
    }

    @Test func `pruning removes the files of old runs, the folders that are empty then, and nothing else`() throws {
        let old = Self.moment.advanced(bySeconds: -10 * 86_400)
        try add([Self.job(1)], at: old)
        try add([Self.job(1)], at: Self.moment)
        try add([Self.job(1)], tenant: "gone", at: old)
        let kept = [
            "notes.txt", "tenant=acme/notes.txt", "tenant=acme/date=2026-07-16/notes.txt",
            "tenant=acme/date=2026-07-16/run-2026-07-16T12-00-00Z.ndjson.gz",
            "tenant=acme/date=2026-07-15/run-2026-07-16T12-00-00.000000Z.ndjson.gz",
            "other/date=2026-07-16/run-2026-07-16T12-00-00.000000Z.ndjson.gz",
            "tenant=acme/date=2026-07-16/run-2026-07-16T12-00-60.000000Z.ndjson.gz",
        ]
        for name in kept { try scratch.write("x", to: "archive/\(name)") }
        // A link to a folder with an old run's name in it.
        try scratch.write("x", to: "elsewhere/date=2026-07-16/run-2026-07-16T12-00-00.000000Z.ndjson.gz")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/tenant=link",
            withDestinationPath: scratch.file("elsewhere")
        )
        let removed = try RunArchive(path: folder).prune(before: Self.moment.advanced(bySeconds: -86_400))
        #expect(removed.map(\.file.tenant) == ["acme", "gone"])
        let left = try files()
        let expected = kept + ["tenant=acme/date=2026-07-26/run-2026-07-26T12-00-00.123000Z.ndjson.gz"]
        #expect(left == expected.sorted())
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/tenant=gone"))
        let elsewhere = try scratch.names("elsewhere/date=2026-07-16")
        #expect(elsewhere.count == 1)
    }

    @Test func `a link in the place of a folder is not followed`() throws {
        try scratch.write("", to: "archive/notes.txt")
        try FileManager.default.createDirectory(atPath: scratch.file("elsewhere"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/tenant=acme",
            withDestinationPath: scratch.file("elsewhere")
        )
        #expect(throws: ArchiveError.self) { try add([Self.job(1)]) }
        let (elsewhere, files) = (try scratch.names("elsewhere"), try files())
        #expect(elsewhere == [] && files == ["notes.txt"])
    }

    @Test func `an archive that can't be written is an error at the end only, and leaves nothing`() throws {
        try scratch.write("", to: "file")
        let kept = RunArchive(path: scratch.file("file/archive")).begin()
        kept.keep([1])
        #expect(throws: ArchiveError.self) {
            try kept.add(Self.run([Self.job(1)]), tenant: "acme", directory: nil)
        }
        let names = try scratch.names()
        #expect(names == ["file"])
    }

    @Test func `the archive's files can be read by those who can read its folder, and a new folder by its owner`()
        throws
    {
        func modes() throws -> [Int] {
            try ["", "/tenant=acme", "/tenant=acme/date=2026-07-26"].map { "\(folder)\($0)" }
                .appending(try files().map { "\(folder)/\($0)" }.first ?? "")
                .map { try #require(FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int) }
        }
        try add([Self.job(1)])
        let own = try modes()
        #expect(own == [0o700, 0o700, 0o700, 0o600])
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o750]
        )
        try add([Self.job(1)])
        let shared = try modes()
        #expect(shared == [0o750, 0o750, 0o750, 0o640])
    }

    @Test func `an archive behind a link gives its own mode to its files, and not the link's`() throws {
        let target = scratch.file("target")
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false, attributes: mode)
        try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: target)
        let added = try add([Self.job(1)])
        let attributes = try FileManager.default.attributesOfItem(atPath: added.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `what a killed run left is removed after a day, and what another run writes is left alone`() throws {
        for (name, age) in [("old", -90_000.0), ("young", -60)] {
            let path = try scratch.write("x", to: "archive/.retry-report-archive-\(name)")
            let date = Date(timeIntervalSinceNow: age)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
        try add([Self.job(1)])
        let names = try scratch.names("archive")
        #expect(names == [".retry-report-archive-young", "tenant=acme"])
    }
}

extension Array {
    fileprivate func appending(_ element: Element) -> [Element] { self + [element] }
}
