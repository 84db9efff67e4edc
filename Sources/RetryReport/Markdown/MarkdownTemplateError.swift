/// What is wrong with a Markdown template: every fault, with its line.
public struct MarkdownTemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One fault.
    public struct Fault: Sendable, Hashable, CustomStringConvertible {
        /// The line of the template, from 1.
        public let line: Int
        /// What is wrong and what would be right, a sentence or two.
        public let problem: String

        /// `line 3: …`
        public var description: String { "line \(line): \(problem)" }
    }

    /// The template as its owner knows it, such as a path.
    public let template: String
    /// The faults in the order of their lines; at least one.
    public let faults: [Fault]

    /// A line for each fault: template, line, problem.
    public var description: String {
        faults.map { "\(template):\($0.line): \($0.problem)" }.joined(separator: "\n")
    }
}
