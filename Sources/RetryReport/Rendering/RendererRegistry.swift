import Synchronization

/// The formats that a tool knows, by name. A format is in the list before its renderer is made: what is costly, such
/// as compiling a template, happens when a renderer is first asked for.
///
/// ```swift
/// var registry = try RendererRegistry.standard()
/// try registry.register(OneLine())
/// if case .report(let renderer) = try registry.entry(for: "line").renderer() {
///     let bytes = try renderer.render(report)
/// }
/// ```
///
/// `RendererRegistry.standard()` of the module `RetryReportKit` has the formats of this package.
public struct RendererRegistry: Sendable {
    /// A renderer of one of the kinds.
    public enum Renderer: Sendable {
        /// Writes the finished report.
        case report(any ReportRenderer)
        /// Writes the finished report and waits meanwhile.
        case asyncReport(any AsyncReportRenderer)
        /// Writes each job as it is read.
        case jobs(any JobRenderer)
    }

    /// A format and the renderer that writes it.
    public struct Entry: Sendable {
        /// The names of the format.
        public let format: ReportFormat
        private let made: MadeOnce

        /// An entry whose renderer is made when it is first asked for, by `make`, which is called again only if it
        /// threw. The renderer must have the same format.
        public init(_ format: ReportFormat, make: @escaping @Sendable () throws -> Renderer) {
            self.format = format
            made = MadeOnce(make)
        }

        /// The renderer; all callers get the same one. Throws what making it throws, such as everything that is wrong
        /// with a template.
        public func renderer() throws -> Renderer { try made.renderer() }
    }

    /// The formats in the order in which they were registered.
    public private(set) var entries: [Entry] = []

    /// A registry without formats.
    public init() {}

    /// Adds a format of reports. Throws ``RegistryError/taken(_:)`` when another format has one of its names.
    public mutating func register(_ renderer: any ReportRenderer) throws(RegistryError) {
        try register(Entry(renderer.format) { .report(renderer) })
    }

    /// Adds a format of reports whose renderer waits. Throws ``RegistryError/taken(_:)`` when another format has one of its
    /// names.
    public mutating func register(_ renderer: any AsyncReportRenderer) throws(RegistryError) {
        try register(Entry(renderer.format) { .asyncReport(renderer) })
    }

    /// Adds a format of single jobs. Throws ``RegistryError/taken(_:)`` when another format has one of its names.
    public mutating func register(_ renderer: any JobRenderer) throws(RegistryError) {
        try register(Entry(renderer.format) { .jobs(renderer) })
    }

    /// Adds a format whose renderer is yet to be made. Throws ``RegistryError/taken(_:)`` when another format has one
    /// of its names.
    public mutating func register(_ entry: Entry) throws(RegistryError) {
        for known in entries.map(\.format) {
            if known.identifier == entry.format.identifier { throw .taken(known.identifier) }
            if known.fileSuffix == entry.format.fileSuffix { throw .taken(known.fileSuffix) }
        }
        entries.append(entry)
    }

    /// The format with that identifier. Throws ``RegistryError/unknown(_:known:)`` with the identifiers that exist.
    public func entry(for identifier: String) throws(RegistryError) -> Entry {
        guard let entry = entries.first(where: { $0.format.identifier == identifier }) else {
            throw .unknown(identifier, known: entries.map(\.format.identifier))
        }
        return entry
    }
}

/// A renderer that is made on the first call.
private final class MadeOnce: Sendable {
    private let make: @Sendable () throws -> RendererRegistry.Renderer
    private let kept = Mutex<RendererRegistry.Renderer?>(nil)

    init(_ make: @escaping @Sendable () throws -> RendererRegistry.Renderer) {
        self.make = make
    }

    func renderer() throws -> RendererRegistry.Renderer {
        try kept.withLock { kept in
            if let kept { return kept }
            let renderer = try make()
            kept = renderer
            return renderer
        }
    }
}

/// Why a format was not found, not registered or not made.
public enum RegistryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No format has that identifier.
    case unknown(String, known: [String])
    /// A registered format already has that identifier or that file suffix.
    case taken(String)
    /// A format can't be written because its renderer lacks something.
    case incomplete(String, missing: String)

    /// What is wrong and what would be right, in one line.
    public var description: String {
        switch self {
        case .unknown(let name, let known):
            "format '\(VisibleText.clean(name, to: 80))' does not exist; "
                + "the formats are \(known.joined(separator: ", "))"
        case .taken(let name): "a registered format already has the identifier or file suffix '\(name)'"
        case .incomplete(let name, let missing): "format '\(name)' requires \(missing)"
        }
    }
}
