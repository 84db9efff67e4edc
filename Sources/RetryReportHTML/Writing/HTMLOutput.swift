import RetryReport

/// Writes a template filled with a view's values.
///
/// Everything from the view goes through ``VisibleText`` and one of the writer's two escaping functions, so it can't
/// become markup.
struct HTMLOutput {
    private let template: HTMLTemplate
    private let writer: XMLWriter
    private var scope: TemplateScope
    /// The row of a job that is being written; nil outside a list of jobs.
    private var row: Row?
    private var rowText: [UInt8] = []
    private let pace: Pace
    /// Whether names in `bdi` also get isolates.
    private let isolatesNames: Bool
    /// Whether the last thing written was a line break between elements.
    private var isAtBreak = true
    /// The element that the last bytes are about.
    private(set) var current: TemplateElement

    /// When the writer's buffer is emptied.
    enum Pace {
        /// When enough has been written.
        case fast
        /// After every tag, so that a fault in the output belongs to the element that was just written.
        case locating
    }

    private static let enough = 1 << 16

    /// A row whose words are written directly. Its view is made, as the innermost element of the scope, only when the
    /// template asks for something else.
    private struct Row {
        var words: JobRowWords
        let list: ViewList
        var position = 0
        var isInScope = false
    }

    init(
        _ template: HTMLTemplate,
        values: ViewObject,
        kind: HTMLRenderer.Kind,
        writer: XMLWriter,
        pace: Pace
    ) {
        self.template = template
        self.writer = writer
        self.pace = pace
        isolatesNames = kind == .mail
        scope = TemplateScope(values, adding: PictureNames())
        current = template.root
    }

    /// Writes the complete page; `drain` takes the bytes, with the element that the last of them are about.
    mutating func run(_ drain: ([UInt8], TemplateElement) throws -> Void) throws {
        writer.documentType()
        try write(template.root, drain)
        writer.text("\n")
        writer.flush()
        try drain(writer.takeBytes(), current)
    }

    private mutating func write(_ element: TemplateElement, _ drain: ([UInt8], TemplateElement) throws -> Void) throws {
        guard let name = element.each else {
            if try holds(element) { try writeOne(element, drain) }
            return
        }
        guard case .list(let list)? = value(name) else {
            throw unusable(.each(name), element)
        }
        let outer = row
        row = nil
        // A mail lists few jobs, and writes names in another way.
        if !isolatesNames, let jobs = list.jobRows {
            row = Row(words: JobRowWords(jobs) { Array(VisibleText.clean($0).utf8) }, list: list)
        }
        defer { row = outer }
        let isOnItsOwnLine = isAtBreak
        for position in 0..<list.count {
            if row == nil { scope.push(list[position]) } else { goToRow(position) }
            defer { if row?.isInScope ?? true { scope.pop() } }
            if try holds(element) {
                if position > 0 && isOnItsOwnLine { lineBreak() }
                try writeOne(element, drain)
            }
        }
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

    private mutating func holds(_ element: TemplateElement) throws -> Bool {
        for condition in element.conditions {
            guard let isTrue = isTrue(condition.name) else {
                throw unusable(.condition(condition), element)
            }
            if isTrue != condition.wanted { return false }
        }
        return true
    }

    private mutating func writeOne(
        _ element: TemplateElement,
        _ drain: ([UInt8], TemplateElement) throws -> Void
    ) throws {
        writer.start(element.name)
        for attribute in element.attributes { try write(attribute, of: element) }
        isAtBreak = false
        if !element.endsItself { try drainIfDue(after: element, drain) }
        if let name = element.text, writeRowText(name) {
            writer.text(utf8: rowText)
        } else if let name = element.text {
            guard case .text(let text)? = value(name) else { throw unusable(.text(name), element) }
            let clean = VisibleText.clean(text)
            // Gmail, Outlook and Yahoo ignore the element.
            writer.text(isolatesNames && element.name == "bdi" ? NameIsolation.isolated(clean) : clean)
        } else {
            for child in element.children {
                switch child {
                case .element(let child): try write(child.element, drain)
                case .text(let text):
                    writer.text(text)
                    isAtBreak = false
                case .style(let sheet): writer.text(sheet)
                case .lineBreak: lineBreak()
                }
            }
        }
        if element.endsItself { writer.end() } else { writer.endWithTag() }
        isAtBreak = false
        try drainIfDue(after: element, drain)
    }

    /// An empty text and a flag that is false drop the attribute; a flag that is true writes it as HTML's boolean
    /// attributes are written in XML.
    private mutating func write(_ attribute: TemplateElement.Attribute, of element: TemplateElement) throws {
        switch attribute.value {
        case .fixed(let value): writer.attribute(attribute.name, value)
        case .view(let name):
            if PictureNames.isTone(name), let isUrgent = row?.words.flag(.isUrgent) {
                return writer.attribute(attribute.name, PictureNames.tone(isUrgent))
            }
            if writeRowText(name) {
                // More than the zero at its end.
                if rowText.count > 1 { writer.attribute(attribute.name, utf8: rowText) }
                return
            }
            switch value(name) {
            case .text(let text)?:
                if !text.isEmpty { writer.attribute(attribute.name, VisibleText.clean(text)) }
            case .flag(let flag)?:
                if flag { writer.attribute(attribute.name, attribute.name) }
            default: throw unusable(.attribute(attribute.name, name), element)
            }
        }
    }

    /// Writes the text of a row's field into ``rowText``, ended for C; false when the name is no such field.
    private mutating func writeRowText(_ name: TemplateName) -> Bool {
        guard let field = name.jobField, row != nil, row?.words.flag(field) == nil else { return false }
        rowText.removeAll(keepingCapacity: true)
        row?.words.append(field, to: &rowText)
        rowText.append(0)
        return true
    }

    private mutating func lineBreak() {
        if !isAtBreak { writer.text("\n") }
        isAtBreak = true
    }

    private mutating func drainIfDue(
        after element: TemplateElement,
        _ drain: ([UInt8], TemplateElement) throws -> Void
    ) throws {
        switch pace {
        case .fast:
            if writer.waiting < Self.enough { return }
        case .locating:
            // An empty text makes the writer end the start tag.
            if !element.endsItself { writer.text("") }
            writer.flush()
        }
        current = element
        try drain(writer.takeBytes(), element)
    }

    private func unusable(_ use: NameUse, _ element: TemplateElement) -> TemplateError {
        do throws(TemplateNames.Problem) {
            _ = try TemplateNames.value(of: use.name.text, use: use.description, kinds: use.kinds, in: scope)
        } catch {
            return TemplateError(faults: [TemplateFault(error, element, template: template.name)])
        }
        let rule = "\(use) can't be written here"
        let fault = TemplateFault(template: template.name, line: element.line, element: element.name, rule: rule)
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
