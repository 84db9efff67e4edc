/// What a template sees under a name: words that are ready to print, yes or no, a list, or further names.
///
/// No value is a number or a date: ``ReportView`` has made words of them, so that every template says the same
/// thing in the same way.
public enum ViewValue: Sendable {
    /// Text to print; never markup.
    case text(String)
    /// Whether to show something.
    case flag(Bool)
    /// Something to repeat.
    case list(ViewList)
    /// Further names.
    case object(ViewObject)
}

/// A list whose elements are made when they are printed, so that a long one takes no memory.
public struct ViewList: Sendable {
    /// How many elements there are.
    public let count: Int
    private let element: @Sendable (Int) -> ViewObject
    /// The elements once more, when they are jobs whose words can be written directly.
    package private(set) var jobRows: JobRowList?

    /// A list of `count` elements; `element` is called with each position from 0.
    public init(count: Int, element: @escaping @Sendable (Int) -> ViewObject) {
        self.count = count
        self.element = element
    }

    /// A list of jobs.
    init(count: Int, jobRows: JobRowList, element: @escaping @Sendable (Int) -> ViewObject) {
        self.init(count: count, element: element)
        self.jobRows = jobRows
    }

    /// A list of elements that are made already.
    public init(_ elements: [ViewObject]) {
        self.init(count: elements.count) { elements[$0] }
    }

    /// A list of texts, each under the name `text`.
    init(texts: [String]) {
        self.init(texts.map { ["text": .text($0)] })
    }

    /// The element at a position from 0.
    public subscript(position: Int) -> ViewObject { element(position) }
}

/// Names and their values.
///
/// A value may be made only when it is asked for: a template uses a few of the names that a row of a table has, and a
/// report may have a million rows.
public struct ViewObject: Sendable, ExpressibleByDictionaryLiteral {
    private var known: [String: ViewValue]
    private let subject: (any ViewSubject)?

    /// Names whose values are made already.
    public init(dictionaryLiteral elements: (String, ViewValue)...) {
        known = Dictionary(elements) { first, _ in first }
        subject = nil
    }

    /// The names of a subject.
    init(_ subject: some ViewSubject) {
        known = [:]
        self.subject = subject
    }

    /// The names of another object, with numbers to draw.
    init(_ values: ViewObject, measure: ViewMeasure) {
        self.init(MeasuredValues(values: values, measure: measure))
    }

    /// The value of a name; nil when there is no such name.
    public subscript(name: String) -> ViewValue? {
        get {
            if !known.isEmpty, let value = known[name] { return value }
            return subject?.value(name)
        }
        set { known[name] = newValue }
    }

    /// All names, in no order.
    public var names: [String] {
        Array(known.keys) + (subject?.names ?? []).filter { known[$0] == nil }
    }

    /// The numbers behind the words, for a renderer that draws them.
    package var measure: ViewMeasure? { subject?.measure }

    /// Adds the names of another object whose values are made already, except those that this one has.
    mutating func add(_ other: ViewObject) {
        known.merge(other.known) { first, _ in first }
    }
}

/// Values by their dotted path, for renderers without a template.
extension ViewObject {
    private func value(at path: String) -> ViewValue? {
        var object = self
        var names = path.split(separator: ".").map { String($0) }
        guard let last = names.popLast() else { return nil }
        for name in names {
            guard case .object(let inner)? = object[name] else { return nil }
            object = inner
        }
        return object[last]
    }

    /// The text under a path, as it is; empty when there is none.
    package func words(at path: String) -> String {
        guard case .text(let text)? = value(at: path) else { return "" }
        return text
    }

    /// Whether the flag under a path is set.
    package func flag(_ path: String) -> Bool {
        guard case .flag(let flag)? = value(at: path) else { return false }
        return flag
    }

    /// The elements of the list under a path.
    package func list(_ path: String) -> [ViewObject] {
        guard case .list(let list)? = value(at: path) else { return [] }
        return (0..<list.count).map { list[$0] }
    }
}

/// Numbers that a renderer may draw: what a picture of an object shows. Templates can't name them.
package enum ViewMeasure: Sendable {
    /// A part beside the largest of its kind.
    case part(Int, of: Int)
    /// Jobs by retry count; those from `lastRetries` on have one or two retries left.
    case histogram([Int], lastRetries: Int)
    /// One column of a chart: its position among all, its height and the highest one's, and whether its label stays
    /// where there is no room for all labels.
    case column(position: Int, count: Int, height: Int, highest: Int, isMajor: Bool)
}

/// Something whose words are made one by one, when they are asked for.
protocol ViewSubject: Sendable {
    /// The words and further values by name.
    static var fields: ViewFields<Self> { get }

    // Requirements, not only an extension, so that they are compiled for each subject.
    func value(_ name: String) -> ViewValue?
    var names: [String] { get }
    var measure: ViewMeasure? { get }
}

typealias ViewFields<Subject> = [String: @Sendable (Subject) -> ViewValue]

extension ViewSubject {
    func value(_ name: String) -> ViewValue? { Self.fields[name]?(self) }

    var names: [String] { Array(Self.fields.keys) }

    var measure: ViewMeasure? { nil }
}

private struct MeasuredValues: ViewSubject {
    let values: ViewObject
    let measure: ViewMeasure?

    static let fields: ViewFields<MeasuredValues> = [:]

    func value(_ name: String) -> ViewValue? { values[name] }

    var names: [String] { values.names }
}
