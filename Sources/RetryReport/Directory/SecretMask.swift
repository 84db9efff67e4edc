/// An error's text as a report may show it: secrets hidden, cleaned, cut short.
///
/// What is hidden: values of headers, parameters and members whose names say that they are secret (`Authorization`,
/// `api_key`, `password=…`), what follows `Bearer` and `Basic`, user names and passwords in URLs, and long words that
/// look like keys (hexadecimal, base64, well-known prefixes). No rule can know every secret: a text that was masked
/// is safer than before, and still not for everyone.
public enum SecretMask {
    /// What replaces a secret.
    public static let mark = "[hidden]"
    /// The most Unicode scalars of a shown text.
    public static let longestText = 300
    /// How much of a text is looked at; the rest is cut off.
    private static let longestInput = 4_000

    /// The text masked, cleaned by ``VisibleText`` and cut to ``longestText``.
    public static func excerpt(_ text: String) -> String {
        let clean = VisibleText.clean(masked(text))
        let scalars = clean.unicodeScalars
        guard scalars.count > longestText else { return clean }
        return String(scalars.prefix(longestText - 1)) + "…"
    }

    /// The text with its secrets hidden, of which no more than the first 4,000 scalars are kept.
    static func masked(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars.prefix(longestInput))
        if scalars.count == longestInput {
            // Half a secret at the end would look like an ordinary word.
            while let last = scalars.last, !last.properties.isWhitespace { scalars.removeLast() }
        }
        var scanner = SecretScanner(scalars)
        return scanner.masked()
    }
}

/// Goes through a text once and copies what is not secret.
private struct SecretScanner {
    private let text: [Unicode.Scalar]
    private var place = 0
    private var result = String.UnicodeScalarView()

    init(_ text: [Unicode.Scalar]) {
        self.text = text
    }

    mutating func masked() -> String {
        while place < text.count {
            if hideCredentialsOfURL() { continue }
            guard isWord(text[place]) else {
                copy(to: place + 1)
                continue
            }
            if hideNamedValue() || hideAfterScheme() { continue }
            copyOrHideWord()
        }
        return String(result)
    }

    private mutating func copy(to end: Int) {
        result.append(contentsOf: text[place..<end])
        place = end
    }

    private mutating func hide(to end: Int) {
        result.append(contentsOf: SecretMask.mark.unicodeScalars)
        place = end
    }

    // MARK: URLs

    /// Hides `user:password@` after `://`.
    private mutating func hideCredentialsOfURL() -> Bool {
        guard text[place] == "/", place > 0, text[place - 1] == ":", at(place + 1) == "/" else { return false }
        let start = place + 2
        let end = first(from: start) { $0.properties.isWhitespace || "\"'<>`".unicodeScalars.contains($0) }
        let authority = first(from: start, to: end) { "/?#\\".unicodeScalars.contains($0) }
        var ends = authority
        // A password may contain a slash or an at sign. Then what follows the colon is not a port.
        if let colon = text[start..<authority].firstIndex(of: ":"),
            !text[(colon + 1)..<authority].allSatisfy({ ("0"..."9").contains($0) })
        {
            ends = end
        }
        guard let sign = text[start..<ends].lastIndex(of: "@"), sign > start else { return false }
        copy(to: start)
        hide(to: sign)
        return true
    }

    // MARK: Names and their values

    /// Hides the value after `password=`, `"token": "…"`, `Authorization: …`.
    private mutating func hideNamedValue() -> Bool {
        let nameEnd = first(from: place) { !isNameCharacter($0) }
        let name = SecretNames.normalized(text[place..<nameEnd])
        guard SecretNames.isSecret(name) else { return false }
        var start = nameEnd
        while let next = at(start), isQuote(next) || next == "]" { start += 1 }
        while at(start) == " " { start += 1 }
        guard let separator = at(start), separator == ":" || separator == "=" else { return false }
        start += 1
        while let next = at(start), next == ">" || next == "=" || next == ":" { start += 1 }
        while let next = at(start), next.properties.isWhitespace && next != "\n" || next == "[" { start += 1 }
        var quote: Unicode.Scalar?
        while let next = at(start), isQuote(next) {
            if next != "\\" { quote = next }
            start += 1
        }
        let end = valueEnd(from: start, quote: quote, isHeader: SecretNames.isHeader(name))
        guard end > start else { return false }
        copy(to: start)
        hide(to: end)
        return true
    }

    private func valueEnd(from start: Int, quote: Unicode.Scalar?, isHeader: Bool) -> Int {
        if let quote {
            let end = first(from: start) { $0 == quote || $0 == "\n" }
            // The quotation mark may be escaped inside of a quoted document.
            return at(end) == quote && end > start && text[end - 1] == "\\" ? end - 1 : end
        }
        if isHeader { return first(from: start) { $0 == "\n" || $0 == "\r" } }
        func ends(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || ",;&)}]<>\"'".unicodeScalars.contains(scalar)
        }
        let end = first(from: start, where: ends)
        guard SecretNames.isScheme(SecretNames.normalized(text[start..<end])), at(end) == " " else { return end }
        return first(from: end + 1, where: ends)
    }

    /// Hides the word after `Bearer` and its like.
    private mutating func hideAfterScheme() -> Bool {
        let end = first(from: place) { !isNameCharacter($0) }
        guard SecretNames.isScheme(SecretNames.normalized(text[place..<end])), at(end) == " " || at(end) == "+" else {
            return false
        }
        let start = first(from: end) { $0 != " " && $0 != "+" }
        let wordEnd = first(from: start) { $0.properties.isWhitespace || "\"',;<>\\".unicodeScalars.contains($0) }
        let word = text[start..<wordEnd]
        let isPlain =
            word.count < 16 && word.allSatisfy { ("a"..."z").contains($0) || ":.!?)".unicodeScalars.contains($0) }
        guard word.count >= 4, !isPlain else { return false }
        copy(to: start)
        hide(to: wordEnd)
        return true
    }

    // MARK: Words

    private mutating func copyOrHideWord() {
        let end = first(from: place) { !isWord($0) }
        var wordEnd = end
        let word = text[place..<end].filter { !isInvisible($0) }
        // The three parts of a JSON web token.
        if word.starts(with: "eyJ".unicodeScalars) {
            wordEnd = first(from: place) { !isWord($0) && $0 != "." }
        }
        if SecretWord(word).isSecret { hide(to: wordEnd) } else { copySegments(to: end) }
    }

    /// A path is copied segment by segment: one of them may be a key.
    private mutating func copySegments(to end: Int) {
        while place < end {
            let segmentEnd = first(from: place, to: end) { "/%=+".unicodeScalars.contains($0) }
            let segment = text[place..<segmentEnd].filter { !isInvisible($0) }
            if SecretWord(segment).isSecret { hide(to: segmentEnd) } else { copy(to: segmentEnd) }
            if place < end { copy(to: place + 1) }
        }
    }

    // MARK: Characters

    private func at(_ index: Int) -> Unicode.Scalar? { index < text.count ? text[index] : nil }

    private func first(from start: Int, to end: Int? = nil, where ends: (Unicode.Scalar) -> Bool) -> Int {
        let limit = min(end ?? text.count, text.count)
        var index = start
        while index < limit, !ends(text[index]) { index += 1 }
        return min(index, limit)
    }

    private func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        SecretWord.isLetterOrDigit(scalar) || scalar == "_" || scalar == "-" || isInvisible(scalar)
    }

    private func isWord(_ scalar: Unicode.Scalar) -> Bool {
        isNameCharacter(scalar) || "+/=%".unicodeScalars.contains(scalar)
    }

    private func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "'" || scalar == "`" || scalar == "\\"
    }

    /// Characters that a reader can't see don't split a word.
    private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x7f && scalar.properties.generalCategory == .format
    }
}

/// Names after which a value is secret.
private enum SecretNames {
    private static let parts = [
        "password", "passwd", "passphrase", "passcode", "secret", "token", "apikey", "accesskey", "privatekey",
        "authorization", "credential", "signature", "cookie", "session", "jwt", "bearer", "signingkey", "sharedkey",
    ]
    private static let complete: Set<String> = ["auth", "pwd", "pass", "pw", "key", "sig", "pin", "otp", "xauth"]
    private static let schemes: Set<String> = ["bearer", "basic", "digest", "negotiate", "apikey", "token"]

    /// A name in lower case, without what separates its words.
    static func normalized(_ name: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in name where SecretWord.isLetterOrDigit(scalar) { text.append(scalar) }
        return String(text).lowercased()
    }

    static func isSecret(_ name: String) -> Bool {
        complete.contains(name) || parts.contains { name.contains($0) }
    }

    /// Headers whose value may have spaces.
    static func isHeader(_ name: String) -> Bool {
        name.contains("authorization") || name.contains("cookie")
    }

    static func isScheme(_ name: String) -> Bool { schemes.contains(name) }
}

/// A word without spaces, and whether it looks like a key.
private struct SecretWord {
    private let word: [Unicode.Scalar]

    /// How keys begin that well-known services issue.
    private static let prefixes = [
        "AKIA", "ASIA", "AIza", "eyJ", "ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "glpat-", "xoxb-", "xoxp-",
        "xoxa-",
        "sk-", "sk_", "pk_", "rk_", "SG", "hvs", "npm_", "shpat_", "dop_v1_", "ya29",
    ]
    private static let shortest = 16

    init(_ word: [Unicode.Scalar]) {
        self.word = word
    }

    var isSecret: Bool {
        guard word.count >= 12 else { return false }
        if word.count >= Self.shortest, hasKnownPrefix { return true }
        let runs = word.split { !Self.isLetterOrDigit($0) }
        if runs.contains(where: isKey) { return true }
        let digits = word.count { Self.isDigit($0) }
        let letters = runs.reduce(0) { $0 + $1.count } - digits
        // A UUID, or a key in groups.
        if digits + letters >= 24, digits >= 6, letters >= 3 { return true }
        // Base64 in parts: unlike in a path, the case of letters changes all the time.
        if word.count >= 32, digits >= 1, word.contains("/"), hasUpperAndLower(word[...]),
            4 * changesOfCase(word.filter { !Self.isDigit($0) && $0 != "/" }[...]) > word.count
        {
            return true
        }
        // Base64 with the signs that words don't have.
        let hasSigns = word.contains("+") || word.last == "="
        return word.count >= Self.shortest && hasSigns && hasUpperAndLower(word[...])
    }

    private var hasKnownPrefix: Bool {
        Self.prefixes.contains { prefix in word.starts(with: prefix.unicodeScalars) }
            && word.contains(where: Self.isDigit)
    }

    private func isKey(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
        guard run.count >= Self.shortest else { return false }
        let digits = run.count(where: Self.isDigit)
        if digits == run.count { return run.count >= 32 }
        if digits >= 2 { return true }
        if digits == 1, !run.contains(where: Self.isLower) { return true }
        return hasUpperAndLower(run) && 5 * changesOfCase(run) > 2 * run.count
    }

    private func hasUpperAndLower(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
        run.contains(where: Self.isLower) && run.contains { ("A"..."Z").contains($0) }
    }

    /// Few in a name such as `ActiveRecordNotFound`, many where letters are random.
    private func changesOfCase(_ run: ArraySlice<Unicode.Scalar>) -> Int {
        zip(run, run.dropFirst()).count { Self.isLower($0) != Self.isLower($1) }
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    static func isLower(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

    static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        isLower(scalar) || ("A"..."Z").contains(scalar) || isDigit(scalar)
    }
}
