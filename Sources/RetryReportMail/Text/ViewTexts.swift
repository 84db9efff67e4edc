import RetryReport

/// What a text shows of a value of the view.
extension ViewObject {
    /// The text under a path, on one line and without invisible characters; empty when there is none.
    func text(_ path: String) -> String {
        VisibleText.clean(words(at: path))
    }

    /// The text under a path, which comes from the tenant or the user, between isolates where it needs them.
    func name(_ path: String) -> String { NameIsolation.isolated(text(path)) }

    /// An action's name, between isolates where it needs them, and its id; of the action under a path, or of this one.
    func action(_ path: String? = nil) -> String {
        let prefix = path.map { "\($0)." } ?? ""
        let (label, name) = (text(prefix + "label"), text(prefix + "name"))
        guard flag(prefix + "isNamed"), label.hasPrefix(name) else { return label }
        return NameIsolation.isolated(name) + label.dropFirst(name.count)
    }

    /// The link of what is under a prefix, which has its dot; nil when there is none. Made of the tenant's origin and
    /// numbers only.
    func link(_ prefix: String) -> String? { flag(prefix + "isLinked") ? text(prefix + "url") : nil }
}

extension TextPage {
    /// What a mail says besides, if anything.
    mutating func note(of view: ViewObject) {
        guard view.flag("mail.hasNote") else { return }
        gap()
        paragraph(view.text("mail.note"))
    }

    /// How to end a subscription, if that is known.
    mutating func unsubscribe(of view: ViewObject) {
        guard view.flag("mail.hasUnsubscribe") else { return }
        line("Unsubscribe:")
        line(view.text("mail.unsubscribeLink"))
    }

    /// A line with the link of what is under a prefix; nothing when there is none.
    mutating func link(to view: ViewObject, _ prefix: String) {
        if let link = view.link(prefix) { self.link(link, indent: 12) }
    }
}
