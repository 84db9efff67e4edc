import CZlib

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes a file that is compressed with gzip, by zlib. The same bytes give the same file: its header has no time and no
/// name.
///
/// `unsafe` is for zlib alone, which takes pointers: to its own structure and to an array for just the call.
@safe
final class GzipFile {
    private var file: gzFile?

    /// Writes to an open file, which stays open. Throws the system's error.
    ///
    /// `level`: from 1, which is fast, to 9, which is small.
    init(descriptor: Int32, level: Int) throws(SystemError) {
        let own = dup(descriptor)
        guard own >= 0 else { throw SystemError() }
        guard let file = unsafe gzdopen(own, "wb\(level)") else {
            let error = SystemError()
            close(own)
            throw error
        }
        unsafe gzbuffer(file, 1 << 17)
        unsafe self.file = file
    }

    deinit {
        if let file = unsafe file { unsafe gzclose(file) }
    }

    /// Adds bytes. Throws the system's error.
    func write(_ bytes: [UInt8]) throws(SystemError) {
        guard !bytes.isEmpty, let file = unsafe file else { return }
        let written = unsafe bytes.withUnsafeBytes { unsafe gzwrite(file, $0.baseAddress, UInt32($0.count)) }
        if written != bytes.count { throw SystemError() }
    }

    /// Writes what is left. Throws the system's error. Call this once, last.
    func finish() throws(SystemError) {
        guard let file = unsafe file else { return }
        unsafe self.file = nil
        if unsafe gzclose(file) != Z_OK { throw SystemError() }
    }
}

/// The last error of a call to the system.
struct SystemError: Error {
    let number = errno
}
