internal import CSimdJSON
public import RetryJobs

/// Reads pages as the API sends them, or as they were saved.
///
/// ```swift
/// let decoder = PageDecoder()
/// let page = try decoder.decode(bytes)
/// print(page.jobs.received, page.envelope.nextPageNumber as Any)
/// ```
///
/// A page is an object with the list `admin/retry_jobs` (or `admin/dead_jobs`) and perhaps a `meta`, or only the list; a
/// byte order mark before it is skipped. The complete page is checked before any of it is used: one that is cut short,
/// contains invalid UTF-8 or a malformed number anywhere, or continues after its end, is refused. A number that is
/// correct JSON but too large for 64 bits makes only its field unreadable, and half a surrogate pair in a text becomes
/// U+FFFD. If an object has a key twice, the last one counts. Unknown keys are ignored.
///
/// A decoder keeps its memory and the texts it met from page to page: use one for many pages, by one task at a time.
/// Cost: about 0.1 ms for a page of 500 jobs; memory grows with the largest page (some 6 times its bytes) and with the
/// distinct job types, error classes and action names.
public final class PageDecoder {
    private let json = SimdJSON()
    private let source: BatchTexts
    private let normalizer = JobNormalizer()
    /// The number in ``source`` of each text that simdjson's side interned.
    private var symbols: [TextTable.Symbol] = []
    /// Sends every job through the normalizer: for tests, which compare both ways.
    private let normalizesEverything: Bool
    /// True when simdjson refused the last document as it came; see ``JSONWalker``.
    private var isCorrected = false
    /// The origin of the last link: nearly always that of the next one too.
    private var lastOrigin: (text: Substring, origin: TenantOrigin?)?

    /// A decoder that has met no text yet.
    public convenience init() {
        self.init(texts: BatchTexts())
    }

    /// A decoder that shares the texts of its pages with the others of a run, so that they are numbered once.
    package init(texts: BatchTexts, normalizesEverything: Bool = false) {
        source = texts
        self.normalizesEverything = normalizesEverything
    }

    /// A page from its bytes as they came; its number is 0.
    ///
    /// - Parameters:
    ///   - bytes: the page as it came.
    ///   - list: the list that it is a page of.
    /// - Returns: the page, ready for delivery.
    /// - Throws: ``PageRefusal`` when the bytes are not JSON, not a page of that list, or an answer that says that it
    ///   failed; the decoder can be used again.
    public func decode(_ bytes: [UInt8], list: JobListKind = .retry) throws(PageRefusal) -> RetryJobPage {
        try read(bytes, list)
        learnTexts()
        var batch = JobBatch(source: source)
        let count = json.page.job_count
        batch.reserve(count)
        for index in 0..<count {
            let job = json.job(index)
            if !normalizesEverything, !isCorrected, let record = ordinaryRecord(job) {
                batch.append(record)
            } else if job.is_object == 0 {
                batch.appendUnreadable(index: index, reason: .notAnObject)
            } else {
                batch.append(rawJob(job), index: index, normalizer: normalizer)
            }
        }
        return RetryJobPage(jobs: batch, body: bytes, envelope: envelope())
    }
}

extension PageDecoder {
    private func read(_ bytes: [UInt8], _ list: JobListKind) throws(PageRefusal) {
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let document = mark == 0 ? bytes : Array(bytes[mark...])
        isCorrected = false
        if !accepts(document, list) {
            if let refusal = PageRefusal(foreign: document) { throw refusal }
            let mayBeCorrected = json.page.error == csj_error_of_numbers() || json.page.error == csj_error_of_strings()
            let message = json.message
            var walker = JSONWalker(document)
            if let fault = walker.firstFault() {
                throw PageRefusal(.notJSON, fault.message, offset: mark + fault.offset)
            }
            guard mayBeCorrected, !walker.corrections.isEmpty, accepts(walker.corrected(), list) else {
                throw PageRefusal(.notJSON, "it can't be decoded: \(message)")
            }
            isCorrected = true
        }
        switch json.page.shape {
        case .page: break
        case .jobs_no_list: throw PageRefusal(.otherShape, "the value of the key \"\(list.rootKey)\" is not a list")
        case .no_container:
            throw PageRefusal(.otherShape, "expected an object with the key \"\(list.rootKey)\", or a list of jobs")
        case .no_jobs:
            throw PageRefusal(
                json.page.has_error == 0 ? .otherShape : .failedAnswer,
                "expected the key \"\(list.rootKey)\", or a bare list of jobs; found \(foundKeys())"
            )
        }
        if json.page.has_error != 0 {
            throw PageRefusal(.failedAnswer, "the answer has an error beside its jobs, so it may not have all of them")
        }
    }

    private func accepts(_ document: [UInt8], _ list: JobListKind) -> Bool {
        let isTaken = json.read(document, list: list.rootKey)
        // Whether or not the page is taken: the numbers of a table that begins anew are others.
        if json.page.symbols_were_cleared != 0 { symbols.removeAll(keepingCapacity: true) }
        return isTaken
    }

    private func foundKeys() -> String {
        let keys = (0..<json.page.value_count).map { index in
            let shown = json.text(json.element(index)).unicodeScalars.prefix(40).map { scalar in
                (0x20...0x7E).contains(scalar.value) && scalar != "\"" ? Character(scalar) : "?"
            }
            return "\"\(String(shown))\""
        }
        return keys.isEmpty ? "an empty object" : keys.joined(separator: ", ")
    }

    private func learnTexts() {
        let count = Int(json.page.symbol_count)
        guard symbols.count < count else { return }
        symbols += source.intern((symbols.count..<count).map(json.symbol))
    }

    private func envelope() -> PageEnvelope {
        let page = json.page
        guard page.has_meta != 0 else { return PageEnvelope(hasMeta: false) }
        let number = rawValue(page.next_page_number)
        let link = rawValue(page.next_page)
        let next = positive(number) ?? linkedNumber(link)
        let current = rawValue(page.current_page)
        let previous = rawValue(page.previous_page)
        return PageEnvelope(
            nextPageNumber: next,
            hasUnreadableNext: next == nil && (isSomething(number) || isSomething(link)),
            pageNumber: positive(current) ?? linkedNumber(current),
            previousPageNumber: positive(previous) ?? linkedNumber(previous),
            perPage: natural(page.per_page),
            tenant: [current, link, previous].lazy.compactMap(self.origin).first,
            count: natural(page.count),
            pages: natural(page.pages)
        )
    }

    private func isSomething(_ value: RawValue) -> Bool {
        ![.absent, .null, .string("")].contains(value)
    }

    private func linkedNumber(_ value: RawValue) -> Int? {
        guard case .string(let link) = value else { return nil }
        return PageLink.number(in: link)
    }

    private func origin(_ value: RawValue) -> TenantOrigin? {
        guard case .string(let link) = value, let text = PageLink.originText(of: link) else { return nil }
        if let lastOrigin, lastOrigin.text.utf8.elementsEqual(text.utf8) { return lastOrigin.origin }
        let origin = try? TenantOrigin(String(text), allowInsecureHTTP: true)
        lastOrigin = (text, origin)
        return origin
    }

    private func natural(_ value: csj_value) -> Int? {
        value.kind == .integer && value.bits >= 0 ? Int(value.bits) : nil
    }

    private func positive(_ value: RawValue) -> Int? {
        switch value {
        case .integer(let number) where number > 0: Int(number)
        case .string(let text): PageLink.number(text[...])
        default: nil
        }
    }
}

extension PageDecoder {
    /// The record of a job in its documented shape, made without texts; nil for every other shape. The result must be that
    /// of ``JobNormalizer``: the tests compare the two.
    @inline(__always)
    private func ordinaryRecord(_ job: csj_job) -> JobRecord? {
        guard job.id.kind == .integer, let type = symbol(job.type), type != TextTable.none,
            job.retry_count.kind == .integer, let retryCount = Int32(exactly: job.retry_count.bits), retryCount >= 0,
            let errorClass = symbol(job.error_class)
        else { return nil }
        var actionID = JobRecord.none
        var actionName = TextTable.none
        switch job.agent.kind {
        case .absent, .null: break
        case .integer where job.agent.bits != JobRecord.none: actionID = job.agent.bits
        case .object:
            guard job.agent_id.kind == .integer, job.agent_id.bits != JobRecord.none,
                let name = symbol(job.agent_name)
            else { return nil }
            actionID = job.agent_id.bits
            actionName = name
        default: return nil
        }
        var event = JobRecord.none
        switch job.events.kind {
        case .absent, .null: break
        case .integer where job.events.bits != JobRecord.none: event = job.events.bits
        default: return nil
        }
        let seconds: Double
        switch job.last_retry.kind {
        case .absent, .null: seconds = 0
        case .string where job.last_retry.length == 0: seconds = 0
        case .number:
            seconds = Double(bitPattern: UInt64(bitPattern: job.last_retry.bits))
            guard seconds > 0 else { return nil }
        case .integer:
            guard job.last_retry.bits > 0 else { return nil }
            seconds = Double(job.last_retry.bits)
        default: return nil
        }
        var lastRetry = JobRecord.none
        if seconds != 0 {
            guard seconds <= JobNormalizer.leastMilliseconds, let time = Timestamp(seconds: seconds) else { return nil }
            lastRetry = time.microseconds
        }
        return JobRecord(
            id: job.id.bits,
            lastRetry: lastRetry,
            actionID: actionID,
            event: event,
            actionName: actionName,
            type: type,
            errorClass: errorClass,
            retryCount: retryCount,
            hasTextID: false,
            hasManyEvents: false,
            hasAction: job.agent.kind == .integer || job.agent.kind == .object
        )
    }

    /// The number of an interned text, or ``TextTable/none``; nil when the value is not a text.
    @inline(__always)
    private func symbol(_ value: csj_value) -> TextTable.Symbol? {
        switch value.kind {
        case .absent, .null: TextTable.none
        case .string: value.symbol < 0 ? TextTable.none : symbols[Int(value.symbol)]
        default: nil
        }
    }
}

extension PageDecoder {
    private func rawJob(_ job: csj_job) -> RawJob {
        var raw = RawJob()
        raw.id = rawValue(job.id)
        raw.type = rawValue(job.type)
        raw.agent =
            job.agent.kind == .object
            ? .object(id: rawValue(job.agent_id), name: rawValue(job.agent_name)) : rawValue(job.agent)
        raw.events =
            job.events.kind == .array
            ? .array((0..<Int(job.events.length)).map { rawValue(json.element(Int(job.events.bits) + $0)) })
            : rawValue(job.events)
        raw.retryCount = rawValue(job.retry_count)
        raw.lastRetry = rawValue(job.last_retry)
        raw.errorClass = rawValue(job.error_class)
        return raw
    }

    /// A value without its elements: only the fields above are read deeper.
    private func rawValue(_ value: csj_value) -> RawValue {
        RawValue(value) { isCorrected ? JSONWalker.restored(json.text($0)) : .string(json.text($0)) }
    }
}
