import RetryReport

/// Explains libxml2's messages to a reader: `Element '{http://www.w3.org/1999/xhtml}a', attribute 'href': [facet …`.
struct SchemaWords {
    /// The element that it is about.
    let element: String?
    /// The rule that is broken, the attribute first.
    let rule: String
    /// What would be right.
    let advice: String

    init(_ problem: XMLProblem) {
        var message = problem.message.replacing("{\(Namespace.xhtml)}", with: "").replacing("\n", with: " ")
        var element: String?
        if message.hasPrefix("Element '"), let end = message.dropFirst(9).firstIndex(of: "'") {
            element = String(message.dropFirst(9)[..<end])
            message = String(message[message.index(after: end)...])
            if message.hasPrefix(", ") || message.hasPrefix(": ") { message.removeFirst(2) }
        }
        if element == "style" && message.hasPrefix("[facet 'pattern']") {
            self.element = "style"
            rule = "the style sheet contains something that is not allowed"
            advice = "no url(), no @import, no @font-face, no functions that the schema does not name, no backslash"
            return
        }
        self.element = element.map { VisibleText.clean($0) }
        // The pattern itself is long and helps nobody.
        if let end = message.firstRange(of: " by the pattern '") { message = String(message[..<end.lowerBound]) }
        if message.hasSuffix(".") { message.removeLast() }
        // A value can be as long as a name in the tenant, and a list of what is expected as long as the schema.
        let most = 300
        rule = VisibleText.clean(message.count > most ? "\(message.prefix(most))…" : message)
        advice = Self.advice(message)
    }

    private static func advice(_ message: String) -> String {
        if message.contains("This element is not expected") {
            return "the schema allows another choice of elements here; scripts, forms, frames and pictures never"
        }
        if message.hasSuffix("is not allowed") && message.hasPrefix("attribute 'style'") {
            return "a browser page has no style attributes: its policy hashes the style element only; use a class"
        }
        if message.hasSuffix("is not allowed") { return "leave it out" }
        if message.hasPrefix("attribute 'href'") { return "a link begins with https:, mailto: or #" }
        if message.hasPrefix("attribute 'style'") {
            return "only harmless properties with plain values: no url(), no position, no comment, no backslash"
        }
        return ""
    }

    /// True when libxml2 does not check the elements beside this one.
    static func endsTheCheckOfSiblings(_ problem: XMLProblem) -> Bool {
        problem.message.contains("This element is not expected")
    }

    /// True when this is libxml2's second report of a value that a pattern refused.
    static func repeatsThePattern(_ problem: XMLProblem) -> Bool {
        problem.message.contains("is not a valid value of the ")
    }
}
