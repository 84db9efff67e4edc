/// Text from the tenant as it can be shown: cut to length, with words where there is none or nothing to see. It stays
/// text: escaping it, and marking characters that can't be seen, is a renderer's work.
struct NameWords: Sendable {
    let length: Int
    let breaksAutolinks: Bool

    init(_ detail: ReportDetail) {
        length = detail.nameLength
        breaksAutolinks = detail.breaksAutolinks
    }

    /// The text, cut to `length` Unicode scalars. Not characters, since a single one may take any number of
    /// combining marks.
    func clipped(_ text: String, to length: Int? = nil) -> (text: String, isClipped: Bool) {
        // No text has more scalars than bytes.
        if text.utf8.count <= length ?? self.length { return (finished(text), false) }
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(scalars.startIndex, offsetBy: length ?? self.length, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return (finished(text), false) }
        return (finished(String(scalars[..<end])) + "…", true)
    }

    /// A sentence, cut after a word where it is too long. It may be longer than a name: half of it says nothing.
    func sentence(_ text: String) -> String {
        // The last steps of a mail have to fit with any names and notes.
        let (shown, isClipped) = clipped(text, to: length < 60 ? length : max(length, Self.sentenceLength))
        guard isClipped, let space = shown.lastIndex(of: " ") else { return shown }
        // A text of one word has no better place to be cut at.
        return shown.distance(from: space, to: shown.endIndex) > Self.sentenceLength / 4 ? shown : shown[..<space] + "…"
    }

    private static let sentenceLength = 240

    /// The names of a text that may be missing: `name`, `isNamed` and its opposite `isMissing`, `isClipped`.
    func values(_ text: String?, missing: String) -> ViewObject {
        ViewObject(Name(words: self, text: text, missing: missing))
    }

    private struct Name: ViewSubject {
        let words: NameWords
        let text: String?
        let missing: String

        var isNamed: Bool { text.map { !NameWords.isBlank($0) } ?? false }

        static let fields: ViewFields<Name> = [
            "name": { .text($0.words.shown($0.text, missing: $0.missing)) },
            "isNamed": { .flag($0.isNamed) },
            "isMissing": { .flag(!$0.isNamed) },
            "isClipped": { name in .flag(name.isNamed && name.words.clipped(name.text ?? "").isClipped) },
        ]
    }

    private func shown(_ text: String?, missing: String) -> String {
        guard let text, !text.isEmpty else { return missing }
        return Self.isBlank(text) ? Self.blank : clipped(text).text
    }

    func type(_ type: JobType) -> ViewObject { values(type.rawValue, missing: Self.noType) }

    func errorClass(_ errorClass: String?) -> ViewObject { values(errorClass, missing: Self.noErrorClass) }

    /// An action's names; `label` is its name and id in one, `idInWords` is the id as `id 88214`. A page writes the id
    /// separately from the name, which may run from right to left.
    func action(_ action: ActionReference?) -> ViewObject {
        self.action(facts: action.map { ActionFacts($0) })
    }

    /// An action's names, and whose it is as far as that is known.
    func action(facts action: ActionFacts?) -> ViewObject {
        ViewObject(Action(words: self, facts: action))
    }

    private struct Action: ViewSubject {
        let words: NameWords
        let facts: ActionFacts?

        var action: ActionReference? { facts?.reference }

        var number: String? { action?.id.map { String($0) } }

        var link: String? { facts?.url.flatMap { ActionLinks.isLink($0) ? $0 : nil } }

        var missing: String {
            action == nil ? "(no action)" : action?.id == nil ? "(unnamed action)" : "action"
        }

        var name: Name { Name(words: words, text: action?.name, missing: missing) }

        static let fields: ViewFields<Action> = [
            "name": { .text($0.words.shown($0.action?.name, missing: $0.missing)) },
            "isNamed": { .flag($0.name.isNamed) },
            "isMissing": { .flag(!$0.name.isNamed) },
            "isClipped": { Name.fields["isClipped"]?($0.name) ?? .flag(false) },
            "isKnown": { .flag($0.action != nil) },
            "hasNumber": { .flag($0.action?.id != nil) },
            "number": { .text($0.number ?? "") },
            "idInWords": { .text($0.number.map { "id \($0)" } ?? "") },
            "label": { .text($0.words.label($0.action, missing: $0.missing)) },
            "isLinked": { .flag($0.link != nil) },
            "url": { .text($0.link ?? "") },
            "hasStory": { .flag($0.facts?.story != nil) },
            "story": { .text($0.words.story($0.facts?.story)) },
            "hasTeam": { .flag($0.facts?.team != nil) },
            "team": { .text($0.words.team($0.facts?.team)) },
            "hasOwners": { .flag($0.facts?.owners.isEmpty == false) },
            "owners": { .text($0.words.owners($0.facts?.owners ?? [])) },
            "isDisabled": { .flag($0.facts?.isDisabled == true) },
        ]
    }

    /// A story's name or, without one, its number; empty when the story is not known.
    func story(_ story: StoryFacts?) -> String {
        guard let story else { return "" }
        return shown(story.name, missing: "story \(story.id)")
    }

    /// A team's name or, without one, its number; empty when the team is not known.
    func team(_ team: TeamFacts?) -> String {
        guard let team else { return "" }
        return shown(team.name, missing: "team \(team.id)")
    }

    /// The first owners by name, and how many more there are.
    func owners(_ names: [String]) -> String {
        let most = 3
        let shown = names.prefix(most).map(short).joined(separator: ", ")
        return names.count > most ? "\(shown) and \(NumberWords.grouped(names.count - most)) more" : shown
    }

    /// A name that is known, cut where it is too long.
    func short(_ name: String) -> String { shown(name, missing: Self.blank) }

    private func label(_ action: ActionReference?, missing: String) -> String {
        let number = action?.id.map { "id \($0)" }
        guard let name = action?.name, !name.isEmpty else { return number.map { "action (\($0))" } ?? missing }
        let shown = Self.isBlank(name) ? Self.blank : clipped(name).text
        return number.map { "\(shown) (\($0))" } ?? shown
    }

    private func finished(_ text: String) -> String {
        let text = Self.withVisibleJoiners(text)
        return breaksAutolinks ? Autolinks.broken(text) : text
    }

    /// A U+2060 in a name would pass unseen, since the table of characters that can't be seen leaves it out: reports
    /// write it themselves.
    private static func withVisibleJoiners(_ text: String) -> String {
        // Nearly all names are of ASCII, in whose bytes this is known faster.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        return text.unicodeScalars.contains("\u{2060}") ? text.replacing("\u{2060}", with: "⟨U+2060⟩") : text
    }

    private static func isBlank(_ text: String) -> Bool {
        if let first = text.utf8.first, first > 0x20, first < 0x7F { return false }
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    static let blank = "(blank)"
    static let noType = "(no type)"
    static let noErrorClass = "(no error class)"
}

/// What mail clients make links of in plain text: addresses of pages and of people, and names of hosts.
enum Autolinks {
    /// The text with an invisible U+2060 in each part that a mail client would make a link of, and nowhere else, so that
    /// any other name can be copied and searched for. U+2060 is in no host name and no address.
    static func broken(_ text: String) -> String {
        guard
            text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ":") })
        else { return text }
        var broken = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (position, scalar) in scalars.enumerated() {
            broken.append(scalar)
            if wouldLink(through: position, in: scalars) { broken.append("\u{2060}") }
        }
        return String(broken)
    }

    private static func wouldLink(through position: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let before = position > 0 ? scalars[position - 1] : " "
        let after = position + 1 < scalars.count ? scalars[position + 1] : " "
        switch scalars[position] {
        case ":":
            // A scheme: `https:` and `mailto:`, not the colons of `Faraday::TimeoutError`, nor `step: 2`.
            return isLetter(before) && after != ":" && !after.properties.isWhitespace
        case "@": return isWord(before) && isWord(after)
        case ".":
            // `example.com`, not `v1.2` nor the end of a sentence.
            return isWord(before) && isLetter(after) && position + 2 < scalars.count && isLetter(scalars[position + 2])
        default: return false
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || scalar.properties.numericType != nil || scalar == "-" || scalar == "_"
    }
}

/// The actions that a report names near a job: some jobs give only the id of their action, others its name too.
struct KnownActions: Sendable {
    /// Those of the job's group, and those of the report.
    private let own, common: [Int64: ActionFacts]
    private let directory: ActionDirectory?

    init(_ context: ViewContext, _ group: ErrorGroup) {
        own = Self.byID(group.topActions.map(\.action))
        common = context.actions
        directory = group.jobs.directory
    }

    /// Actions by their ids; of those with the same id the first that has a name.
    static func byID(_ actions: [ActionFacts]) -> [Int64: ActionFacts] {
        Dictionary(actions.compactMap { action in action.id.map { ($0, action) } }) { first, other in
            first.name == nil && other.name != nil ? other : first
        }
    }

    private func known(_ id: Int64) -> ActionFacts? {
        guard let action = own[id] else { return common[id] }
        guard action.name == nil, let other = common[id], other.name != nil else { return action }
        return other
    }

    /// The action with its name, and whose it is, as far as that is known.
    func facts(of action: ActionReference?) -> ActionFacts? {
        guard let action, let id = action.id else { return action.map { ActionFacts($0) } }
        let known = known(id)
        let named = ActionReference(id: id, name: action.name ?? known?.name)
        if let directory { return directory.facts(of: named) }
        return known.map { ActionFacts(named, like: $0) } ?? ActionFacts(named)
    }
}
