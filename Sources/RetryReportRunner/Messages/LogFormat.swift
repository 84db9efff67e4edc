#if LiveTenant
/// The form of everything that goes to standard error.
enum LogFormat: String, CaseIterable, Sendable {
    /// Sentences for people.
    case human
    /// A JSON object a line, for programs that collect logs.
    case json
}
#endif
