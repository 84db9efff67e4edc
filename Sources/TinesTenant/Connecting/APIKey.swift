/// The bearer key of a tenant's API. Nothing that prints a value shows it: it has to be asked for by name.
public struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let secret: String

    /// Takes a key as a file or an environment variable contains it; one newline at its end is dropped.
    ///
    /// - Throws: ``TenantConfigurationError`` for a key that is empty or contains what a header field can't: line
    ///   breaks, spaces, control characters, anything but ASCII. A key that went through would change the request.
    public init(_ text: String) throws(TenantConfigurationError) {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw TenantConfigurationError("The API key is empty")
        }
        if bytes.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            throw TenantConfigurationError("The API key has more than one line; it must be the key and nothing else")
        }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw TenantConfigurationError(
                "The API key contains spaces or characters that can't be sent in a header; copy it once more"
            )
        }
        guard bytes.count <= 8192 else {
            throw TenantConfigurationError("The API key is longer than 8,192 bytes, so it is not a key")
        }
        secret = String(decoding: bytes, as: UTF8.self)
    }

    /// A word in place of the key.
    public var description: String { "(API key)" }
    /// A word in place of the key.
    public var debugDescription: String { description }
    /// Shows no part of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The text without the key, in case a server or a proxy sends it back.
    func redacting(_ text: String) -> String {
        text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "(API key)")
    }
}
