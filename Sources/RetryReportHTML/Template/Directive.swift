import RetryReport

/// What a `data-` attribute does.
enum Directive {
    /// Repeats the element for each item of a list.
    case each(TemplateName)
    /// Keeps the element when a condition is true.
    case condition(TemplateElement.Condition)
    /// Replaces the content by a text.
    case text(TemplateName)
    /// Sets an attribute to a text.
    case attribute(String, TemplateName)
    /// Marks content that is only shown when the template itself is opened.
    case sample
    /// Is replaced by the policy that allows the page's own style sheets.
    case policy

    /// The directives, for advice.
    static let known = [
        "data-each", "data-if", "data-unless", "data-text", "data-attr-…", "data-sample", "data-csp",
    ]

    /// Reads a directive. Throws what is wrong with it.
    static func parse(_ attribute: String, value: String) throws(DirectiveProblem) -> Directive {
        func name() throws(DirectiveProblem) -> TemplateName {
            guard let name = TemplateName(value) else {
                throw DirectiveProblem(
                    rule: "\(attribute)=\"\(value)\" is not a name",
                    advice: "write a name such as action.name: letters, digits, '-', '_' and full stops, no expressions"
                )
            }
            return name
        }
        switch attribute {
        case "data-each": return .each(try name())
        case "data-if": return .condition(TemplateElement.Condition(name: try name(), wanted: true))
        case "data-unless": return .condition(TemplateElement.Condition(name: try name(), wanted: false))
        case "data-text": return .text(try name())
        case "data-sample", "data-csp":
            let word = attribute == "data-csp" ? "style" : "sample"
            guard value == word else {
                throw DirectiveProblem(
                    rule: "\(attribute)=\"\(value)\" has no meaning",
                    advice: "write \(attribute)=\"\(word)\""
                )
            }
            return attribute == "data-csp" ? .policy : .sample
        case let other where other.hasPrefix("data-attr-"):
            let target = String(other.dropFirst("data-attr-".count))
            if let reason = refusal(ofAttribute: target) {
                throw DirectiveProblem(rule: "\(attribute) is not allowed", advice: reason)
            }
            return .attribute(target, try name())
        default:
            let near = NearestNames.of(attribute, among: known)
            let meant = near.isEmpty ? "" : "did you mean \(near.joined(separator: ", "))? "
            throw DirectiveProblem(
                rule: "\(attribute) is not a directive",
                advice:
                    "\(meant)the directives are \(known.joined(separator: ", ")); other data- attributes are not allowed"
            )
        }
    }

    /// Why data must not go into an attribute; nil when it may.
    private static func refusal(ofAttribute name: String) -> String? {
        switch name {
        case "": "say which attribute: data-attr-href"
        case "style": "data can't be in styles; set a width or a class, or use a colour of the template"
        case let name where name.hasPrefix("on"): "a report has no scripts"
        case let name where name.hasPrefix("data-") || name.hasPrefix("xmlns") || name.contains(":"):
            "only plain attributes can be set"
        case "http-equiv", "src", "srcset", "srcdoc", "action", "formaction": "a report loads nothing and sends nothing"
        default: nil
        }
    }
}

/// What is wrong with a directive.
struct DirectiveProblem: Error {
    var rule: String
    var advice: String
}
