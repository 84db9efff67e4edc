import Foundation
package import RetryJobs
package import RetryReport

/// Texts that try to be more than text, from `Tests/Corpus/hostile.json`, for every format's tests.
package enum HostileCorpus {
    private struct Entry: Decodable {
        let text: String
        let times: Int?
    }

    /// Every text of the corpus, in its order.
    package static let texts: [String] = {
        do {
            let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            let data = try Data(contentsOf: tests.appending(path: "Corpus/hostile.json"))
            return try JSONDecoder().decode([Entry].self, from: data)
                .map { String(repeating: $0.text, count: $0.times ?? 1) }
        } catch {
            fatalError("Tests/Corpus/hostile.json can't be read: \(error)")
        }
    }()
}

extension HostileCorpus {
    /// The texts of which each is tried in a report of its own: all of them in `scripts/test`, which sets
    /// RETRY_REPORT_ALL_TESTS, and every fourth otherwise. Texts of one kind are beside each other.
    package static let oneByOne: [String] = {
        let isComplete = ProcessInfo.processInfo.environment["RETRY_REPORT_ALL_TESTS"] != nil
        return stride(from: 0, to: texts.count, by: isComplete ? 1 : 4).map { texts[$0] }
    }()
}

extension Report {
    /// An incomplete report with the same text at every place where a report has text of others.
    package init(everywhere text: String, now: Timestamp = Timestamp(microseconds: 1_785_067_200_000_000)) {
        let job = RetryJob(
            id: .text(text),
            type: JobType(rawValue: text),
            action: ActionReference(id: 7, name: text),
            eventIDs: [1],
            retryCount: 3,
            lastRetry: now.advanced(bySeconds: -3600),
            errorClass: text
        )
        let reading = Reading(
            source: text,
            tenant: try? TenantOrigin(text),
            isComplete: false,
            isVerified: false,
            problems: [Diagnostic(.error, "test", text)]
        )
        self.init(jobs: [job], now: now, reading: reading, title: text)
    }
}
