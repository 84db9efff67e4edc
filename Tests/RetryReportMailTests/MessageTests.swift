import RetryReport
import RetryReportMail
import Testing

@Suite("The message") struct MessageTests {
    @Test("reads as plain text first and HTML last, and Python's parser finds nothing to forgive") func parts()
        async throws
    {
        let mail = try await Mails.parsed()
        mail.expectSound()
        print(mail.text("text/plain"))
        print(mail.headers)
        #expect(mail.parts.map(\.type) == ["multipart/alternative", "text/plain", "text/html"])
    }
}
