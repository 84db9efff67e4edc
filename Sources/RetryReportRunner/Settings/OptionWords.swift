#if LiveTenant
import RetryReportKit
import RetryReportMail

/// Names the options that help with an error of a library, which knows none.
enum OptionWords {
    static func words(_ error: TenantOriginError) -> String {
        error.code == .notEncrypted ? "\(error.description) (--allow-insecure-http)" : error.description
    }

    /// An error of the hand-over with the option that names the program.
    static func error(_ error: HandoverError) -> RunError {
        RunError(.notAnnounced, "\(error.description) (--sendmail)")
    }
}
#endif
