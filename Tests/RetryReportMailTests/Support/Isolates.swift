/// The marks that a mail puts around names which run from right to left.
enum Isolates {
    static let start = "\u{2068}"
    static let end = "\u{2069}"

    /// The text without pairs of isolates; one without its partner stays.
    static func removed(from text: String) -> String {
        text.replacing(/\u{2068}([^\u{2068}\u{2069}]*)\u{2069}/.matchingSemantics(.unicodeScalar)) { $0.output.1 }
    }
}
