#if LiveTenant
import RetryReportKit
import TinesTenant

/// Where jobs come from, by the settings.
extension RunSettings.Input {
    /// - Parameters:
    ///   - layers: all layers.
    ///   - key: the key of a tenant that is one of several; nil to look it up.
    ///   - authorities: the file of ``RunSettings/authorities(_:_:)``.
    ///   - environment: where the API key and a proxy are looked up.
    /// - Throws: ``SettingsError`` for the first fault.
    init(
        _ layers: SettingsLayers,
        key: APIKey?,
        authorities: SettingValue?,
        environment: [String: String]
    ) throws {
        // Read for saved pages too: a wrong value is a mistake even where it would not be used.
        let pace = try Pace(layers)
        switch try Self.origin(layers) {
        case .savedPages(let paths): self = .savedPages(paths)
        case .tenant(let address):
            let key = try key ?? KeyFinder.key(layers, environment: environment)
            self = .tenant(try Self.configuration(address, key, layers, pace, authorities, environment))
        }
    }

    /// How much of a tenant is asked for at once.
    private struct Pace {
        let perPage: Int
        let concurrency: Int
        let requestsPerMinute: Int
        let maxPages: Int

        init(_ layers: SettingsLayers) throws {
            perPage = try layers.value(Settings.perPage)
            concurrency = try layers.value(Settings.concurrency)
            requestsPerMinute = try layers.value(Settings.requestsPerMinute)
            maxPages = try layers.value(Settings.maxPages)
        }
    }

    private enum Origin {
        case tenant(SettingValue)
        case savedPages([String])
    }

    private static func origin(_ layers: SettingsLayers) throws -> Origin {
        let inputs = try layers.value(Settings.input)
        switch (try layers.value(Settings.tenant), inputs.first) {
        case (nil, nil):
            throw SettingsError(
                usage: """
                    nothing to read: give a tenant or saved pages
                      retry-report --tenant https://acme.tines.com     (the API key in TINES_API_KEY)
                      retry-report --input pages/                      (no network)
                    """
            )
        case (.some(let tenant), .some(let input)) where tenant.layer == input.layer:
            throw SettingsError(usage: "--tenant and --input exclude each other: read a tenant, or saved pages")
        case (.some(let tenant), .some(let input)) where input.layer != .flag || tenant.layer == .flag:
            return .tenant(tenant)
        case (.some(let tenant), nil): return .tenant(tenant)
        case (_, .some): return .savedPages(inputs.map(\.text))
        }
    }

    private static func configuration(
        _ tenant: SettingValue,
        _ key: APIKey,
        _ layers: SettingsLayers,
        _ pace: Pace,
        _ authorities: SettingValue?,
        _ environment: [String: String]
    ) throws -> TenantSource.Configuration {
        let origin: TenantOrigin
        do {
            origin = try TenantOrigin(
                UnicodeHost.encoded(tenant.text),
                allowInsecureHTTP: try layers.value(Settings.allowInsecureHTTP)
            )
        } catch let error as TenantOriginError {
            throw SettingsError(tenant, OptionWords.words(error))
        }
        var configuration = TenantSource.Configuration(tenant: origin, key: key)
        configuration.perPage = pace.perPage
        configuration.concurrency = pace.concurrency
        configuration.requestsPerMinute = pace.requestsPerMinute
        configuration.maxPages = pace.maxPages
        configuration.timeout = try layers.value(Settings.timeout)
        configuration.caFile = authorities?.text
        configuration.caFolders = (environment["SSL_CERT_DIR"] ?? "").split(separator: ":").map(String.init)
        if let proxy = ProxyChoice.value(try layers.value(Settings.proxy), for: origin, environment) {
            do {
                configuration.proxy = try ProxyServer(UnicodeHost.encoded(proxy.text))
            } catch {
                throw SettingsError(proxy, error.description)
            }
        }
        configuration.userAgent = Version.generator
        return configuration
    }
}
#endif
