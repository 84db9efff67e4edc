#if LiveTenant
/// What this program calls itself.
enum Version {
    /// The version of the package.
    static let number = "0.2.0"
    /// Name and version, as reports and requests give them.
    static let generator = "retry-report/\(number)"
}
#endif
