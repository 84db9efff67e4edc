/// Texts stored once, each under a small number. Two texts are the same only when their bytes are:
/// Swift's `==` also holds for texts that merely look alike.
package struct TextTable: Sendable {
    /// A text's number in its table.
    package typealias Symbol = Int32
    /// Stands for "no text".
    package static let none: Symbol = -1

    /// Every text, by its number.
    package private(set) var texts: [String] = []
    private var symbols: [ExactText: Symbol] = [:]

    package init() {}

    /// The text's number and whether it is new here.
    package mutating func intern(_ text: String) -> (symbol: Symbol, isNew: Bool) {
        let key = ExactText(text)
        if let symbol = symbols[key] { return (symbol, false) }
        let symbol = Symbol(texts.count)
        texts.append(text)
        symbols[key] = symbol
        return (symbol, true)
    }

    package mutating func symbol(for text: String?) -> Symbol {
        guard let text else { return Self.none }
        return intern(text).symbol
    }
}
