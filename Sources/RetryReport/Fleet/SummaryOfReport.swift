package import FoundationEssentials

/// Why no summary could be made of a document.
package enum TenantSummaryError: Error, Hashable {
    /// The document is valid JSON and not a report.
    case notAReport
    /// It is damaged: what is wrong, in words.
    case damaged(String)
}

extension TenantSummary {
    /// Reads what an index needs of a JSON report of this version or an earlier one, and nothing else.
    ///
    /// Throws ``TenantSummaryError``.
    package init(report json: Data) throws(TenantSummaryError) {
        do {
            let report = try JSONDecoder().decode(SavedReport.self, from: json)
            if (1...Report.currentVersion).contains(report.version) {
                self = report.summary
                return
            }
        } catch {
            throw Self.reason(json, error)
        }
        throw Self.reason(json, nil)
    }

    /// Why a document is no report, or one that can't be read; `error`: that of reading it.
    private static func reason(_ json: Data, _ error: (any Error)?) -> TenantSummaryError {
        let kind: Kind
        do {
            kind = try JSONDecoder().decode(Kind.self, from: json)
        } catch DecodingError.typeMismatch, DecodingError.keyNotFound, DecodingError.valueNotFound {
            return .notAReport
        } catch {
            return .damaged("it is not valid JSON")
        }
        guard let number = kind.version, kind.generatedAt != nil, kind.totals != nil else { return .notAReport }
        guard let version = Int(exactly: number), version > 0 else {
            return .damaged("its member 'version' is not what a report has there")
        }
        guard version <= Report.currentVersion else {
            return .damaged("it was written by a newer version of retry-report (version \(version) of the report)")
        }
        return .damaged((error as? DecodingError).map(words) ?? "it is not a complete report")
    }

    private static func words(_ error: DecodingError) -> String {
        let path: [any CodingKey] =
            switch error {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        // The decoder does not say where a number is that no integer can be.
        guard !path.isEmpty else { return "one of its numbers is too large" }
        let name = path.map { $0.intValue.map { String($0) } ?? $0.stringValue }.joined(separator: ".")
        return "its member '\(VisibleText.clean(name, to: 100))' is missing or is not what a report has there"
    }

    /// What tells a report from other documents.
    private struct Kind: Decodable {
        struct Anything: Decodable { init(from decoder: any Decoder) {} }

        let version: Double?
        let generatedAt: Anything?
        let totals: Anything?

        enum CodingKeys: String, CodingKey {
            case version
            case generatedAt = "generated_at"
            case totals
        }
    }
}
