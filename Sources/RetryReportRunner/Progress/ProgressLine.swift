#if LiveTenant
import Foundation
internal import RetryJobs
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
    private let began = ContinuousClock.now
    private let state = Mutex(State())
    private static let interval = Duration.milliseconds(100)

    init(_ when: RunSettings.ProgressWhen) {
        isOn =
            switch when {
            case .always: true
            case .never: false
            case .auto: isatty(STDERR_FILENO) == 1
            }
    }

    /// Shows how far it is, at most ten times a second.
    func show(pages: Int, jobs: Int, pagesExpected: Int?) {
        guard isOn else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            if let shownAt = state.shownAt, now - shownAt < Self.interval { return }
            state.shownAt = now
            state.isShown = true
            let seconds = (now - began) / .seconds(1)
            Self.write(
                "\r\u{1B}[2K" + Self.text(pages: pages, jobs: jobs, seconds: seconds, pagesExpected: pagesExpected)
            )
        }
    }

    /// Takes the line away.
    func clear() {
        guard isOn else { return }
        state.withLock { state in
            if state.isShown { Self.write("\r\u{1B}[2K") }
            state.isShown = false
        }
    }

    static func text(pages: Int, jobs: Int, seconds: Double, pagesExpected: Int?) -> String {
        var text = "\(NumberWords.counted(pages, "page")), \(NumberWords.counted(jobs, "job"))"
        guard seconds >= 0.5, pages > 0 else { return text }
        text += ", \(NumberWords.grouped(Int(Double(jobs) / seconds))) jobs/s"
        if let pagesExpected, pagesExpected > pages {
            let left = (Double(pagesExpected) - Double(pages)) * seconds / Double(pages)
            // What a tenant says of its pages is not always sense.
            if left < 1_000_000 { text += ", about \(Int(left.rounded(.up))) s left" }
        }
        return text
    }

    private static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
#endif
