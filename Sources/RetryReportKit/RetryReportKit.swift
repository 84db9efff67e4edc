/// Everything that a tool needs to make reports, in one import: saved pages, the report, every renderer, and mails.
/// With the package trait `LiveTenant`, which is on by default, also the source that reads a live tenant.
@_exported public import RetryReport
@_exported public import RetryReportHTML
@_exported public import RetryReportMail
@_exported public import RetryReportPrograms
@_exported public import TinesRetryJobs

#if LiveTenant
@_exported public import TinesTenant
#endif
