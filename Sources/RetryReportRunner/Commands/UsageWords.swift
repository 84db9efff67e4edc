#if LiveTenant
import ArgumentParser
import Foundation
import RetryReport

/// What the argument parser says, in words that help. A word that belongs to no option is not repeated: it may be a key.
enum UsageWords {
    private static let start = "Error: "
    private static let usage = "\nUsage:"

    /// The parser's message, with another first sentence where there is a better one.
    static func words(_ message: String) -> String {
        guard message.hasPrefix(start), let end = message.range(of: usage, options: .backwards) else { return message }
        let given = String(message[..<end.lowerBound].dropFirst(start.count))
        return start + (sentence(given) ?? given) + message[end.lowerBound...]
    }

    private static func sentence(_ given: String) -> String? {
        if let word = quoted(given, after: "Unexpected argument '") { return words(about: word) }
        if given.wholeMatch(of: /(?s)[0-9]+ unexpected arguments: .*/) != nil {
            return "Several arguments belong to no option. They are not shown, since one of them may be a key. "
                + "Put quotes around a value with spaces"
        }
        guard given.hasPrefix("Unknown option '--"), let name = given.firstMatch(of: /--([A-Za-z0-9-]+)'/) else {
            return nil
        }
        let known = Settings.all.map(\.name) + [Settings.config.option.name, "help", "version"]
        let shown = String(name.1)
        let begun = known.filter { $0.hasPrefix(shown) }
        guard let nearest = begun.first ?? NearestNames.of(shown, among: known).first else { return nil }
        return "Unknown option '--\(shown)'. Did you mean '--\(nearest)'?"
    }

    private static func words(about word: String) -> String {
        if word.contains("://") || word.hasSuffix(".tines.com") {
            return "An address is given with '--tenant', such as --tenant https://acme.tines.com"
        }
        if FileManager.default.fileExists(atPath: word) {
            return "Saved pages are given with '--input', such as --input pages"
        }
        let commands = RetryReportCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
        if let nearest = NearestNames.of(word, among: commands).first {
            return "Unknown command. Did you mean '\(nearest)'?"
        }
        return "An argument belongs to no option. It is not shown, since it may be a key. "
            + "A value follows its option, such as --output reports"
    }

    private static func quoted(_ text: String, after start: String) -> String? {
        guard text.hasPrefix(start), text.hasSuffix("'") else { return nil }
        return String(text.dropFirst(start.count).dropLast())
    }
}
#endif
