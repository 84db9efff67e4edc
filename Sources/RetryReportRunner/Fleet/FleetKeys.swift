#if LiveTenant
import RetryReportKit
import Synchronization

/// Which tenant each key belongs to, so that none is sent to two. Only digests of keys are kept.
final class FleetKeys: Sendable {
    private let owners = Mutex<[[UInt8]: String]>([:])

    /// The tenant that a key belongs to already; nil when it belongs to `name` from now on.
    func owner(of key: String, or name: String) -> String? {
        let trimmed = key.split(whereSeparator: \.isNewline).first.map { String($0) } ?? key
        let digest = SHA256.digest(of: Array(trimmed.utf8))
        return owners.withLock { owners in
            if let owner = owners[digest] { return owner == name ? nil : owner }
            owners[digest] = name
            return nil
        }
    }
}
#endif
