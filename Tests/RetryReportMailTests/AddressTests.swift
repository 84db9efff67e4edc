import RetryReport
import RetryReportMail
import Testing

@Suite("Addresses and links") struct AddressTests {
    @Test(
        "an address is read with and without a name",
        arguments: [
            ("ops@example.com", "", "ops@example.com"),
            ("  Ops Team <ops@example.com> ", "Ops Team", "ops@example.com"),
            ("\"Ops, Team \\\"x\\\"\" <ops+retry@mail.example.com>", "Ops, Team \"x\"", "ops+retry@mail.example.com"),
            ("Über uns 👩‍👩‍👧‍👦 <o'x@xn--mller-kva.example>", "Über uns 👩‍👩‍👧‍👦", "o'x@xn--mller-kva.example"),
            (
                "فريق العمليات في الرياض والمنطقة الشرقية <a@example.com>", "فريق العمليات في الرياض والمنطقة الشرقية",
                "a@example.com"
            ),
            ("=?UTF-8?Q?x?= <a@example.com>", "=?UTF-8?Q?x?=", "a@example.com"),
            ("root@localhost", "", "root@localhost"),
        ]
    )
    func right(text: String, name: String, address: String) async throws {
        let mail = try await Mails.parsed(.sample, Mails.settings(from: text, to: [text, "second@example.com"]))
        mail.expectSound()
        #expect(mail.from == [.init(name: name, address: address)])
        #expect(mail.to == [.init(name: name, address: address), .init(name: "", address: "second@example.com")])
    }

    @Test(
        "anything else is refused, also what could break out of a header or be read as an option",
        arguments: [
            "", "ops", "@example.com", "ops@", "ops@example.com, b@example.com", "a@b@c", "ops@exa mple.com",
            "ops@example.com\r\nBcc: x@example.com", "Ops\n <ops@example.com>", "Ops\u{0} <ops@example.com>",
            "Ops, Team <ops@example.com>", "\"Ops\" \"Team\" <ops@example.com>", "\"Ops\\\" <ops@example.com>",
            "-oQ/tmp@example.com", "ops@-example.com", "ops@example..com", "ops@[127.0.0.1]", "ops@müller.example",
            "\"a b\"@example.com", "ops@example.com>", "<<ops@example.com>", "Ops <ops@example.com> x",
            "ops@\(String(repeating: "x", count: 64)).com", "\(String(repeating: "x", count: 65))@example.com",
            "\(String(repeating: "n", count: 301)) <ops@example.com>", "ops\u{2028}@example.com",
        ]
    )
    func wrong(text: String) throws {
        let error = try #require(throws: MailSettingError.self) { try MailAddress(text) }
        #expect(error.description.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test(
        "a name may be any text without control characters, and comes back unchanged",
        arguments: [
            String(repeating: "word ", count: 50) + "end", String(repeating: "x", count: 300), "  a  b  ", "\\\"\\",
            String(repeating: "é", count: 150), "a@example.com", "(comment)", ";:,<>", "=?UTF-8?B?eA==?=", "Ⅷ ﷽",
        ]
    )
    func names(name: String) async throws {
        let address = try MailAddress(address: "a@example.com", name: name)
        let mail = try await Mails.parsed(.sample, MailSettings(from: address, to: [address]))
        mail.expectSound("\(name)")
        #expect(mail.from.first?.name == address.name)
        #expect(mail.longestHeaderLine <= 320)
    }

    @Test(
        "a link to unsubscribe is https: or mailto:, in ASCII",
        arguments: [
            "", "https://", "http://example.com", "javascript:alert(1)", "https://example.com/\r\nBcc: x",
            "https://example.com/a b", "https://example.com/>", "https://müller.example", "https://example.com/,x",
            "https://example.com/" + String(repeating: "x", count: 900),
        ]
    )
    func links(link: String) {
        #expect(throws: MailSettingError.self) { try UnsubscribeLink(link) }
    }

    @Test("a message without a recipient is refused") func nobody() throws {
        let from = try MailAddress("a@example.com")
        let error = try #require(throws: MailSettingError.self) { try MailSettings(from: from, to: []) }
        #expect(error.code == .noRecipient)
    }

    @Test("an address that is given twice gets one copy, and keeps the name that came first") func twice() throws {
        let to = ["Ops <ops@example.com>", "b@example.com", "ops@EXAMPLE.com", "OPS@example.com", "b@example.com"]
        let settings = try Mails.settings(to: to)
        #expect(settings.to.map(\.description) == ["Ops <ops@example.com>", "b@example.com", "OPS@example.com"])
    }

    @Test(
        "an error says what is wrong in a code, the value and a sentence, and names no option",
        arguments: [
            ("ops", MailSettingError.Code.notAnAddress, "'@' and a domain are missing"),
            ("a@b.example\nBcc: x@y.example", .controlCharacter, "U+000A"),
        ]
    )
    func errors(value: String, code: MailSettingError.Code, words: String) throws {
        let error = try #require(throws: MailSettingError.self) { try MailAddress(value) }
        #expect(error.code == code)
        #expect(error.value == value)
        #expect(error.description.contains(words) && !error.description.contains("--"))
    }
}
