import FoundationEssentials

/// What a browser may do with a page: show its own style sheets, and nothing else.
enum ContentSecurityPolicy {
    /// The policy of a page with these style sheets. Without one, no style is allowed at all.
    static func policy(for sheets: [StyleSheet]) -> String {
        let sources = sheets.map { sheet in
            "'sha256-\(Data(SHA256.digest(of: Array(sheet.text.utf8))).base64EncodedString())'"
        }
        let styles = sources.isEmpty ? "'none'" : sources.joined(separator: " ")
        return "default-src 'none'; style-src \(styles); base-uri 'none'; form-action 'none'"
    }
}
