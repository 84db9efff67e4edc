import TestSupport
import Testing

@testable import RetryReport

@Suite("Secrets in error texts") struct SecretMaskTests {
    /// A text, and the parts of it that nobody may see.
    private static let secrets: [(text: String, secret: String)] = [
        ("Authorization: Bearer abc123DEF456ghi789", "abc123"),
        ("authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNz"),
        ("Proxy-Authorization: Digest username=\"u\", response=\"deadbeef\"", "deadbeef"),
        ("{\"Authorization\"=>\"Bearer short1\"}", "short1"),
        ("{\\\"authorization\\\":\\\"Bearer tok3n-x\\\"}", "tok3n-x"),
        ("headers: {'X-Api-Key': 'k-12'}", "k-12"),
        ("Cookie: session=abc; other=def", "def"),
        ("sent bearer s3cretvalue to the server", "s3cretvalue"),
        ("https://robot:hunter2@api.example.com/v1", "hunter2"),
        ("ftp://user:p@ss/w0rd@files.example.com", "w0rd"),
        ("postgres://admin:pw@db/prod", "pw@"),
        ("GET https://x.example/?token=tiny&page=2 failed", "tiny"),
        ("GET https://x.example/?X-Amz-Signature=ab12&page=2", "ab12"),
        ("password=correct horse", "correct"),
        ("client_secret: 'a b c'", "a b c"),
        ("passphrase => \"open sesame\"", "open sesame"),
        ("clientSecret=zzz", "zzz"),
        ("token: Bearer xyz", "xyz"),
        ("key 0123456789abcdef0123456789abcdef is bad", "0123456789abcdef"),
        ("uuid 550e8400-e29b-41d4-a716-446655440000", "e29b"),
        ("AKIAIOSFODNN7EXAMPLE was refused", "AKIAIOSF"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP", "dBjftJeZ4CVP"),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "K7MDENG/bPxRfiCY"),
        ("AKIA\u{200B}IOSFODNN7\u{200B}EXAMPLE", "IOSFODNN7"),
        ("MIIEpAIBAAKCAQEA7bq3vZ0XWkqD8sN2+/9fGh", "MIIEpAIB"),
        ("Q2xhc3NpY0Jhc2U2NFRleHRXaXRob3V0U3BhY2Vz", "Q2xhc3Np"),
    ]

    @Test("are hidden in every form", arguments: secrets)
    func hidden(_ example: (text: String, secret: String)) {
        let shown = SecretMask.excerpt(example.text)
        #expect(!shown.contains(example.secret), "\(shown)")
        #expect(shown.contains(SecretMask.mark), "\(shown)")
    }

    @Test(
        "leave ordinary words as they are",
        arguments: [
            "undefined method `upcase' for nil:NilClass", "ActiveRecord::RecordNotFound: Couldn't find Story",
            "Request to https://api.example.com:8443/v1/items timed out after 30 s",
            "Basic authentication failed", "status 429 at 2026-01-02T08:30:00Z", "https://example.com/@user/path",
            "ERR_HTTP2_PROTOCOL_ERROR in us-east-1-production-cluster",
            "internationalization of InternalServerErrorException",
        ]
    )
    func ordinary(_ text: String) {
        #expect(SecretMask.excerpt(text) == text)
    }

    @Test("are hidden before a text is cut, so that no part of one remains at the end")
    func cut() {
        for length in 280...310 {
            let text = String(repeating: "x", count: length).split(every: 9) + " token=verysecretvalue"
            #expect(!SecretMask.excerpt(text).contains("very"))
        }
        let long = String(repeating: "word ", count: 900) + "0123456789abcdef0123456789abcdef"
        #expect(SecretMask.excerpt(long).unicodeScalars.count == SecretMask.longestText)
    }

    @Test("do not keep a hostile text from being cut and cleaned", arguments: HostileCorpus.texts)
    func hostile(_ text: String) {
        for whole in [text, "password=\(text)", "https://\(text):\(text)@\(text)", String(repeating: text, count: 500)]
        {
            let shown = SecretMask.excerpt(whole)
            #expect(shown.unicodeScalars.count <= SecretMask.longestText)
            #expect(VisibleText.clean(shown) == shown)
        }
    }
}

extension String {
    /// The text with a space after every few characters.
    fileprivate func split(every count: Int) -> String {
        var result = ""
        for (place, character) in enumerated() {
            if place > 0, place.isMultiple(of: count) { result += " " }
            result.append(character)
        }
        return result
    }
}
