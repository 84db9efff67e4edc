#if LiveTenant
import RetryReportKit

/// Which proxy requests to a tenant go through, as curl chooses it.
enum ProxyChoice {
    /// The proxy that was given, or that of the environment; nil for none.
    ///
    /// `given`: `none` turns the environment's off.
    static func value(
        _ given: SettingValue?,
        for tenant: TenantOrigin,
        _ environment: [String: String]
    ) -> SettingValue? {
        if let given { return given.text == "none" ? nil : given }
        // curl reads http_proxy in small letters only: a web server may set HTTP_PROXY from a request's header.
        let names = tenant.isEncrypted ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
        let name = (names + ["all_proxy", "ALL_PROXY"]).first { environment[$0]?.isEmpty == false }
        guard let name, let text = environment[name] else { return nil }
        let excluded = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        guard !isExcluded(tenant.host, by: excluded) else { return nil }
        return SettingValue(text: text, layer: .environment, place: name)
    }

    /// Whether a list such as `localhost, .example.com` contains a host or a domain that it is in; `*` is all.
    static func isExcluded(_ host: String, by list: String) -> Bool {
        let host = host.lowercased()
        return list.split { $0 == "," || $0.isWhitespace }.contains { entry in
            if entry == "*" { return true }
            let entry = UnicodeHost.encoded(String(entry)).lowercased()
            let domain = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
            return !domain.isEmpty && (host == domain || host.hasSuffix(".\(domain)"))
        }
    }
}
#endif
