/// A text as a part of an identifier and of a file's name: ASCII letters, digits, full stops, hyphens and underscores.
struct MessageLabel {
    let text: String

    /// The text itself when it is one already; else with hyphens for what it can't hold, and a digest, so that names
    /// that differ still do.
    init(_ name: String) {
        let kept = name.unicodeScalars.prefix(60).map { Self.isAllowed($0) ? String($0) : "-" }.joined()
        let isAtoms = kept.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
        guard !isAtoms || !kept.utf8.elementsEqual(name.utf8) else {
            text = kept
            return
        }
        var digest = Digest()
        digest.add(name)
        text = kept.replacing(".", with: "-") + "-" + digest.text.prefix(8)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (HeaderSyntax.isAlphanumeric(UInt8(ascii: scalar)) || "-_.".unicodeScalars.contains(scalar))
    }
}
