/// A setting that can't be used. The description says what is wrong and what to write instead; it never contains a key.
public struct TenantConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what to write instead, in one or two sentences.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
