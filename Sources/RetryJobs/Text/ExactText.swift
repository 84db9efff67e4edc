/// A text that is equal to another one, and ordered before it, by its bytes alone.
///
/// Swift's `String` compares by canonical equivalence: two names that differ only in normalization are equal and
/// have no order. Groups, identifiers and everything that sorts a report need one that no locale and no
/// normalization changes.
package struct ExactText: Hashable, Comparable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package static func < (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        // Texts with equal bytes are equal strings, so the string's own hash, which is fast, is right for them too.
        hasher.combine(text)
    }
}
