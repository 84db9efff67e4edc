#if LiveTenant
import Foundation
import RetryArchive
import RetryReportKit

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Output that can't be written: where and why.
struct OutputError: DestinationError, Sendable, CustomStringConvertible {
    /// A path, or words such as "standard output".
    let place: String
    /// What can't be done, and why.
    let reason: String
    /// Files that were published before this error.
    var published: [String] = []
    /// False for a file beside the reports: its error says nothing of what was published.
    var isReport = true

    /// What is wrong, and what became of the files that were published before this run.
    var description: String {
        guard isReport else { return "\(place): \(reason)" }
        return published.isEmpty
            ? "\(place): \(reason); what was published before is unchanged"
            : "\(place): \(reason); already replaced: \(published.joined(separator: ", "))"
    }

    /// An error of the system about a place.
    init(_ place: String, _ what: String, _ error: any Error) {
        self.init(place, "\(what): \(Self.words(error))")
    }

    /// An error of an archive, which says nothing of the reports.
    init(ofArchive error: ArchiveError) {
        self.init(VisibleText.clean(error.place), error.what, error.underlying)
        isReport = false
    }

    init(_ place: String, _ reason: String) {
        self.place = place
        self.reason = reason
    }

    private static func words(_ error: any Error) -> String {
        let error = error as NSError
        // A POSIXError that was put there as it is turns into an NSError only when asked as an error.
        let underlying = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
        if underlying.domain == NSPOSIXErrorDomain, let code = POSIXErrorCode(rawValue: Int32(underlying.code)) {
            return words(code)
        }
        switch (error as? CocoaError)?.code {
        case .fileWriteNoPermission: return words(.EACCES)
        case .fileWriteOutOfSpace: return words(.ENOSPC)
        case .fileWriteVolumeReadOnly: return words(.EROFS)
        case .fileNoSuchFile, .fileReadNoSuchFile: return words(.ENOENT)
        case .fileWriteFileExists: return "a file already has this name"
        default: return "it could not be written"
        }
    }

    private static func words(_ code: POSIXErrorCode) -> String {
        switch code {
        case .ENOSPC, .EDQUOT: "the disk is full"
        case .EFBIG: "it would be larger than this process may write (ulimit -f)"
        case .EPIPE: "its reader has closed it"
        case .EBADF, .EINVAL: "it is closed"
        case .EACCES, .EPERM: "no permission"
        case .EROFS: "the file system is read-only"
        case .ENOENT: "the folder does not exist"
        case .ENOTDIR: "a part of the path is not a folder"
        case .EISDIR: "a folder has this name"
        case .EBUSY: "it is a mount point; mount its folder instead, so that the file can be replaced"
        case .EMFILE, .ENFILE: "too many open files (ulimit -n)"
        default: Errno(rawValue: code.rawValue).description
        }
    }
}
#endif
