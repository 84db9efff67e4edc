/// Names and what stands under them.
///
/// What stands under a name may be made when it is asked for: a template uses a few of the names that a row of a table
/// has, and a report may have a million rows.
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

    /// What stands under a name; nil when there is no such name.
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

    /// Takes in the names of another object whose values are made already, those that this one has not.
    mutating func add(_ other: ViewObject) {
        known.merge(other.known) { first, _ in first }
    }
}

/// Something whose words are made one by one, when they are asked for.
protocol ViewSubject: Sendable {
    /// How what stands under each name is made.
    static var fields: ViewFields<Self> { get }

    // Requirements and no mere extension, so that they are compiled for each subject.
    func value(_ name: String) -> ViewValue?
    var names: [String] { get }
}

typealias ViewFields<Subject> = [String: @Sendable (Subject) -> ViewValue]

extension ViewSubject {
    func value(_ name: String) -> ViewValue? { Self.fields[name]?(self) }

    var names: [String] { Array(Self.fields.keys) }
}
