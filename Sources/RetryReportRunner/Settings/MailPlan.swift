#if LiveTenant
import RetryReportMail

/// What a run does about mail: the message, and whether to hand it over, when, and to which program.
struct MailPlan: Sendable {
    /// What goes with the message as a file.
    enum Attachment: String, CaseIterable, Sendable {
        case none
        case json
    }

    var settings: MailSettings
    /// The address that undeliverable mail returns to; nil for the mail program's own.
    var envelopeFrom: MailAddress?
    var attachment: Attachment
    var when: MailWhen
    /// Whether the message is handed over at all; without, it is only a format.
    var isSent: Bool
    /// A path or a name.
    var program: String
    /// The folders of `PATH`, for a program that is given by its name.
    var searchPath: String
    /// Variables of the environment that the program does not get: those with a key.
    var withheld: [String]

    /// Reads the settings that begin with `mail`, `--send` and `--sendmail`; nil when there are no addresses and none
    /// are needed. What is wrong is an error even where it would not be used.
    ///
    /// `name`: the report's name, which distinguishes schedules.
    init?(_ layers: SettingsLayers, name: String, environment: [String: String]) throws {
        attachment = try layers.value(Settings.mailAttach)
        when = try layers.value(Settings.mailWhen)
        isSent = try layers.value(Settings.send)
        program = try layers.value(Settings.sendmail)
        searchPath = environment["PATH"] ?? ""
        withheld = KeyFinder.variables(layers)
        let isThreaded = try layers.value(Settings.mailThread)
        let subject = try Self.parse(layers.value(Settings.mailSubject)) { text throws(MailSettingError) in
            try SubjectTemplate(text)
        }
        let unsubscribe = try Self.parse(layers.value(Settings.mailUnsubscribe)) { text throws(MailSettingError) in
            try UnsubscribeLink(text)
        }
        let replyTo = try Self.parse(layers.value(Settings.mailReplyTo), Self.address)
        envelopeFrom = try Self.parse(layers.value(Settings.mailEnvelopeFrom), Self.address)
        let from = try Self.parse(layers.value(Settings.mailFrom), Self.address)
        let to = try layers.value(Settings.mailTo).compactMap { try Self.parse($0, Self.address) }

        guard let from, !to.isEmpty else {
            let missing = [from == nil ? "--mail-from" : nil, to.isEmpty ? "--mail-to" : nil].compactMap(\.self)
            if isSent, let send = layers.given(Settings.send).last { throw Self.error(send, "a mail", missing) }
            if let format = layers.given(Settings.format).first(where: { $0.text == "eml" }) {
                throw Self.error(format, "format eml", missing)
            }
            return nil
        }
        do {
            settings = try MailSettings(from: from, to: to)
        } catch {
            throw SettingsError(configuration: error.description)
        }
        settings.name = name
        settings.subject = subject
        settings.unsubscribe = unsubscribe
        settings.replyTo = replyTo
        settings.isThreaded = isThreaded
        settings.showsMessages = try layers.value(Settings.mailMessages)
    }

    private static func address(_ text: String) throws(MailSettingError) -> MailAddress {
        try MailAddress(text)
    }

    private static func parse<Value>(
        _ value: SettingValue?,
        _ make: (String) throws(MailSettingError) -> Value
    ) throws -> Value? {
        guard let value else { return nil }
        do {
            return try make(value.text)
        } catch {
            throw SettingsError(value, error.description)
        }
    }

    private static func error(_ value: SettingValue, _ what: String, _ missing: [String]) -> SettingsError {
        SettingsError(
            value,
            "\(what) requires --mail-from and --mail-to, its sender and its recipients; "
                + "\(missing.joined(separator: " and ")) \(missing.count == 1 ? "is" : "are") missing"
        )
    }
}
#endif
