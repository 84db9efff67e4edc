import RetryReportTesting
import Testing

@testable import embed

@Test func `a chat message keeps what renderers promise`() {
    #expect(RendererPromises.broken(by: ChatMessage()) == [])
}
