import Foundation
import RetryReport
import RetryReportHTML

/// The formats that the batch runner has: one line each.
enum StandardFormats {
    /// What a run writes when nobody says otherwise.
    static let usual = ["json"]

    /// A registry whose templates come from a folder, where it has them, or are the built-in ones.
    static func registry(templateFolder: String?) throws -> RendererRegistry {
        var registry = RendererRegistry()
        try registry.register(JSONRenderer())
        try registry.register(NDJSONRenderer())
        return registry
    }
}
