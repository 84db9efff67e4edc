/// Takes the bytes of a report as they are made.
public protocol ByteSink {
    /// Takes the next bytes. Throws when they can't be kept, such as when a disk is full.
    mutating func write(contentsOf bytes: [UInt8]) throws
}

extension ByteSink {
    /// Takes the next text as UTF-8.
    public mutating func write(_ text: String) throws {
        try write(contentsOf: Array(text.utf8))
    }
}

/// A sink that keeps everything in memory.
public struct ByteBuffer: ByteSink, Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// An empty buffer.
    public init() {}

    /// Appends the bytes.
    public mutating func write(contentsOf bytes: [UInt8]) {
        self.bytes += bytes
    }

    /// What was written, read as UTF-8.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
