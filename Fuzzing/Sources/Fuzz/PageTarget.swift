@testable import RetryJobs
import TinesRetryJobs

/// Any bytes as a page: the decoder must say what a slow reading of the same bytes says, job by job.
enum PageTarget {
    /// What a page gives.
    private struct Outcome: Equatable {
        var jobs: [RetryJob] = []
        var unreadable: [UnreadableJob] = []
        var repairs: [Repair: Int] = [:]
        var envelope = PageEnvelope()
        var isRefused = false
    }

    // libFuzzer calls its target on one thread, one input after the other, so nothing else is ever at this decoder.
    nonisolated(unsafe) private static let used = PageDecoder()

    static func run(_ bytes: [UInt8]) -> Int32 {
        let expected = reference(bytes)
        expect(outcome(PageDecoder(), bytes), expected, "a fresh decoder")
        // It keeps texts from page to page; what it met before must change nothing.
        expect(outcome(used, bytes), expected, "a used decoder")
        return 0
    }

    private static func outcome(_ decoder: PageDecoder, _ bytes: [UInt8]) -> Outcome {
        var outcome = Outcome()
        do {
            let page = try decoder.decode(bytes)
            let (batch, envelope) = (page.jobs, page.envelope)
            outcome.jobs = batch.jobs
            outcome.unreadable = batch.unreadable
            outcome.repairs = batch.repairs
            outcome.envelope = envelope
        } catch {
            outcome.isRefused = true
        }
        return outcome
    }

    private static func reference(_ bytes: [UInt8]) -> Outcome {
        var outcome = Outcome()
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let root = try? ReferenceJSON.read(Array(bytes.dropFirst(hasMark ? 3 : 0))) else {
            outcome.isRefused = true
            return outcome
        }
        let list: [ReferenceJSON]
        switch root {
        case .array(let elements): list = elements
        case .object:
            guard case .array(let elements)? = root["admin/retry_jobs"] else {
                outcome.isRefused = true
                return outcome
            }
            list = elements
        default:
            outcome.isRefused = true
            return outcome
        }
        outcome.envelope = envelope(root["meta"])
        for (index, element) in list.enumerated() {
            guard case .object = element else {
                outcome.unreadable.append(UnreadableJob(page: 0, index: index, reason: .notAnObject))
                continue
            }
            do {
                let (job, repairs) = try JobNormalizer().normalize(rawJob(element))
                outcome.jobs.append(job)
                for repair in repairs { outcome.repairs[repair, default: 0] += 1 }
            } catch {
                outcome.unreadable.append(UnreadableJob(page: 0, index: index, reason: error))
            }
        }
        return outcome
    }

    private static func envelope(_ meta: ReferenceJSON?) -> PageEnvelope {
        guard let meta, case .object = meta else { return PageEnvelope(hasMeta: false) }
        func natural(_ value: ReferenceJSON?) -> Int? {
            if case .integer(let number)? = value, number >= 0 { Int(number) } else { nil }
        }
        func pageNumber(_ text: some StringProtocol) -> Int? {
            guard let number = Int(text), number > 0, "\(number)" == text, text.utf8.count <= 18 else { return nil }
            return number
        }
        var next: Int?
        switch meta["next_page_number"] {
        case .integer(let number)? where number > 0: next = Int(number)
        case .string(let text)?: next = pageNumber(text)
        default: break
        }
        if next == nil, case .string(let link)? = meta["next_page"] {
            let query = link.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let pairs = query.count > 1 ? query[1].split(separator: "&") : []
            next = pairs.last { $0.hasPrefix("page=") }.flatMap { pageNumber($0.dropFirst(5)) }
        }
        return PageEnvelope(
            nextPageNumber: next,
            count: natural(meta["count"]),
            pages: natural(meta["pages"]),
            hasMeta: true
        )
    }

    private static func rawJob(_ element: ReferenceJSON) -> RawJob {
        var raw = RawJob()
        raw.id = flat(element["id"])
        raw.type = flat(element["type"])
        raw.agent = flat(element["agent"])
        if let agent = element["agent"], case .object = agent {
            raw.agent = .object(id: flat(agent["id"]), name: flat(agent["name"]))
        }
        raw.events = flat(element["events"])
        if case .array(let events)? = element["events"] { raw.events = .array(events.map { flat($0) }) }
        raw.retryCount = flat(element["retry_count"])
        raw.lastRetry = flat(element["last_retry"])
        raw.errorClass = flat(element["error_class"])
        return raw
    }

    /// A value without its elements.
    private static func flat(_ value: ReferenceJSON?) -> RawValue {
        switch value {
        case nil: .absent
        case .null?: .null
        case .bool(let value)?: .bool(value)
        case .integer(let value)?: .integer(value)
        case .number(let value)?: .number(value)
        case .string(let value)?: .string(value)
        case .array?: .array([])
        case .object?: .object(id: .absent, name: .absent)
        }
    }
}
