#if LiveTenant
import Foundation
import RetryJobs
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// One line on a terminal that tells how far the reading is and then goes away.
final class ProgressLine: Sendable {
    private struct State {
        var shownAt: ContinuousClock.Instant?
        var isShown = false
    }

    private let isOn: Bool
    /// Nil for a terminal that obeys no control codes: lines there follow each other, a few of them.
    private let columns: Int?
    private let interval: Duration
    private let began = ContinuousClock.now
    private let state = Mutex(State())

    init(_ when: RunSettings.ProgressWhen, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let isDumb = ["dumb", ""].contains(environment["TERM"] ?? "")
        columns = isDumb ? nil : Self.width() ?? 80
        interval = isDumb ? .seconds(10) : .milliseconds(100)
        isOn =
            switch when {
            case .always: true
            case .never: false
            case .auto: isatty(STDERR_FILENO) == 1 && !isDumb
            }
    }

    /// Shows how far it is, at most ten times a second.
    func show(pages: Int, jobs: Int, pagesExpected: Int?) {
        guard isOn else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            if let shownAt = state.shownAt, now - shownAt < interval { return }
            state.shownAt = now
            state.isShown = true
            let seconds = (now - began) / .seconds(1)
            let text = Self.text(
                pages: pages,
                jobs: jobs,
                seconds: seconds,
                pagesExpected: pagesExpected,
                columns: columns ?? .max
            )
            Self.write(columns == nil ? "\(text)\n" : "\r\u{1B}[2K\(text)")
        }
    }

    /// Takes the line away.
    func clear() {
        guard isOn, columns != nil else { return }
        state.withLock { state in
            if state.isShown { Self.write("\r\u{1B}[2K") }
            state.isShown = false
        }
    }

    /// What is shown: as many of its parts as fit into a line, which would not go away again if it were broken.
    static func text(pages: Int, jobs: Int, seconds: Double, pagesExpected: Int?, columns: Int = .max) -> String {
        var parts = [NumberWords.counted(pages, "page"), NumberWords.counted(jobs, "job")]
        if seconds >= 0.5, pages > 0 {
            parts.append("\(NumberWords.grouped(Int(Double(jobs) / seconds))) jobs/s")
            if let pagesExpected, pagesExpected > pages {
                let left = (Double(pagesExpected) - Double(pages)) * seconds / Double(pages)
                // What a tenant says of its pages is not always sense.
                if left < 1_000_000 { parts.append("about \(NumberWords.grouped(Int(left.rounded(.up)))) s left") }
            }
        }
        // The last column stays free: some terminals begin a new line there.
        while parts.count > 1, parts.joined(separator: ", ").count >= columns { parts.removeLast() }
        return String(parts.joined(separator: ", ").prefix(max(0, columns - 1)))
    }

    /// The columns of the terminal behind standard error; nil when it is none.
    private static func width() -> Int? {
        var size = winsize()
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
#endif
