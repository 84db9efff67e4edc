import ArgumentParser

/// Options about a message, as format `eml` writes it and `--send` hands it over.
struct MailOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who gets the mail: an address, or 'Name <address>'; may repeat.", valueName: "address"))
    var mailTo: [String] = []
    @Option(help: ArgumentHelp("Who sends the mail.", valueName: "address"))
    var mailFrom: String?
    @Option(
        help: ArgumentHelp(
            """
            The subject, with {tenant}, {news}, {jobs}, {groups}, {dying}, {overdue} and {title} for their values. \
            (default: [{tenant}] {news})
            """,
            valueName: "text"
        )
    )
    var mailSubject: String?
    @Option(help: ArgumentHelp("What goes with the mail as a file: json or none. (default: none)", valueName: "format"))
    var mailAttach: String?
    @Option(
        help: ArgumentHelp(
            "Send always, or nonempty: only when there are jobs or some may have been missed. (default: always)",
            valueName: "when"
        )
    )
    var mailWhen: String?
    @Option(help: ArgumentHelp("Where readers unsubscribe, https: or mailto:.", valueName: "url"))
    var mailUnsubscribe: String?
    @Flag(help: "Show the mails of a tenant and a name as one thread, all with the subject [{tenant}] {title}.")
    var mailThread = false
    @Option(
        help: ArgumentHelp(
            "Where servers return undeliverable mail to. (default: what the mail program chooses)",
            valueName: "address"
        )
    )
    var mailEnvelopeFrom: String?
    @Flag(help: "Hand the mail to a mail program after the reports are published.")
    var send = false
    @Option(
        help: ArgumentHelp("The mail program, called as 'sendmail -t -i' is. (default: sendmail)", valueName: "path")
    )
    var sendmail: String?

    var texts: [OptionName: [String]] {
        [
            .mailTo: mailTo, .mailFrom: mailFrom.map { [$0] } ?? [], .mailSubject: mailSubject.map { [$0] } ?? [],
            .mailAttach: mailAttach.map { [$0] } ?? [], .mailWhen: mailWhen.map { [$0] } ?? [],
            .mailUnsubscribe: mailUnsubscribe.map { [$0] } ?? [], .mailThread: mailThread ? ["true"] : [],
            .mailEnvelopeFrom: mailEnvelopeFrom.map { [$0] } ?? [],
            .send: send ? ["true"] : [], .sendmail: sendmail.map { [$0] } ?? [],
        ]
    }
}
