#if LiveTenant
import Foundation
import TinesTenant

/// What is posted to a webhook.
enum WebhookFormat: String, CaseIterable, Sendable {
    case slack
    case json
}

/// Finds the secret addresses of other services: a webhook's in a file or the environment, a monitor's among the settings.
/// No message shows any of them.
enum WebhookFinder {
    static let variable = "RETRY_REPORT_WEBHOOK"

    /// The address of the webhook; nil for none.
    static func webhook(_ layers: SettingsLayers, environment: [String: String]) throws -> SecretURL? {
        if let file = layers.given(Settings.webhookFile).last {
            return try address(SecretFile.address(file).content(), place: file.place)
        }
        guard let text = environment[variable], !text.isEmpty else { return nil }
        return try address(text, place: variable)
    }

    /// The address of the monitor; nil for none.
    static func ping(_ layers: SettingsLayers) throws -> SecretURL? {
        guard let value = layers.given(Settings.ping).last else { return nil }
        do {
            return try SecretURL(value.text)
        } catch {
            throw SettingsError(value, error.description)
        }
    }

    private static func address(_ text: String, place: String) throws -> SecretURL {
        do {
            return try SecretURL(text)
        } catch {
            throw SettingsError(configuration: "\(place): \(error.description)")
        }
    }

    /// How these addresses are reached: with TLS as for a tenant, and the proxy that is right for each.
    static func poster(
        _ layers: SettingsLayers,
        for address: SecretURL,
        environment: [String: String]
    ) throws -> Poster {
        var poster = Poster()
        poster.userAgent = Version.generator
        poster.caFile = layers.text(Settings.caFile) ?? environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        poster.caFolders = (environment["SSL_CERT_DIR"] ?? "").split(separator: ":").map(String.init)
        let given = try layers.value(Settings.proxy)
        guard let proxy = ProxyChoice.value(given, for: address.origin, environment) else { return poster }
        do {
            poster.proxy = try ProxyServer(UnicodeHost.encoded(proxy.text))
        } catch {
            throw SettingsError(proxy, error.description)
        }
        return poster
    }
}
#endif
