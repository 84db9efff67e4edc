#if LiveTenant
import RetryReportKit

extension Report {
    /// The report in one sentence, fit to show.
    var headline: String {
        guard case .object(let headline)? = ReportView(self).values["headline"],
            case .text(let sentence)? = headline["sentence"]
        else { return "" }
        return VisibleText.clean(sentence)
    }
}
#endif
