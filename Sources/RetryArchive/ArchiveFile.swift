import Foundation
package import RetryJobs
import RetryReport

/// The place of a run in an archive: `tenant=NAME/date=YYYY-MM-DD/run-TIME.ndjson.gz`. Query engines read the names of such
/// folders as columns.
package struct ArchiveFile: Sendable, Hashable {
    /// `tenant=NAME`
    package let folder: String
    /// The moment that the report of the run refers to.
    package let run: Timestamp

    /// The place of a run of a tenant, whose name is any text. A moment before 1970 or after 9999 becomes the nearest one in
    /// between.
    package init(tenant: String, run: Timestamp) {
        folder = Self.prefix + Self.encoded(tenant)
        self.run = min(max(run, Timestamp(microseconds: 0)), .latest)
    }

    /// Reads the name of a file and of the two folders that it is in; nil for any other form, and where the day is not
    /// that of the time.
    package init?(folder: String, day: String, name: String) {
        guard folder.wholeMatch(of: /tenant=[A-Za-z0-9_%\-][A-Za-z0-9_%.\-]*/) != nil,
            let found = name.wholeMatch(
                of: /run-([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2})-([0-9]{2})-([0-9]{2}\.[0-9]{6}Z)\.ndjson\.gz/
            ),
            let run = Timestamp(iso8601: "\(found.1):\(found.2):\(found.3)")
        else { return nil }
        self.folder = folder
        self.run = run
        // Only what this type writes itself: a leap second, for one, has another spelling.
        guard day == self.day, name == self.name else { return nil }
    }

    /// `date=YYYY-MM-DD`, in UTC.
    package var day: String { "date=\(stamp.prefix(10))" }

    /// `run-TIME.ndjson.gz`; the time has no colon, which some file systems do not allow, and always six decimals, so that
    /// names are in the order of time.
    package var name: String { "run-\(stamp).ndjson.gz" }

    /// The path within the archive.
    package var path: String { "\(folder)/\(day)/\(name)" }

    /// The tenant's name, for people.
    package var tenant: String {
        let name = String(folder.dropFirst(Self.prefix.count))
        return name.removingPercentEncoding ?? name
    }

    private var stamp: String {
        let text = run.iso8601.replacing(":", with: "-")
        return text.contains(".") ? text : "\(text.dropLast()).000000Z"
    }

    private static let prefix = "tenant="
    /// File systems allow 255 bytes.
    private static let longest = 200

    /// A tenant's name as a part of a path: letters, digits, `-`, `_` and full stops that do not come first, and every
    /// other byte as `%XX`, as Hive and Spark write it. A long name is cut and gets a hash of all of it.
    private static func encoded(_ name: String) -> String {
        let text = PercentEscape.escaped(name) { place, byte in
            switch byte {
            case UInt8(ascii: "~"): false
            case UInt8(ascii: "."): place > 0
            default: PercentEscape.isUnreserved(byte)
            }
        }
        guard !text.isEmpty else { return "unknown" }
        guard text.utf8.count > longest else { return text }
        // Not in the middle of an escape.
        let start = text.prefix(longest - 40)
        let end = start.suffix(2).firstIndex(of: "%") ?? start.endIndex
        let hash = SHA256.digest(of: Array(name.utf8)).prefix(16)
        return start[..<end] + "-" + hash.map { $0.padded(to: 2, radix: 16) }.joined()
    }
}
