/// Where in the Markdown the next tag stands, as far as escaping is concerned.
struct TextPlace {
    private var isInTag = false
    private var isInCode = false
    private var isInDestination = false
    /// The line begins with a bracket, as a reference's definition does.
    private var beginsWithBracket = false
    private var isAtLineStart = true
    private var previous: Unicode.Scalar = "\n"
    private var beforePrevious: Unicode.Scalar = "\n"

    /// Why data must not stand here; nil where it may.
    var problem: String? {
        if isInTag || previous == "<" {
            return "within an HTML tag or comment, where no escape is safe: put it between tags"
        }
        if isInCode { return "within a code span, where escapes would be seen: leave the backticks out" }
        if previous == "]" { return "right after ']', where it could become a link's destination: put a space between" }
        if isInDestination { return "within a link's destination, which must be written out" }
        return nil
    }

    mutating func pass(_ text: String) {
        for scalar in text.unicodeScalars {
            pass(scalar)
            (beforePrevious, previous) = (previous, scalar)
        }
    }

    /// Data ends nothing and begins nothing.
    mutating func passData() {
        (beforePrevious, previous) = ("x", "x")
        isAtLineStart = false
    }

    private mutating func pass(_ scalar: Unicode.Scalar) {
        switch scalar {
        case ">": isInTag = false
        case "`": if !isInTag, previous != "\\" { isInCode.toggle() }
        case "\n":
            isInCode = false
            // A destination may stand on the next line, not in the next paragraph.
            if previous == "\n" { isInDestination = false }
            beginsWithBracket = false
            isAtLineStart = true
        case "(":
            if previous == "]" { isInDestination = true }
        case ")": isInDestination = false
        default:
            let opensTag = previous == "<" && beforePrevious != "\\" && !isInCode
            if opensTag, scalar.properties.isAlphabetic || scalar == "/" || scalar == "!" || scalar == "?" {
                isInTag = true
            }
            // A reference: [name]: destination
            if scalar == ":", previous == "]", beginsWithBracket { isInDestination = true }
            if scalar == "[", isAtLineStart { beginsWithBracket = true }
        }
        if scalar != " ", scalar != "\n" { isAtLineStart = false }
    }
}
