/// Why nothing could be read from a source.
public struct RetryJobSourceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong; each kind has its own exit status in the batch runner.
    public enum Kind: Sendable, Hashable {
        /// Saved pages that are missing, unreadable or no pages.
        case unreadableInput
        /// The tenant can't be reached, or what answers is no API.
        case unreachable
        /// Rate-limited or timed out to the end: a later try may succeed.
        case temporary
        /// The key was refused.
        case keyRefused
    }

    /// What went wrong.
    public let kind: Kind
    /// What, where and what to do, in one or two sentences. Free of keys; excerpts of answers are short and cleaned.
    public let description: String

    /// What a program that read the source may offer its user to change; nil where nothing comes to mind.
    public let setting: Setting?

    /// A setting of a source that may be wrong.
    public enum Setting: Sendable, Hashable {
        /// The API key.
        case key
        /// The proxy: one may be needed, or the one that was given is the fault.
        case proxy
        /// The authorities that are trusted.
        case authorities
    }

    /// An error with its message.
    public init(_ kind: Kind, _ description: String, setting: Setting? = nil) {
        self.kind = kind
        self.description = description
        self.setting = setting
    }
}
