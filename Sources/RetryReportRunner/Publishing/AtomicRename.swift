import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Puts a file in another's place in one step: whoever opens `target` sees all of the old one or all of the new.
///
/// None of the libraries at hand offers this: Foundation's `replaceItemAt` moves the old file over the new one on
/// Linux, NIO's removes the old one first, and `moveItem` refuses an existing target. The call is marked `unsafe`
/// because C takes pointers; here they point to strings that Swift keeps alive for just the call.
func renameAtomically(_ source: String, to target: String) throws {
    guard unsafe rename(source, target) == 0 else {
        throw CocoaError(.fileWriteUnknown, userInfo: [NSUnderlyingErrorKey: POSIXError(errnoCode())])
    }
}

private func errnoCode() -> POSIXErrorCode {
    POSIXErrorCode(rawValue: errno) ?? .EIO
}
