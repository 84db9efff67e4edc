/// What a template sees under a name: words that are ready to print, yes or no, a list, or further names.
///
/// There is no number and no date here: ``ReportView`` has made words of them, so that every template says
/// the same thing the same way.
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

/// A list whose elements are made when they are printed, so that a long one takes no room.
public struct ViewList: Sendable {
    /// How many elements there are.
    public let count: Int
    private let element: @Sendable (Int) -> ViewObject

    /// A list of `count` elements; `element` is called with each place from 0.
    public init(count: Int, element: @escaping @Sendable (Int) -> ViewObject) {
        self.count = count
        self.element = element
    }

    /// A list of elements that are made already.
    public init(_ elements: [ViewObject]) {
        self.init(count: elements.count) { elements[$0] }
    }

    /// The element at a place from 0.
    public subscript(position: Int) -> ViewObject { element(position) }
}
