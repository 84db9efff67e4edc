#if LiveTenant
import RetryReportKit
import Yams

/// The rules of `--policy`, from a YAML file.
///
/// ```yaml
/// rules:
///   - match: {error-class: "Net::*", team: Detection}
///     owner: Platform on-call
///     runbook: https://wiki.example.com/timeouts
///     mute: {until: 2026-12-01T00:00:00Z, reason: The proxy is being replaced.}
/// ```
enum PolicyFile {
    private static let mostRules = 1000
    private static let mostEntries = 100
    private static let longest = 500

    /// Reads a file. Throws ``SettingsError`` with status 78 that names file, line and what would be right.
    static func read(_ path: String) throws -> Policy {
        guard let root = try YAMLFile.root(path, option: "--policy") else {
            throw SettingsError(configuration: "\(path): is empty; it must have a list 'rules'")
        }
        let file = Fields(root, path: path, what: "the policy")
        let members = try file.members(["rules"])
        guard let list = members["rules"], case .sequence(let nodes) = list else {
            throw file.error(root, "must have a list 'rules', such as rules: [{match: {type: '*'}, owner: Ada}]")
        }
        guard nodes.count <= mostRules else { throw file.error(list, "must have at most \(mostRules) rules") }
        // A report may be read by people who should not see where this file is.
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        let rules = try nodes.map { try rule($0, path: path, name: name) }
        do {
            return try Policy(rules: rules)
        } catch {
            let folder = path.dropLast(name.count)
            throw SettingsError(configuration: "\(folder)\(error.place): \(error.message)")
        }
    }

    private static func rule(_ node: Node, path: String, name: String) throws -> PolicyRule {
        let fields = Fields(node, path: path, what: "a rule")
        let members = try fields.members(
            ["match", "owner", "runbook", "issue", "severity", "note", "mute", "accept"]
        )
        guard let match = members["match"] else {
            throw fields.error(node, "must have 'match', such as match: {error-class: 'Net::*'}")
        }
        var rule = PolicyRule(
            try self.match(Fields(match, path: path, what: "'match'")),
            place: "\(name):\(node.mark?.line ?? 1)"
        )
        rule.owner = try members["owner"].map { try fields.text($0, "owner") }
        rule.runbook = try members["runbook"].map { try fields.text($0, "runbook", longest: 2000) }
        rule.issue = try members["issue"].map { try fields.text($0, "issue", longest: 2000) }
        rule.note = try members["note"].map { try fields.text($0, "note") }
        rule.severity = try members["severity"].map { node in
            let text = try fields.text(node, "severity")
            let known = PolicyRule.Severity.allCases.map(\.rawValue).joined(separator: ", ")
            guard let severity = PolicyRule.Severity(rawValue: text) else {
                throw fields.error(
                    node,
                    "'severity' must be one of: \(known) (got '\(VisibleText.clean(text, to: 100))')"
                )
            }
            return severity
        }
        if let node = members["mute"] {
            let mute = Fields(node, path: path, what: "'mute'")
            let members = try mute.members(["until", "reason"])
            rule.mute = PolicyRule.Mute(
                until: try mute.time(members, "until"),
                reason: try mute.text(try mute.required(members, "reason"), "reason")
            )
        }
        if let node = members["accept"] {
            let accept = Fields(node, path: path, what: "'accept'")
            let members = try accept.members(["up-to", "until"])
            let most = try accept.required(members, "up-to")
            let text = try accept.text(most, "up-to")
            guard let upTo = Int(text), (1...Int(Int32.max)).contains(upTo) else {
                throw accept.error(
                    most,
                    "'up-to' must be a whole number of jobs from 1 (got '\(VisibleText.clean(text, to: 100))')"
                )
            }
            rule.accept = PolicyRule.Acceptance(upTo: upTo, until: try accept.time(members, "until"))
        }
        return rule
    }

    private static func match(_ fields: Fields) throws -> PolicyMatch {
        let members = try fields.members(["type", "error-class", "action", "story", "team", "tag"])
        func entries(_ name: String) throws -> [String] {
            guard let node = members[name] else { return [] }
            guard case .sequence(let nodes) = node else { return [try fields.text(node, name)] }
            guard (1...mostEntries).contains(nodes.count) else {
                throw fields.error(node, "'\(name)' must have 1 to \(mostEntries) entries")
            }
            return try nodes.map { try fields.text($0, name) }
        }
        return PolicyMatch(
            types: try entries("type"),
            errorClasses: try entries("error-class"),
            actions: try entries("action"),
            stories: try entries("story"),
            teams: try entries("team"),
            tags: try entries("tag")
        )
    }

    /// The members of one mapping of the file.
    private struct Fields {
        let node: Node
        let path: String
        /// What it is, for errors.
        let what: String

        init(_ node: Node, path: String, what: String) {
            self.node = node
            self.path = path
            self.what = what
        }

        func error(_ node: Node, _ message: String) -> SettingsError {
            SettingsError(configuration: "\(path):\(node.mark?.line ?? 1): \(message)")
        }

        /// The members by name; those without a value are left out.
        func members(_ known: [String]) throws -> [String: Node] {
            guard case .mapping(let mapping) = node else {
                throw error(node, "\(what) must have the form 'name: value', with: \(known.joined(separator: ", "))")
            }
            var members: [String: Node] = [:]
            for (key, value) in mapping {
                let name = key.scalar?.string ?? ""
                guard known.contains(name) else {
                    let shown = VisibleText.clean(name, to: 100)
                    let nearest = NearestNames.of(name, among: known).first.map { "; did you mean '\($0)'?" }
                    throw error(
                        key,
                        "unknown name '\(shown)' in \(what)\(nearest ?? "; the names are \(known.joined(separator: ", "))")"
                    )
                }
                if value.null == nil { members[name] = value }
            }
            return members
        }

        func required(_ members: [String: Node], _ name: String) throws -> Node {
            guard let node = members[name] else { throw error(node, "\(what) must have '\(name)'") }
            return node
        }

        func text(_ node: Node, _ name: String, longest: Int = PolicyFile.longest) throws -> String {
            guard case .scalar(let scalar) = node else { throw error(node, "'\(name)' must be a plain value") }
            guard scalar.string.utf8.count <= longest, !scalar.string.utf8.contains(0) else {
                throw error(node, "'\(name)' must be at most \(longest) bytes, without a zero byte")
            }
            return scalar.string
        }

        func time(_ members: [String: Node], _ name: String) throws -> Timestamp {
            let node = try required(members, name)
            let text = try text(node, name)
            guard let time = Timestamp(iso8601: text) else {
                throw error(
                    node,
                    "'\(name)' must be a time with a zone, such as 2026-12-01T00:00:00Z "
                        + "(got '\(VisibleText.clean(text, to: 100))')"
                )
            }
            return time
        }
    }
}
#endif
