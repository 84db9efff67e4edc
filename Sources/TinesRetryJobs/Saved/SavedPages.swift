public import RetryJobs

/// Pages that were saved: a page file, a list of jobs, a folder of pages, or pages on each line.
///
/// ```swift
/// // Report(reading:) is in the module RetryReportKit.
/// let report = try await Report(reading: SavedPages(path: "pages"), now: Timestamp(date: Date()))
/// ```
///
/// - A folder: every file `*.json` is a page, in the order of names, or of numbers when all are named
///   `page-NUMBER.json`. `reading.json` is the record that ``PageSaver`` leaves and no page: with it a replay says
///   what the first reading said.
///   A pipe or a device among them is no page, since it might never end.
/// - A file or a pipe: one document, however it is laid out, or a document on each line (NDJSON).
/// - `-`: standard input, like a file.
///
/// Pages are read and decoded on all cores, a few ahead of the one that is handed over, and handed over strictly in
/// order. A page that can't be read or is refused makes the reading incomplete. So does a page that names a next one
/// which is not there, since saved pages can't be asked for more.
public struct SavedPages: RetryJobSource {
    /// What was given: paths, or `-`.
    private let paths: [String]
    private let maximumDocumentBytes: Int
    private let pagesAhead: Int

    /// Pages by their path, or `-` for standard input. Nothing is opened before ``read(_:)``.
    ///
    /// - Parameters:
    ///   - path: a file, a folder, or `-`.
    ///   - maximumDocumentBytes: the most bytes of a single document, since it is held in memory whole; 1 GiB unless
    ///     told. A file with a document on each line may be of any length.
    ///   - pagesAhead: how many pages are held at once, read or being read; 8 unless told. At least 1.
    public init(path: String, maximumDocumentBytes: Int = 1 << 30, pagesAhead: Int = 8) {
        self.init(paths: [path], maximumDocumentBytes: maximumDocumentBytes, pagesAhead: pagesAhead)
    }

    /// Several inputs of one tenant, read one after the other as one reading.
    public init(paths: [String], maximumDocumentBytes: Int = 1 << 30, pagesAhead: Int = 8) {
        self.paths = paths
        self.maximumDocumentBytes = maximumDocumentBytes
        self.pagesAhead = max(1, pagesAhead)
    }

    /// Reads everything; see ``RetryJobSource``.
    ///
    /// - Throws: ``RetryJobSourceError`` of the kind `unreadableInput` when there is nothing to read or no page can
    ///   be read, and whatever `deliver` throws; `CancellationError` when the task is cancelled.
    public func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading {
        guard let path = paths.first else {
            throw RetryJobSourceError(.unreadableInput, "No input was given. Give a page file or a folder of pages.")
        }
        guard paths.count == 1 else {
            let name = "\(path) and \(paths.count - 1) more"
            let inputs = try paths.map { path -> any SavedDocuments in try input(path).documents }
            return try await read(SavedInputs(inputs), from: name, deliver).finished(record: nil, recordProblem: nil)
        }
        let (documents, folder) = try input(path)
        return try await read(documents, from: path == "-" ? "standard input" : path, deliver)
            .finished(record: folder?.record, recordProblem: folder?.recordProblem)
    }

    /// The documents of an input, and the folder if it is one.
    private func input(_ path: String) throws -> (documents: any SavedDocuments, folder: PageFolder?) {
        guard path != "-" else {
            let file = try opened(path) { () throws(InputFile.Fault) in try .standardInput() }
            return (PageStream(file: file, place: "standard input", limit: maximumDocumentBytes), nil)
        }
        let file = try opened(path) { () throws(InputFile.Fault) in try InputFile(path: path) }
        guard file.isFolder else { return (PageStream(file: file, place: path, limit: maximumDocumentBytes), nil) }
        let folder = try PageFolder(path: path, limit: maximumDocumentBytes)
        return (folder, folder)
    }

    private func opened(
        _ path: String,
        _ open: () throws(InputFile.Fault) -> InputFile
    ) throws(RetryJobSourceError) -> InputFile {
        do {
            return try open()
        } catch {
            throw RetryJobSourceError(
                .unreadableInput,
                "\(path) can't be read: \(error.reason). Give a page file, a folder of pages, or - for standard input."
            )
        }
    }

    private func read(
        _ source: any SavedDocuments,
        from name: String,
        _ deliver: @Sendable (RetryJobPage) async throws -> Void
    ) async throws -> SavedReading {
        var documents = source
        var reading = SavedReading(source: name)
        var ids = JobIDSet()
        var numbers: [Int: Int] = [:]
        var ending: InputFile.Fault?
        let pool = DecoderPool(limit: maximumDocumentBytes)
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
                    reading.add(page)
                    try await deliver(page)
                case .failed(let place, let reason)?: reading.addFailure(place: place, reason: reason)
                case nil: break
                }
                handedOver += 1
            }
        }
        if let ending { reading.addFailure(place: name, reason: ending.reason) }
        return reading
    }
}
