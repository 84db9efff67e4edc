#if LiveTenant
import RetryReportKit

/// Which of several processes a process is, and which tenants are its own.
struct ShardChoice: Sendable, Hashable {
    /// Where Kubernetes puts the number of a pod of an Indexed Job.
    static let variable = "JOB_COMPLETION_INDEX"
    static let counts = 1...10_000

    /// From 0.
    let index: Int
    let count: Int

    /// The part that the settings ask for; nil for all tenants. Throws ``SettingsError``.
    init?(_ layers: SettingsLayers, environment: [String: String]) throws {
        let count = try layers.value(Settings.shardCount)
        if let value = layers.given(Settings.shard).last {
            let parts = value.text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard parts.count == 2, let index = parts[0], let all = parts[1], Self.counts.contains(all),
                (0..<all).contains(index)
            else { throw value.error(must: "be a part and the number of parts, such as 0/3, 1/3 and 2/3") }
            if let count, count != all {
                throw SettingsError(value, "names another number of parts than --shard-count: \(all), not \(count)")
            }
            self.index = index
            self.count = all
            return
        }
        guard let count else { return nil }
        guard let text = environment[Self.variable], let index = Int(text), (0..<count).contains(index) else {
            throw SettingsError(
                configuration:
                    "--shard-count requires --shard, or the variable \(Self.variable) with a number from 0 to "
                    + "\(count - 1), as an Indexed Job of Kubernetes sets it"
            )
        }
        self.index = index
        self.count = count
    }

    /// Whether the settings ask for a part.
    static func isGiven(_ layers: SettingsLayers) -> Bool {
        !layers.given(Settings.shard).isEmpty || !layers.given(Settings.shardCount).isEmpty
    }

    /// Throws when tenants are chosen and the configuration file has no list of tenants.
    static func refuse(in layers: SettingsLayers) throws(SettingsError) {
        for option in [Settings.only.option, Settings.shard.option, Settings.shardCount.option] {
            guard let value = layers.given(option).first else { continue }
            throw SettingsError(value, "requires a configuration file that lists 'tenants' (--config)")
        }
    }

    /// Throws when the command line chooses tenants for an index, which is about all of them. A file or an environment that
    /// the runs of the parts have too may name a part.
    static func refuseForIndex(_ layers: SettingsLayers) throws(SettingsError) {
        for option in [Settings.only.option, Settings.shard.option, Settings.shardCount.option] {
            guard let value = layers.given(option).first, value.layer == .flag else { continue }
            throw SettingsError(value, "does not go with 'index', which is about all tenants")
        }
    }

    /// Whether a tenant is in this part. It depends on nothing but its name and the number of parts, so that a tenant that
    /// is added or removed moves no other.
    func contains(_ name: String) -> Bool {
        let number = SHA256.digest(of: Array(name.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return number % UInt64(count) == UInt64(index)
    }
}
#endif
