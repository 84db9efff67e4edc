#if LiveTenant
import Foundation

/// Hosts with letters beyond ASCII, as people write them: `bücher.example` for `xn--bcher-kva.example`.
enum UnicodeHost {
    /// An address with its host as it is sent; unchanged when that is how it is written, or when it is not a host.
    ///
    /// The conversion is that of Foundation (UTS #46 by ICU); the libraries below take ASCII only, so that what is shown
    /// can't look like another host.
    static func encoded(_ address: String) -> String {
        let text = address.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return address }
        let hasScheme = text.contains("://")
        guard let url = URL(string: hasScheme ? text : "https://\(text)"), url.host() != nil else { return address }
        let encoded = url.absoluteString
        return hasScheme ? encoded : String(encoded.dropFirst("https://".count))
    }
}
#endif
