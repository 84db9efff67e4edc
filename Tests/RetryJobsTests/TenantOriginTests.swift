import FoundationEssentials
import RetryJobs
import Testing

@Suite("The origin of a tenant")
struct TenantOriginTests {
    @Test(
        "It is normalized, and named in full and in short",
        arguments: [
            ("https://acme.tines.com", "https://acme.tines.com", "acme"),
            ("HTTPS://Acme.Tines.com/", "https://acme.tines.com", "acme"),
            (" acme.tines.com\n", "https://acme.tines.com", "acme"),
            ("https://10.0.0.1:8443", "https://10.0.0.1:8443", "10.0.0.1"),
            ("xn--bcher-kva.example", "https://xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("https://[fd00::1]:8443", "https://[fd00::1]:8443", "[fd00::1]"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1"),
        ]
    )
    func normalized(_ text: String, origin: String, label: String) throws {
        let tenant = try TenantOrigin(text)
        #expect(tenant.description == origin)
        #expect(tenant.label == label)
        #expect(tenant.link == (tenant.isEncrypted ? origin + "/" : nil))
    }

    @Test(
        "Nothing else is an origin",
        arguments: [
            "http://acme.tines.com", "javascript:alert(1)", "https://", "https://a b", "https://a@b", "https://a/b",
            "https://a?b", "https://a:0", "https://a:99999", "https://a:+1", "https://a:1:2", "https://-a",
            "https://a..b",
            "https://a\"b", "//acme", "", "https://[::1", "https://[::1]x", "https://a\\b", "https://a\u{202E}b",
        ]
    )
    func refused(_ text: String) {
        #expect(throws: TenantOriginError.self) { try TenantOrigin(text) }
    }

    @Test("It survives JSON, and a text that is not an origin does not come out of it as one")
    func codable() throws {
        let origin = try TenantOrigin("http://10.0.0.1:1", allowInsecureHTTP: true)
        let decoded = try JSONDecoder().decode(TenantOrigin.self, from: JSONEncoder().encode(origin))
        #expect(decoded == origin)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TenantOrigin.self, from: Array("\"https://a/b\"".utf8).asData)
        }
    }
}

extension [UInt8] {
    fileprivate var asData: Data { Data(self) }
}
