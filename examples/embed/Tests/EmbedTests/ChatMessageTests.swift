import Foundation
import RetryReportKit
import RetryReportTesting
import Testing

@testable import embed

@Test func `a chat message keeps what renderers promise`() throws {
    let broken = RendererPromises.broken(by: try ChatMessage())
    #expect(broken == [])
}

@Test func `jobs in memory are reported like those of a tenant`() throws {
    let now = Date()
    let report = Report(
        rows: [
            QueueRow(number: 1, step: "Look up host", retries: 3, lastRetry: now - 60, error: "Net::ReadTimeout"),
            QueueRow(number: 2, step: "Look up host", retries: 24, lastRetry: now - 300_000, error: "Net::ReadTimeout"),
        ],
        now: now
    )
    #expect(report.actions.map(\.action.name) == ["Look up host"])
    let message = String(decoding: try ChatMessage().render(report), as: UTF8.self)
    #expect(
        message == """
            2 jobs are waiting for a retry. By estimate 1 die within 24 h, and 0 should be dead already.
            - 2 × Net::ReadTimeout in AgentReceiveJob

            """
    )
}
