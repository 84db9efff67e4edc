import RetryReportTesting
import Testing

@testable import embed

@Test func `a chat message keeps what renderers promise`() throws {
    let broken = RendererPromises.broken(by: try ChatMessage())
    #expect(broken == [])
}
