package import RetryReport
package import TinesRetryJobs

/// Asks for the newest error of a few actions.
package struct MessageReader: Sendable {
    /// The most actions that are asked for.
    package static let mostRequests = 20

    private let fetch: APIFetch

    package init(fetch: @escaping APIFetch) {
        self.fetch = fetch
    }

    /// The actions worth asking for: the one to open first, then the top action of each group, the largest first.
    package static func actions(of report: Report) -> [Int64] {
        var ids: [Int64] = []
        let candidates = [report.openFirst?.action.id] + report.groups.map { $0.topActions.first?.action.id }
        for id in candidates.compactMap(\.self) where !ids.contains(id) {
            ids.append(id)
            if ids.count == mostRequests { break }
        }
        return ids
    }

    /// Reads the messages of actions, beside each other; secrets in them are masked.
    ///
    /// - Returns: the messages that came, in the order of `ids`, and a note when some did not.
    package func read(_ ids: [Int64]) async -> (messages: [ErrorMessage], note: String?) {
        var found: [Int: ErrorMessage] = [:]
        var failures: [APIFailure] = []
        await withTaskGroup(of: (Int, Result<ErrorMessage?, APIFailure>).self) { group in
            for (place, id) in ids.prefix(Self.mostRequests).enumerated() {
                group.addTask { (place, await message(ofAction: id)) }
            }
            for await (place, result) in group {
                switch result {
                case .success(let message): found[place] = message
                case .failure(let failure): failures.append(failure)
                }
            }
        }
        let messages = found.sorted { $0.key < $1.key }.map(\.value)
        guard let failure = failures.first else { return (messages, nil) }
        let reason = failure.words(for: "logs of actions")
        return (
            messages,
            messages.isEmpty
                ? "Error messages are missing: \(reason)."
                : "\(failures.count) of \(min(ids.count, Self.mostRequests)) error messages are missing: \(reason)."
        )
    }

    private func message(ofAction id: Int64) async -> Result<ErrorMessage?, APIFailure> {
        do {
            let entries = try DirectoryDecoder().logEntries(try await fetch(.errors(ofAction: id))).rows
            return .success(LogEntry.newestError(of: entries).map { ErrorMessage(actionID: id, entry: $0) })
        } catch let failure as APIFailure {
            return .failure(failure)
        } catch is PageRefusal {
            return .failure(APIFailure(.unreadable))
        } catch is CancellationError {
            return .failure(APIFailure(.timeout))
        } catch {
            return .failure(APIFailure(.connection))
        }
    }
}
