/// The formats that a tool knows, by name.
///
/// ```swift
/// var registry = RendererRegistry()
/// try registry.register(JSONRenderer())
/// try registry.register(OneLine())
/// if case .report(let renderer) = try registry.entry(for: "line") {
///     let bytes = try renderer.render(report)
/// }
/// ```
///
/// `RendererRegistry.standard()` of the module `RetryReportKit` holds the formats of this package.
public struct RendererRegistry: Sendable {
    /// A renderer of either kind.
    public enum Entry: Sendable {
        /// Makes its format of the finished report.
        case report(any ReportRenderer)
        /// Makes its format of each job as it is read.
        case jobs(any JobRenderer)

        /// What the format is called.
        public var format: ReportFormat {
            switch self {
            case .report(let renderer): renderer.format
            case .jobs(let renderer): renderer.format
            }
        }
    }

    /// The formats in the order in which they were registered.
    public private(set) var entries: [Entry] = []

    /// A registry without a format.
    public init() {}

    /// Adds a format of whole reports. Throws when the name is taken or no name; see ``RegistryError``.
    public mutating func register(_ renderer: any ReportRenderer) throws(RegistryError) {
        try add(.report(renderer))
    }

    /// Adds a format of single jobs. Throws when the name is taken or no name; see ``RegistryError``.
    public mutating func register(_ renderer: any JobRenderer) throws(RegistryError) {
        try add(.jobs(renderer))
    }

    /// The format of that name. Throws ``RegistryError/unknown(_:known:)`` with the names that there are.
    public func entry(for identifier: String) throws(RegistryError) -> Entry {
        guard let entry = entries.first(where: { $0.format.identifier == identifier }) else {
            throw .unknown(identifier, known: entries.map(\.format.identifier))
        }
        return entry
    }

    private mutating func add(_ entry: Entry) throws(RegistryError) {
        let format = entry.format
        guard Self.isName(format.identifier, allowing: "-") else { throw .notAName(format.identifier) }
        guard Self.isName(format.fileSuffix, allowing: "-."), !format.fileSuffix.hasPrefix(".") else {
            throw .notAName(format.fileSuffix)
        }
        for known in entries.map(\.format) {
            if known.identifier == format.identifier { throw .taken(format.identifier) }
            if known.fileSuffix == format.fileSuffix { throw .taken(format.fileSuffix) }
        }
        entries.append(entry)
    }

    private static func isName(_ text: String, allowing others: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || others.unicodeScalars.contains(scalar)
            }
    }
}

/// Why a format was not found or not registered.
public enum RegistryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no format of that name.
    case unknown(String, known: [String])
    /// A format has that name or that file suffix already.
    case taken(String)
    /// Names are lower-case letters, digits and hyphens; a file suffix may hold full stops.
    case notAName(String)

    /// What is wrong and what would be right.
    public var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no format '\(name)'; the formats are \(known.joined(separator: ", "))"
        case .taken(let name): "a format '\(name)' is registered already"
        case .notAName(let name):
            "'\(name)' is no name for a format: use lower-case letters, digits and hyphens (a file suffix also full stops)"
        }
    }
}
