/// What a `data-` attribute asks for.
enum Directive {
    /// Repeats the element for each item of a list.
    case each(ViewName)
    /// Keeps the element when something holds.
    case condition(TemplateElement.Condition)
    /// Replaces the content by a text.
    case text(ViewName)
    /// Sets an attribute to a text.
    case attribute(String, ViewName)
    /// Marks content that is there for looking at the template itself.
    case sample
    /// Takes the policy that allows the page's own style sheets.
    case policy

    /// The directives, for advice.
    static let known = [
        "data-each", "data-if", "data-unless", "data-text", "data-attr-…", "data-sample", "data-csp",
    ]

    /// Reads a directive. Throws what is wrong with it.
    static func parse(_ attribute: String, value: String) throws(DirectiveProblem) -> Directive {
        func name() throws(DirectiveProblem) -> ViewName {
            guard let name = ViewName(value) else {
                throw DirectiveProblem(
                    rule: "\(attribute)=\"\(value)\" is no name",
                    advice:
                        "write a dotted path of letters, digits, '-' and '_', such as action.name; there are no expressions"
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
                    rule: "\(attribute)=\"\(value)\" means nothing",
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
                rule: "\(attribute) is no directive",
                advice:
                    "\(meant)the directives are \(known.joined(separator: ", ")), and no other data- attribute is copied"
            )
        }
    }

    /// Why data must not go into an attribute; nil when it may.
    private static func refusal(ofAttribute name: String) -> String? {
        switch name {
        case "": "say which attribute: data-attr-href"
        case "style": "data never goes into styles; set a width, a class or a colour of the template's own"
        case let name where name.hasPrefix("on"): "a report runs no script"
        case let name where name.hasPrefix("data-") || name.hasPrefix("xmlns") || name.contains(":"):
            "only plain attributes can be set"
        case "http-equiv", "src", "srcset", "srcdoc", "action", "formaction": "a report loads and sends nothing"
        default: nil
        }
    }
}

/// What is wrong with a directive.
struct DirectiveProblem: Error {
    var rule: String
    var advice: String
}
