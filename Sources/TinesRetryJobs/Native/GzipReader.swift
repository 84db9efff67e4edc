internal import CZlib

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
            throw InputFile.Fault(reason: "there is no memory to decompress it")
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// What the next bytes come to. Throws when they are not gzip or come to more than `limit` bytes.
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
