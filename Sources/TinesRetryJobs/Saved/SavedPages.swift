public import RetryJobs

/// Pages that were saved: a page file, a list of jobs, a folder of pages, or pages on each line.
///
/// ```swift
/// // Report(reading:) is in the module RetryReportKit.
/// let report = try await Report(reading: SavedPages(path: "pages"), now: Timestamp(date: Date()))
/// ```
///
/// - A folder: every file `*.json` or `*.json.gz` is a page, in the order of names, or of numbers when all are named
///   `page-NUMBER.json`. `reading.json` is not a page but the record that ``PageSaver`` leaves: with it a replay says
///   what the first reading said. A pipe or a device among them is not read, since it might never end.
/// - A file or a pipe: one document, however it is laid out, or a document on each line (NDJSON).
/// - `-`: standard input, like a file.
///
/// All of them may be compressed with gzip. Pages are read and decoded on all cores, a few ahead of the one that is
/// delivered, and delivered strictly in order. A page that can't be read or is refused makes the reading incomplete. So
/// does a page that others name or come after and that was not given, since saved pages can't be asked for more.
/// Without a record nothing is verified.
public struct SavedPages: RetryJobSource {
    private let paths: [String]
    private let list: JobListKind
    private let maximumDocumentBytes: Int
    private let pagesAhead: Int

    /// The only path, which may be a folder; nil for several and for standard input.
    package var folder: String? { paths.count == 1 && paths[0] != "-" ? paths[0] : nil }

    /// When the last page had arrived, by the record that a folder has; nil without one.
    package var finishedAt: Timestamp? { folder.flatMap(PageFolder.record)?.reading.finishedAt }

    /// Pages by their path, or `-` for standard input. Nothing is opened before ``read(_:)``.
    ///
    /// - Parameters:
    ///   - path: a file, a folder, or `-`.
    ///   - list: the list that they are pages of.
    ///   - maximumDocumentBytes: the most bytes of a single document, since it is kept in memory completely; 256 MiB
    ///     unless told. A file with a document on each line may be of any length.
    ///   - pagesAhead: how many pages are kept at once, read or being read; 8 unless told. At least 1.
    public init(
        path: String,
        list: JobListKind = .retry,
        maximumDocumentBytes: Int = 1 << 28,
        pagesAhead: Int = 8
    ) {
        self.init(paths: [path], list: list, maximumDocumentBytes: maximumDocumentBytes, pagesAhead: pagesAhead)
    }

    /// Pages of one reading of one tenant, in several files and folders. They are read in the order given and have no
    /// record: what one folder says of its own pages is not true of all.
    public init(
        paths: [String],
        list: JobListKind = .retry,
        maximumDocumentBytes: Int = 1 << 28,
        pagesAhead: Int = 8
    ) {
        self.paths = paths
        self.list = list
        self.maximumDocumentBytes = maximumDocumentBytes
        self.pagesAhead = max(1, pagesAhead)
    }

    /// Reads everything; see ``RetryJobSource``.
    ///
    /// - Throws: ``RetryJobSourceError`` of the kind `unreadableInput` when there is nothing to read, no page can be
    ///   read, or pages belong to different tenants; what `deliver` throws; `CancellationError` when the task is
    ///   cancelled.
    public func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading {
        guard !paths.isEmpty else {
            throw RetryJobSourceError(.unreadableInput, "No input was given. Give a page file or a folder of pages.")
        }
        let inputs = try SavedInputs(paths: paths, limit: maximumDocumentBytes)
        if let record = inputs.record, record.list != list {
            throw RetryJobSourceError(
                .unreadableInput,
                "\(inputs.name) has pages of the \(record.list.rawValue) list, not of the \(list.rawValue) list."
            )
        }
        return try await read(inputs, from: inputs.name, of: inputs.tenant, deliver)
            .finished(record: inputs.record, recordProblem: inputs.recordProblem)
    }

    private func read(
        _ source: some SavedDocuments,
        from name: String,
        of tenant: TenantOrigin?,
        _ deliver: @Sendable (RetryJobPage) async throws -> Void
    ) async throws -> SavedReading {
        var documents = source
        var reading = SavedReading(source: name, tenant: tenant)
        var ids = JobIDSet()
        var numbers: [Int: Int] = [:]
        var ending: InputFile.Fault?
        let pool = DecoderPool(list: list, limit: maximumDocumentBytes)
        try await withThrowingTaskGroup(of: (Int, SavedOutcome).self) { group in
            var started = 0
            var handedOver = 0
            var isAtEnd = false
            var waiting: [Int: SavedOutcome] = [:]
            while true {
                // Pages that wait for a free core keep it busy while one is handed over here.
                while !isAtEnd, started - handedOver < pagesAhead {
                    try Task.checkCancellation()
                    do {
                        guard let document = try await documents.next() else {
                            isAtEnd = true
                            break
                        }
                        let place = started
                        numbers[place] = document.page
                        group.addTask { (place, pool.read(document)) }
                        started += 1
                    } catch let fault as InputFile.Fault {
                        ending = fault
                        isAtEnd = true
                    }
                }
                guard handedOver < started else { break }
                while waiting[handedOver] == nil, let (place, outcome) = try await group.next() {
                    waiting[place] = outcome
                }
                switch waiting.removeValue(forKey: handedOver) {
                case .page(var page)?:
                    page.prepare(number: numbers.removeValue(forKey: handedOver) ?? 0, dropping: &ids)
                    try reading.add(page)
                    try await deliver(page)
                case .failed(let place, let reason, let code)?:
                    reading.addFailure(place: place, reason: reason, code: code)
                case nil: break
                }
                handedOver += 1
            }
        }
        if let ending { reading.addFailure(place: name, reason: ending.reason, code: "page.unreadable") }
        return reading
    }
}
