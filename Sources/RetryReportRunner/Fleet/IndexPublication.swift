#if LiveTenant
import Foundation
import RetryReportHTML
import RetryReportKit
import RetryReportMail

/// What is made of the reports of several tenants: the index's files, one mail, and metrics.
struct IndexPublication: Sendable {
    private let title: String
    private let now: Timestamp?
    /// Formats besides those that an index always has.
    private let formats: [ReportFormat]
    private let mail: MailPlan?
    /// Where the index is, for the mail; nil when that is not known.
    private let link: ReportLink?
    private let metrics: MetricsFile?
    private let pageTemplate: FleetPage.Template?
    private let mailTemplate: FleetPage.Template?
    private let markdownTemplate: MarkdownTemplate?
    private let messages: Messages
    private let began: ContinuousClock.Instant

    /// Reads the settings of all tenants together. Throws ``SettingsError`` and ``RunError``.
    init(
        _ layers: SettingsLayers,
        environment: [String: String],
        messages: Messages,
        began: ContinuousClock.Instant,
        checked: CheckedFormats = CheckedFormats()
    ) throws {
        title = try layers.value(Settings.title)
        now = try layers.value(Settings.now)
        let asked = Set(try layers.value(Settings.format).map(\.text))
        formats = [HTMLRenderer.Kind.mail.format, EMLRenderer.format].filter { asked.contains($0.identifier) }
        mail = try MailPlan(layers, name: try layers.value(Settings.name), environment: environment)
        link = try RunSettings.reportLink(layers, path: [FleetFolder.indexName])
        metrics = try MetricsFile(layers)
        let templates = try checked.folder(layers.text(Settings.template))
        pageTemplate = try templates.own(.index).map { try FleetPage.Template($0.bytes, name: $0.name, kind: .page) }
        mailTemplate = try templates.own(.indexEmail).map {
            try FleetPage.Template($0.bytes, name: $0.name, kind: .mail)
        }
        markdownTemplate = try templates.own(.indexMarkdown).map {
            try MarkdownTemplate(ofIndex: $0.bytes, name: $0.name)
        }
        self.messages = messages
        self.began = began
    }

    /// Publishes the index of tenants and returns it. Throws ``RunError`` and ``OutputError``; nothing was published then.
    func publish(_ tenants: [FleetTenant], to destination: OutputFolder) throws -> FleetIndex {
        let index = FleetIndex(
            tenants,
            title: title,
            generator: Version.generator,
            now: now ?? Timestamp(date: Date())
        )
        do {
            for (format, bytes) in try documents(of: index) {
                var document = try destination.stage(format)
                try document.write(contentsOf: bytes)
                try document.close()
            }
        } catch let error as TemplateError {
            throw RunError(.configuration, error.description)
        }
        for file in try destination.publish() { messages.tell(Diagnostic(.note, "index.published", "wrote \(file)")) }
        messages.tell(Diagnostic(.note, "index.headline", index.headline))
        return index
    }

    private func documents(of index: FleetIndex) throws -> [(format: ReportFormat, bytes: [UInt8])] {
        var documents: [(ReportFormat, [UInt8])] = [
            (HTMLRenderer.Kind.page.format, try FleetPage.page(index, template: pageTemplate)),
            (MarkdownRenderer.format, try index.markdown(template: markdownTemplate)),
            (JSONRenderer.format, try index.json()),
        ]
        for format in formats {
            if format == EMLRenderer.format {
                if let message = try message(index) { documents.append((format, message)) }
            } else {
                var context = FleetPage.indexContext
                context.reportLink = link?.url(at: index.generatedAt)
                documents.append((format, try FleetPage.mail(index, in: context, template: mailTemplate)))
            }
        }
        return documents
    }

    private func message(_ index: FleetIndex) throws -> [UInt8]? {
        try mail.map { plan in
            var settings = plan.settings
            settings.reportLink = link
            return try FleetMail(settings, attachesJSON: plan.attachment == .json).message(index) { context in
                try FleetPage.mail(index, in: context, template: mailTemplate)
            }
        }
    }

    /// Hands the mail over and writes the metrics; returns the status, which is `status` unless that fails.
    func announce(_ index: FleetIndex, _ status: ExitStatus) async throws -> ExitStatus {
        var status = status
        if let mail, mail.isSent {
            do {
                if mail.when.applies(to: index), let message = try message(index) {
                    messages.tell(try await mail.send(message))
                } else {
                    messages.tell(
                        Diagnostic(
                            .note,
                            "mail.not-needed",
                            "no mail: there is nothing to report (--mail-when \(mail.when.rawValue))"
                        )
                    )
                }
            } catch {
                try Task.checkCancellation()
                messages.fail(Diagnostic(.error, "mail.failed", "the mail could not be handed over: \(error)"))
                status = .worst([status, .notAnnounced])
            }
        }
        do {
            try metrics?.write(index, status, seconds: (ContinuousClock.now - began) / .seconds(1))
        } catch {
            messages.fail(Diagnostic(.error, "metrics.failed", "the metrics could not be written: \(error)"))
            status = .worst([status, .notAnnounced])
        }
        return status
    }
}

extension FleetIndex {
    /// The index in one sentence that can be shown.
    var headline: String { VisibleText.clean(FleetView(self).values.words(at: "headline.sentence")) }
}
#endif
