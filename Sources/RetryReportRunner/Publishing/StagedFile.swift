#if LiveTenant
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A file that is written beside its final place and renamed into it, so that a reader sees a complete old file or a
/// complete new one.
struct StagedFile: Sendable {
    /// Where the file will be.
    let target: String
    /// Where it is until then.
    let temporary: String

    /// Makes an empty file at `temporary`. Throws ``OutputError`` when something is there already, which is neither
    /// followed nor replaced.
    init(_ target: String, temporary: String) throws(OutputError) {
        self.target = target
        self.temporary = temporary
        do {
            try Data().write(to: URL(fileURLWithPath: temporary), options: .withoutOverwriting)
        } catch {
            throw OutputError(target, "the file can't be written", error)
        }
    }

    /// A sink for the file's bytes.
    func sink() throws(OutputError) -> FileSink {
        do {
            return FileSink(try FileHandle(forWritingTo: URL(fileURLWithPath: temporary)), place: target)
        } catch {
            throw OutputError(target, "the file can't be written", error)
        }
    }

    /// Throws what can be known to keep the file from its place: a folder there, and in a folder like `/tmp` somebody
    /// else's file.
    func checkPlace() throws(OutputError) {
        guard let place = try? FileManager.default.attributesOfItem(atPath: target) else { return }
        if place[.type] as? FileAttributeType == .typeDirectory { throw refused(POSIXError(.EISDIR)) }
        let path = URL(fileURLWithPath: target).deletingLastPathComponent().path
        let folder = (try? FileManager.default.attributesOfItem(atPath: "\(path)/.")) ?? [:]
        let isSticky = ((folder[.posixPermissions] as? NSNumber)?.intValue ?? 0) & 0o1000 != 0
        let owners = [place, folder].compactMap { ($0[.ownerAccountID] as? NSNumber)?.uint32Value }
        if isSticky, geteuid() != 0, !owners.contains(geteuid()) { throw refused(POSIXError(.EPERM)) }
    }

    /// Puts the file in place in one step, with the mode and, where permitted, the group of the file that it replaces.
    ///
    /// None of the libraries at hand offers this: Foundation's `replaceItemAt` moves the old file over the new one on
    /// Linux, NIO's removes the old one first, and `moveItem` refuses an existing target. The call is marked `unsafe`
    /// because C takes pointers; here they point to strings that Swift keeps alive for just the call.
    func publish() throws(OutputError) {
        let old = (try? FileManager.default.attributesOfItem(atPath: target)) ?? [:]
        if old[.type] as? FileAttributeType == .typeRegular {
            // The group first: changing it may clear bits of the mode. Both may be refused; the file is published then
            // as any new one.
            for key in [FileAttributeKey.groupOwnerAccountID, .posixPermissions] {
                guard let value = old[key] else { continue }
                try? FileManager.default.setAttributes([key: value], ofItemAtPath: temporary)
            }
        }
        guard unsafe rename(temporary, target) == 0 else {
            throw refused(POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
        }
    }

    /// Removes the file unless it was published.
    func discard() {
        try? FileManager.default.removeItem(atPath: temporary)
    }

    private func refused(_ error: any Error) -> OutputError {
        OutputError(target, "the file can't be put in place", error)
    }
}
#endif
