/// Looks through a Markdown template for what must not be published: unknown names, tags that would print data
/// unescaped, HTML and links that are not allowed, and places where no escape makes data safe. Finds all faults, not
/// only the first.
struct MarkdownCheck {
    private(set) var faults: [TemplateFault] = []
    private let template: String
    private var names: TemplateNames
    private var markup = MarkdownMarkup()
    private var open: [Section] = []
    /// The states in which the sections of lists end, by their position: a list's next element comes after the last.
    private var ends: [Int: MarkdownMarkup.State] = [:]

    private struct Section {
        var line: Int
        var name: String
        var position: Int
        var isList: Bool
        /// The state where the section begins, which goes on where it ends if it is left out.
        var before: MarkdownMarkup.State
    }

    /// More sections within each other are not needed, and each costs the parser a call of itself.
    private static let deepest = 32

    init(_ text: String, template: String, view: ViewObject) {
        self.template = template
        let tags = TemplateTags(text)
        names = TemplateNames(view)
        // The end of a list's section is known after the first pass, and what depends on it after the second.
        for _ in 1...3 {
            faults = []
            names = TemplateNames(view)
            markup = MarkdownMarkup()
            open = []
            check(tags)
        }
        var seen: Set<TemplateFault> = []
        faults = faults.filter { seen.insert($0).inserted }.sorted { $0.line < $1.line }
    }

    private mutating func check(_ tags: TemplateTags) {
        var last = 1
        for (position, (line, piece)) in tags.pieces.enumerated() {
            last = line
            switch piece {
            case .text(let text): last = check(text, from: line)
            case .tag(let kind, let name): check(kind, name, line, position)
            case .unclosed: fault(line, "a tag begins with '{{' and does not end")
            }
            for problem in markup.takeProblems() { fault(line, problem) }
        }
        markup.end()
        for problem in markup.takeProblems() { fault(last, problem) }
        for section in open {
            fault(section.line, "the section '\(section.name)' is not closed", "add {{/\(section.name)}}")
        }
    }

    private mutating func fault(_ line: Int, _ rule: String, _ advice: String = "") {
        faults.append(TemplateFault(template: template, line: line, rule: rule, advice: advice))
    }

    private mutating func check(_ text: String, from first: Int) -> Int {
        var line = first
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20, scalar != "\n", scalar != "\t" {
                fault(line, "the template contains a control character (\(VisibleText.name(scalar)))")
            }
            markup.pass(scalar)
            for problem in markup.takeProblems() { fault(line, problem) }
            if scalar == "\n" { line += 1 }
        }
        return line
    }

    // MARK: Tags

    private mutating func check(_ kind: Character, _ name: String, _ line: Int, _ position: Int) {
        switch kind {
        case "!": markup.passSection()
        case " ":
            _ = value(of: name, use: "{{\(name)}}", kinds: ["a text"], line)
            markup.passData(isAddress: name.split(separator: ".").last == MarkdownMarkup.addressName[...])
        case "#", "^": begin(kind, name, line, position)
        case "/": end(name, line)
        case "{", "&":
            fault(line, "'\(name)' would be printed unescaped, and data could become markup", "write {{\(name)}}")
        case ">", "<", "$": fault(line, "a template can't include another one ('\(name)')")
        case "=": fault(line, "the delimiters {{ and }} can't be changed")
        default: fault(line, "the escaping is for Markdown and can't be changed with {{%…}}")
        }
    }

    private mutating func value(of name: String, use: String, kinds: [String], _ line: Int) -> ViewValue? {
        do throws(TemplateNames.Problem) {
            return try names.value(of: name, use: use, kinds: kinds)
        } catch {
            fault(line, error.rule, error.advice)
            return nil
        }
    }

    private mutating func begin(_ sign: Character, _ name: String, _ line: Int, _ position: Int) {
        let value = value(of: name, use: "{{\(sign)\(name)}}", kinds: ["a flag", "a list", "a group of names"], line)
        if open.count == Self.deepest { fault(line, "there are more than \(Self.deepest) sections within each other") }
        markup.passSection()
        var section = Section(line: line, name: name, position: position, isList: false, before: markup.state)
        switch value {
        case .list(let list)? where sign == "#":
            section.isList = true
            do throws(TemplateNames.Problem) {
                try names.enter(list, named: name)
            } catch {
                fault(line, error.rule, error.advice)
            }
            if let end = ends[position] { markup.merge(end) }
        case .object(let object)? where sign == "#": names.enter(object)
        default: names.enter()
        }
        open.append(section)
    }

    private mutating func end(_ name: String, _ line: Int) {
        guard let section = open.popLast() else {
            return fault(line, "{{/\(name)}} closes a section that is not open")
        }
        names.leave()
        if section.name != name {
            fault(
                line,
                "{{/\(name)}} is where the section '\(section.name)' of line \(section.line) must be closed",
                "write {{/\(section.name)}}"
            )
        }
        markup.passSection()
        if section.isList { ends[section.position] = markup.state }
        markup.merge(section.before)
    }
}

/// A Mustache template cut into its tags and the text between them, with lines: what a check needs and the parser does
/// not tell.
struct TemplateTags {
    enum Piece: Hashable {
        case text(String)
        /// A tag: the character that says its kind (a space for a variable) and the name in it.
        case tag(kind: Character, name: String)
        /// A tag without an end.
        case unclosed
    }

    /// The pieces in order, each with the line on which it begins.
    let pieces: [(line: Int, piece: Piece)]

    init(_ template: String) {
        var pieces: [(line: Int, piece: Piece)] = []
        var line = 1
        var rest = Substring(template)
        func add(_ piece: Piece, _ source: Substring) {
            if !source.isEmpty { pieces.append((line, piece)) }
            line += source.utf8.count { $0 == UInt8(ascii: "\n") }
        }
        while let start = rest.firstRange(of: "{{")?.lowerBound {
            add(.text(String(rest[..<start])), rest[..<start])
            rest = rest[start...]
            let close = rest.hasPrefix("{{{") ? "}}}" : "}}"
            guard let end = rest.firstRange(of: close) else {
                add(.unclosed, rest)
                rest = ""
                break
            }
            add(Self.tag(rest[..<end.lowerBound].dropFirst(2)), rest[..<end.upperBound])
            rest = rest[end.upperBound...]
        }
        add(.text(String(rest)), rest)
        self.pieces = pieces
    }

    private static func tag(_ content: Substring) -> Piece {
        var name = content
        var kind: Character = " "
        if let first = content.first, "#^/!{&>$<=%".contains(first) {
            kind = first
            name = name.dropFirst()
        }
        return .tag(kind: kind, name: String(name.drop(while: \.isWhitespace).trimmingEnd(while: \.isWhitespace)))
    }
}

extension Substring {
    func trimmingEnd(while isUnwanted: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isUnwanted(last) { rest.removeLast() }
        return rest
    }
}
