#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import CZlib
internal import FoundationEssentials

/// A file, a pipe or standard input, open for reading: the few calls that take a pointer, behind arrays.
///
/// Foundation reads a file with more calls than this and copies it once more; for thousands of small pages that is
/// most of the time.
@safe
package final class InputFile {
    /// Why a file can't be read: the system's message, or the program's own.
    package struct Fault: Error {
        let reason: String
    }

    private let descriptor: Int32
    private let isOurs: Bool
    /// True for a folder, whose bytes can't be read.
    let isFolder: Bool
    /// The size of a regular file; nil for a pipe, a terminal or a device.
    private let size: Int?

    /// Opens a file by its path. Does not wait until the other end of a pipe is opened: ask ``isReady()``.
    package convenience init(path: String) throws(Fault) {
        guard !path.utf8.contains(0) else { throw Fault(reason: "its name contains a zero byte") }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Fault.last() }
        try self.init(descriptor: descriptor, isOurs: true)
    }

    /// The program's standard input, which stays open.
    static func standardInput() throws(Fault) -> InputFile {
        try InputFile(descriptor: STDIN_FILENO, isOurs: false)
    }

    private init(descriptor: Int32, isOurs: Bool) throws(Fault) {
        self.descriptor = descriptor
        self.isOurs = isOurs
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let fault = Fault.last()
            if isOurs { close(descriptor) }
            throw fault
        }
        let kind = status.st_mode & S_IFMT
        isFolder = kind == S_IFDIR
        size = kind == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        if isOurs { close(descriptor) }
    }

    /// Everything to the end of a regular file. Throws when that is more than `limit` bytes, and for anything else: a
    /// pipe might block a thread forever.
    package func readAll(limit: Int) throws(Fault) -> [UInt8] {
        guard !isFolder else { throw Fault(reason: "it is a folder") }
        guard let size else { throw Fault(reason: "it is not a file but a pipe or a device") }
        if size > limit { throw .tooLarge(limit: limit) }
        // One byte more than the file has, so that its end shows in the same call.
        var bytes = try read(upTo: size + 1)
        if bytes.count == size { return bytes }
        while true {
            let more = try read(upTo: max(65_536, min(bytes.count, 16 << 20)))
            if more.isEmpty { return bytes }
            bytes += more
            if bytes.count > limit { throw .tooLarge(limit: limit) }
        }
    }

    /// The bytes that can be read now, at most `count`; empty at the end. Waits for a pipe: ask ``isReady()`` before.
    func read(upTo count: Int) throws(Fault) -> [UInt8] {
        var failure: Fault?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while true {
                #if canImport(Darwin)
                let got = unsafe Darwin.read(descriptor, buffer.baseAddress, count)
                #elseif canImport(Musl)
                let got = unsafe Musl.read(descriptor, buffer.baseAddress, count)
                #else
                let got = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
                #endif
                if got >= 0 {
                    filled = got
                    return
                }
                if errno == EINTR { continue }
                failure = .last()
                return
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// True when the next ``read(upTo:)`` does not wait. Always true for a file.
    func isReady() -> Bool {
        if size != nil { return true }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) != 0
    }
}

extension InputFile.Fault {
    static func last() -> Self {
        switch errno {
        case EBADF: Self(reason: "it is closed")
        case EMFILE, ENFILE: Self(reason: "too many open files (ulimit -n)")
        default: Self(reason: unsafe String(cString: strerror(errno)))
        }
    }

    static func tooLarge(limit: Int) -> Self {
        Self(reason: "it has more than \(limit) bytes, the maximum for one document")
    }
}

/// A new file for its owner alone.
enum OutputFile {
    /// Writes all of `data` to a file that does not exist yet. Throws the system's reason.
    static func write(_ data: Data, to path: String) throws(InputFile.Fault) {
        guard !path.utf8.contains(0) else { throw InputFile.Fault(reason: "its name contains a zero byte") }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last() }
        close(descriptor)
        do {
            // It keeps the mode of a file that is there.
            try data.write(to: URL(filePath: path))
        } catch {
            throw InputFile.Fault(reason: "\(error)")
        }
    }
}

/// Decompresses gzip as it arrives, several members one after the other included.
@safe
final class GzipReader {
    private let stream: UnsafeMutablePointer<z_stream>
    private var isAtMemberEnd = false

    /// True for bytes that begin like gzip.
    static func recognizes(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: [0x1F, 0x8B])
    }

    init() throws(InputFile.Fault) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 more for gzip alone.
        guard unsafe inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            unsafe stream.deallocate()
            throw InputFile.Fault(reason: "not enough memory to decompress it")
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Returns the next bytes, decompressed. Throws when they are not gzip or more than `limit` bytes result.
    func decompress(_ input: [UInt8], limit: Int) throws(InputFile.Fault) -> [UInt8] {
        var output: [UInt8] = []
        var given = input
        var isDamaged = false
        unsafe given.withUnsafeMutableBufferPointer { given in
            unsafe stream.pointee.next_in = given.baseAddress
            unsafe stream.pointee.avail_in = UInt32(given.count)
            var mayHaveMore = false
            while unsafe (stream.pointee.avail_in > 0 || mayHaveMore), output.count <= limit, !isDamaged {
                if isAtMemberEnd {
                    unsafe inflateReset(stream)
                    isAtMemberEnd = false
                }
                let step = 65_536
                var result = Z_OK
                let piece = unsafe [UInt8](unsafeUninitializedCapacity: step) { buffer, filled in
                    unsafe stream.pointee.next_out = buffer.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(step)
                    result = unsafe inflate(stream, Z_NO_FLUSH)
                    filled = step - Int(unsafe stream.pointee.avail_out)
                }
                output += piece
                isAtMemberEnd = result == Z_STREAM_END
                // With nothing left to read and nothing to write, zlib has no progress to report.
                isDamaged = result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR
                mayHaveMore = piece.count == step && result == Z_OK
            }
        }
        if isDamaged { throw InputFile.Fault(reason: "it is damaged gzip") }
        if output.count > limit { throw .tooLarge(limit: limit) }
        return output
    }

    /// Throws when the last member is cut short.
    func finish() throws(InputFile.Fault) {
        if !isAtMemberEnd { throw InputFile.Fault(reason: "it is gzip that ends too early") }
    }
}
