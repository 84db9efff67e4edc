/// Everything that a tool needs to make reports, in one import: saved pages, the report, every renderer, and mails. A
/// live tenant is a module of its own, `TinesTenant`, since it brings an HTTP client.
@_exported public import RetryReport
@_exported public import RetryReportHTML
@_exported public import RetryReportMail
@_exported public import TinesRetryJobs
