import RetryReport

/// Writes a template filled with a view's values.
///
/// Everything from the view goes through ``VisibleText`` and libxml2's escapes, so it can't become markup.
struct HTMLOutput {
    private let plan: TemplatePlan
    private let template: String
    private var scope: TemplateScope
    /// The row of a job that is being written; nil outside a list of jobs.
    private var row: Row?
    /// Whether names in `bdi` also get isolates.
    private let isolatesNames: Bool
    /// What is written and not drained yet.
    private var bytes: [UInt8] = []
    /// How many bytes are drained together: few at first, so that their check begins early.
    private var enough = 1 << 14
    private static let mostTogether = 1 << 16
    /// Whether the last thing written was a line break between elements.
    private var isAtBreak = true
    /// The element that the last bytes are about; only of a plan that locates.
    private(set) var current: ElementPlace

    /// A row whose words are written directly. Its view is made, as the innermost element of the scope, only when the
    /// template asks for something else.
    private struct Row {
        var words: JobRowWords
        let list: ViewList
        var position = 0
        var isInScope = false
    }

    /// The output of a template by one of its plans.
    init(_ template: HTMLTemplate, _ plan: TemplatePlan, values: ViewObject, kind: HTMLRenderer.Kind) {
        self.plan = plan
        self.template = template.name
        isolatesNames = kind == .mail
        scope = TemplateScope(values, adding: PictureNames())
        current = template.root.place
    }

    /// Writes the complete page; `drain` takes the bytes, with the element that the last of them are about.
    mutating func run(_ drain: ([UInt8], ElementPlace) throws -> Void) throws {
        try write(plan.steps, drain)
        try drain(bytes, current)
    }

    private mutating func write(_ steps: [TemplatePlan.Step], _ drain: ([UInt8], ElementPlace) throws -> Void) throws {
        for step in steps {
            switch step {
            case .literal(let literal, let endsLine):
                bytes.append(contentsOf: literal)
                isAtBreak = endsLine
            case .lineBreak: lineBreak()
            case .text(let name, let place): try write(name, in: place)
            case .attribute(let attribute): try write(attribute)
            case .part(let part): try write(part, drain)
            case .tag(let place):
                current = place
                try drainAll(drain)
            }
        }
    }

    private mutating func write(_ part: TemplatePlan.Part, _ drain: ([UInt8], ElementPlace) throws -> Void) throws {
        guard let name = part.each else {
            if try holds(part) { try write(part.steps, drain) }
            return
        }
        guard case .list(let list)? = value(name) else { throw unusable(.each(name), part.place) }
        let outer = row
        row = nil
        // A mail lists few jobs, and writes names in another way.
        if !isolatesNames, let jobs = list.jobRows {
            row = Row(words: JobRowWords(jobs) { XMLText.escaped(VisibleText.clean($0)) }, list: list)
        }
        defer { row = outer }
        let isOnItsOwnLine = isAtBreak
        for position in 0..<list.count {
            if row == nil { scope.push(list[position]) } else { goToRow(position) }
            defer { if row?.isInScope ?? true { scope.pop() } }
            if try holds(part) {
                if position > 0 && isOnItsOwnLine { lineBreak() }
                try write(part.steps, drain)
                if bytes.count >= enough { try drainAll(drain) }
            }
        }
    }

    private mutating func drainAll(_ drain: ([UInt8], ElementPlace) throws -> Void) throws {
        enough = min(enough * 2, Self.mostTogether)
        var full: [UInt8] = []
        full.reserveCapacity(enough + 4096)
        swap(&full, &bytes)
        try drain(full, current)
    }

    private mutating func goToRow(_ position: Int) {
        row?.words.move(to: position)
        row?.position = position
        row?.isInScope = false
    }

    /// The value of a name, which is looked up in the row's view first.
    private mutating func value(_ name: TemplateName) -> ViewValue? {
        if let row, !row.isInScope {
            scope.push(row.list[row.position])
            self.row?.isInScope = true
        }
        return scope[name]
    }

    private mutating func isTrue(_ name: TemplateName) -> Bool? {
        if let field = name.jobField, let flag = row?.words.flag(field) { return flag }
        return value(name)?.isTrue
    }

    private mutating func holds(_ part: TemplatePlan.Part) throws -> Bool {
        for condition in part.conditions {
            guard let isTrue = isTrue(condition.name) else { throw unusable(.condition(condition), part.place) }
            if isTrue != condition.wanted { return false }
        }
        return true
    }

    private mutating func write(_ name: TemplateName, in place: ElementPlace) throws {
        isAtBreak = false
        if writeRowText(name) { return }
        guard case .text(let text)? = value(name) else { throw unusable(.text(name), place) }
        let clean = VisibleText.clean(text)
        // Gmail, Outlook and Yahoo ignore the element.
        XMLText.append(isolatesNames && place.name == "bdi" ? NameIsolation.isolated(clean) : clean, to: &bytes)
    }

    /// An empty text and a flag that is false drop the attribute; a flag that is true writes it as HTML's boolean
    /// attributes are written in XML.
    private mutating func write(_ attribute: TemplatePlan.Attribute) throws {
        let before = bytes.count
        bytes.append(contentsOf: attribute.start)
        let start = bytes.count
        if attribute.isTone, let isUrgent = row?.words.flag(.isUrgent) {
            XMLText.append(PictureNames.tone(isUrgent), to: &bytes)
        } else if !writeRowText(attribute.value) {
            switch value(attribute.value) {
            case .text(let text)?: XMLText.append(VisibleText.clean(text), to: &bytes)
            case .flag(let flag)?: if flag { XMLText.append(attribute.name, to: &bytes) }
            default: throw unusable(.attribute(attribute.name, attribute.value), attribute.place)
            }
        }
        if bytes.count == start {
            bytes.removeLast(start - before)
        } else {
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Writes the text of a row's field; false when the name is no such field.
    private mutating func writeRowText(_ name: TemplateName) -> Bool {
        guard let field = name.jobField, row != nil, row?.words.flag(field) == nil else { return false }
        if field == .actionURL {
            var address: [UInt8] = []
            row?.words.append(field, to: &address)
            XMLText.append(String(decoding: address, as: UTF8.self), to: &bytes)
        } else {
            row?.words.append(field, to: &bytes)
        }
        return true
    }

    private mutating func lineBreak() {
        if !isAtBreak { bytes.append(UInt8(ascii: "\n")) }
        isAtBreak = true
    }

    private func unusable(_ use: NameUse, _ place: ElementPlace) -> TemplateError {
        do throws(TemplateNames.Problem) {
            _ = try TemplateNames.value(of: use.name.text, use: use.description, kinds: use.kinds, in: scope)
        } catch {
            return TemplateError(faults: [TemplateFault(error, place, template: template)])
        }
        let rule = "\(use) can't be written here"
        let fault = TemplateFault(template: template, line: place.line, element: place.name, rule: rule)
        return TemplateError(faults: [fault])
    }
}

extension ViewValue {
    /// Whether `data-if` keeps its element; nil for what is neither yes nor no.
    fileprivate var isTrue: Bool? {
        switch self {
        case .flag(let flag): flag
        case .text(let text): !text.isEmpty
        case .list(let list): list.count > 0
        case .object: nil
        }
    }
}

/// Keeps a mail in memory as long as it is small enough for clients to show it completely. It refuses the byte that would
/// be too much.
///
/// Clients cut off long messages, and don't say whether they count before or after the transfer encoding. So both must
/// fit: the text as it is, and as quoted-printable or base64, whichever is shorter.
struct MailBuffer: ByteSink {
    struct Full: Error {}

    let limit: Int
    private(set) var bytes: [UInt8] = []
    /// Bytes that quoted-printable writes as three.
    private var escaped = 0
    private var lineBreaks = 0

    init(limit: Int) { self.limit = limit }

    mutating func write(contentsOf more: [UInt8]) throws {
        for byte in more {
            switch byte {
            case UInt8(ascii: "\n"): lineBreaks += 1
            case UInt8(ascii: "="), 0x7f...0xff: escaped += 1
            default: break
            }
        }
        bytes += more
        guard bytes.count <= limit, min(quotedPrintable, base64) <= limit else { throw Full() }
    }

    /// At most as long: a line end is CRLF, and each line of 76 bytes but the last ends in `=`, CRLF, a few bytes
    /// early when an escape would be split.
    private var quotedPrintable: Int {
        let text = bytes.count + 2 * escaped + lineBreaks
        return text + (text / 72 + 1) * 3
    }

    /// 76 letters and CRLF for every 57 bytes, line ends being CRLF.
    private var base64: Int { (bytes.count + lineBreaks + 56) / 57 * 78 }
}
