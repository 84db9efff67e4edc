/// Looks through a Markdown template for what must not be published: unknown names, tags that would let data through
/// unescaped, and places where no escape makes data safe. Finds all faults, not only the first.
struct TemplateCheck {
    private(set) var faults: [MarkdownTemplateError.Fault] = []
    private var names: TemplateNames
    private var open: [(line: Int, name: String)] = []
    private var place = TextPlace()
    /// Nobody needs as many, and whoever reads a template calls itself for each.
    private static let deepest = 32

    init(_ template: String, names: TemplateNames) {
        self.names = names
        for (line, piece) in TemplateTags(template).pieces {
            switch piece {
            case .text(let text): check(text, from: line)
            case .tag(let kind, let name): check(kind, name, line)
            case .unclosed: fault(line, "a tag begins with '{{' and never ends")
            }
        }
        for section in open {
            fault(section.line, "the section '\(section.name)' is not closed: add {{/\(section.name)}}")
        }
        faults.sort { $0.line < $1.line }
    }

    private mutating func fault(_ line: Int, _ problem: String) {
        faults.append(MarkdownTemplateError.Fault(line: line, problem: problem))
    }

    // MARK: Text of the template

    private mutating func check(_ text: String, from first: Int) {
        var line = first
        for scalar in text.unicodeScalars {
            if scalar == "\n" { line += 1 }
            if scalar.value < 0x20, scalar != "\n", scalar != "\t" {
                fault(line, "the template holds a control character (U+\(String(scalar.value, radix: 16)))")
            }
        }
        place.pass(text)
        if text.lowercased().contains("<script") || text.lowercased().contains("<style") {
            fault(first, "a report holds neither scripts nor styles")
        }
    }

    // MARK: Tags

    private mutating func check(_ kind: Character, _ name: String, _ line: Int) {
        switch kind {
        case "!": break
        case " ": checkVariable(name, line)
        case "#", "^": checkSection(kind, name, line)
        case "/": checkEnd(name, line)
        case "{", "&":
            fault(line, "'\(name)' would be printed unescaped, and data could become markup: write {{\(name)}}")
        case ">", "<", "$": fault(line, "a template stands alone: it can't take in '\(name)' from another")
        case "=": fault(line, "the delimiters are {{ and }} and can't be changed")
        default: fault(line, "the escaping is for Markdown and can't be changed with {{%…}}")
        }
    }

    private mutating func checkVariable(_ name: String, _ line: Int) {
        switch known(name, line) {
        case .flag: fault(line, "'\(name)' is yes or no: write {{#\(name)}}…{{/\(name)}}")
        case .list: fault(line, "'\(name)' is a list: write {{#\(name)}}…{{/\(name)}}")
        case .object: fault(line, "'\(name)' holds further names: write {{\(name).…}}")
        case .text, nil: break
        }
        if let problem = place.problem { fault(line, "'\(name)' stands \(problem)") }
        place.passData()
    }

    private mutating func checkSection(_ sign: Character, _ name: String, _ line: Int) {
        let kind = known(name, line)
        if kind == .text {
            fault(line, "'\(name)' is text, which is always there: print it with {{\(name)}}")
        }
        // Each list within itself would multiply what comes out by its length, without end in sight.
        if kind == .list, sign == "#", open.contains(where: { $0.name == name }) {
            fault(line, "the list '\(name)' would be repeated within itself: close the section around it first")
        }
        if open.count == Self.deepest { fault(line, "sections stand within sections, more than \(Self.deepest) deep") }
        open.append((line, name))
        if sign == "#" { names.enter(name) } else { names.enter("") }
    }

    private mutating func checkEnd(_ name: String, _ line: Int) {
        guard let section = open.popLast() else {
            return fault(line, "{{/\(name)}} closes a section that is not open")
        }
        names.leave()
        if section.name != name {
            fault(
                line,
                "{{/\(name)}} stands where the section '\(section.name)' of line \(section.line) must be closed"
            )
        }
    }

    private mutating func known(_ name: String, _ line: Int) -> TemplateNames.Kind? {
        if let kind = names.kind(of: name) { return kind }
        let help = names.nearest(to: name).map { "; did you mean '\($0)'?" } ?? ""
        fault(line, "there is no name '\(name)' here\(help)")
        return nil
    }
}
