#if LiveTenant
import Foundation
import RetryReportKit

/// A folder with a folder for each tenant, which has its reports. Any run may have written them.
struct FleetFolder: Sendable {
    /// The name of the index's files, without their suffixes.
    static let indexName = "index"
    /// A larger report is not read: it would need several times its size in memory.
    private static let largest = 64 << 20
    private static let deepest = 4
    private static let most = 10_000

    let path: String

    /// What is known of a tenant: its report, or each of them where its folder has several.
    ///
    /// - Parameters:
    ///   - name: the tenant's name.
    ///   - failure: that of a run which has just ended; without it, the record of one in the folder counts.
    ///   - published: what is known of a report that was just published, which need not be read.
    /// - Returns: at least one element.
    func tenants(
        named name: String,
        failure: FleetFailure? = nil,
        published: PublishedSummary? = nil
    ) -> [FleetTenant] {
        let failure = failure ?? FleetFailure(folder: "\(path)/\(name)")
        let found = reports(in: name, failure: failure, published: published)
        return found.isEmpty ? [FleetTenant(name: name, state: .missing)] : found
    }

    /// What is known of all tenants whose reports are under the folder.
    func tenants() -> [FleetTenant] {
        folders().flatMap { folder in
            reports(in: folder, failure: folder.isEmpty ? nil : FleetFailure(folder: "\(path)/\(folder)"))
        }
    }

    /// The folder itself (an empty name) and those in it, by their paths from it; no links and nothing hidden.
    private func folders() -> [String] {
        var found: [String] = []
        func look(_ folder: String, depth: Int) {
            found.append(folder)
            guard depth < Self.deepest, found.count < Self.most else { return }
            for name in names(in: folder) where kind("\(place(folder))/\(name)") == .typeDirectory {
                look(folder.isEmpty ? name : "\(folder)/\(name)", depth: depth + 1)
            }
        }
        look("", depth: 0)
        return found
    }

    private func place(_ folder: String) -> String { folder.isEmpty ? path : "\(path)/\(folder)" }

    private func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place(folder))) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted { ExactText($0) < ExactText($1) }
    }

    private func kind(_ path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }

    // MARK: Reports

    private enum Found {
        case report(TenantSummary)
        case damaged(String)
    }

    private func reports(
        in folder: String,
        failure: FleetFailure?,
        published: PublishedSummary? = nil
    ) -> [FleetTenant] {
        let names = names(in: folder)
        var found: [(stem: String, content: Found, changed: Date)] = []
        for name in names where name.hasSuffix(".json") && name != FleetFailure.fileName {
            if folder.isEmpty, name == "\(Self.indexName).json" { continue }
            let file = "\(place(folder))/\(name)"
            let attributes = (try? FileManager.default.attributesOfItem(atPath: file)) ?? [:]
            let content: Found? =
                if let reason = notRead(name, attributes[.type] as? FileAttributeType, in: folder, among: names) {
                    .damaged(reason)
                } else if attributes[.type] as? FileAttributeType != .typeRegular {
                    nil
                } else if let published, name == published.file {
                    .report(published.summary)
                } else {
                    read(file)
                }
            guard let content else { continue }
            let changed = attributes[.modificationDate] as? Date ?? .distantPast
            found.append((String(name.dropLast(".json".count)), content, changed))
        }
        if found.isEmpty, let failure { return [tenant(folder, nil, [], failure)] }
        return found.map { stem, content, changed in
            let name = folder.isEmpty ? stem : found.count == 1 ? folder : "\(folder)/\(stem)"
            // A report that was made after the failure ends it, also one of another run.
            let failure = failure.flatMap { $0.recordedAt.map { changed > $0 } ?? false ? nil : $0 }
            return tenant(name, content, documents(stem, in: folder, of: names), failure)
        }
    }

    /// Why something with the name of a report is not read, when it is not a file; nil for a file, and for what hides no
    /// report: another name of a file beside it, and a folder in which reports are looked for themselves.
    private func notRead(
        _ name: String,
        _ kind: FileAttributeType?,
        in folder: String,
        among names: [String]
    ) -> String? {
        let file = "\(place(folder))/\(name)"
        switch kind {
        case .typeRegular?: return nil
        case .typeSymbolicLink?:
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file)
            return target.map(names.contains) ?? false ? nil : "it is a symbolic link, which is not followed"
        case .typeDirectory?:
            let inside = self.names(in: folder.isEmpty ? name : "\(folder)/\(name)")
            return inside.contains { $0.hasSuffix(".json") } ? nil : "it is a folder"
        case nil: return "it can't be examined"
        default: return "it is a pipe, a socket or a device"
        }
    }

    private func tenant(
        _ name: String,
        _ content: Found?,
        _ documents: [FleetTenant.Document],
        _ failure: FleetFailure?
    ) -> FleetTenant {
        var tenant = FleetTenant(name: name, state: .current, documents: documents)
        switch content {
        case .report(let report)?: tenant.report = report
        case .damaged(let reason)?:
            tenant.state = .damaged
            tenant.reason = reason
        case nil: break
        }
        if let failure {
            tenant.state = .failed
            tenant.reason = failure.reason
            tenant.exitStatus = failure.exitStatus
            tenant.failedAt = failure.at
        }
        return tenant
    }

    /// Nil for a document that is not a report.
    private func read(_ file: String) -> Found? {
        guard let handle = FileHandle(forReadingAtPath: file) else { return .damaged("it can't be opened") }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: Self.largest + 1) ?? Data() else {
            return .damaged("it can't be read")
        }
        guard data.count <= Self.largest else {
            return .damaged("it is larger than \(Self.largest >> 20) MiB; let it list fewer jobs (--jobs-per-group)")
        }
        do throws(TenantSummaryError) {
            return .report(try TenantSummary(report: data))
        } catch {
            switch error {
            case .notAReport: return nil
            case .damaged(let reason): return .damaged(reason)
            }
        }
    }

    /// The formats of a report that are beside its JSON.
    private func documents(_ stem: String, in folder: String, of names: [String]) -> [FleetTenant.Document] {
        StandardRenderers.formats.compactMap { format in
            let name = "\(stem).\(format.fileSuffix)"
            guard names.contains(name) else { return nil }
            let parts = folder.split(separator: "/").map { String($0) } + [name]
            return FleetTenant.Document(format: format.identifier, path: FileLink.path(parts))
        }
    }
}

/// What an index says of a report that was just published.
struct PublishedSummary: Sendable {
    /// The name of its JSON in the tenant's folder.
    let file: String
    let summary: TenantSummary

    /// `name`: that of the report's files.
    init(_ report: Report, name: String) {
        file = "\(name).\(JSONRenderer.format.fileSuffix)"
        summary = TenantSummary(report)
    }
}

/// Why the last run of a tenant failed, as its folder says it: a run that publishes removes the record.
struct FleetFailure: Sendable, Codable, Hashable {
    /// The name of the record in a tenant's folder.
    static let fileName = "failed.json"
    private static let largest = 64 << 10

    /// When the run ended.
    let at: Timestamp
    /// Its exit status.
    let exitStatus: Int
    /// Why, in words.
    let reason: String
    /// When the record was written; nil for a failure that has just happened.
    var recordedAt: Date?

    private enum CodingKeys: String, CodingKey {
        case at
        case exitStatus = "exit_status"
        case reason
    }

    init(_ status: ExitStatus, _ reason: String, at: Timestamp) {
        self.at = at
        exitStatus = Int(status.rawValue)
        self.reason = reason
    }

    /// The record in a folder; nil when there is none.
    init?(folder: String) {
        let path = "\(folder)/\(Self.fileName)"
        let attributes = (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
        guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
        let recorded = attributes[.modificationDate] as? Date
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: Self.largest),
            let record = try? JSONDecoder().decode(Self.self, from: data)
        else {
            self.init(.software, "the record of the last run is damaged", at: Timestamp(date: recorded ?? Date()))
            recordedAt = recorded
            return
        }
        self = record
        recordedAt = recorded
    }

    /// Writes the record in place of an earlier one. Throws ``OutputError``.
    func record(in folder: String) throws(OutputError) {
        let path = "\(folder)/\(Self.fileName)"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let staged = try StagedFile(path, temporary: "\(folder)/.retry-report-\(UUID().uuidString)")
            do {
                var sink = try staged.sink()
                try sink.write(contentsOf: Array(try encoder.encode(self)) + [UInt8(ascii: "\n")])
                try sink.close()
                try staged.publish()
            } catch {
                staged.discard()
                throw error
            }
        } catch {
            throw error as? OutputError ?? OutputError(path, "the record of the run can't be written", error)
        }
    }

    /// Removes the record, if there is one.
    static func remove(from folder: String) {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(fileName)")
    }
}
#endif
