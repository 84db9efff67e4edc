#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("A run with a policy") struct PolicyRunTests {
    private static let pages = #"""
        [{"id":1,"type":"T","retry_count":3,"error_class":"Net::ReadTimeout"},
         {"id":2,"type":"T","retry_count":3,"error_class":"Net::ReadTimeout"},
         {"id":3,"type":"T","retry_count":3,"error_class":"JSON::ParserError"}]
        """#

    private func run(_ policy: String, _ arguments: String...) throws -> Program.Result {
        let scratch = try TemporaryFolder()
        let input = try scratch.write(Self.pages, to: "page.json")
        let file = try scratch.write(policy, to: "policy.yaml")
        return try Program().run(
            ["--input", input, "--format", "json", "--output", "-", "--policy", file] + arguments
        )
    }

    @Test func `conditions count the jobs that are not muted`() throws {
        let policy = "rules:\n- match: {error-class: 'Net::*'}\n  mute: {until: 2999-01-01T00:00:00Z, reason: proxy}\n"
        let moreThanOne = try run(policy, "--fail-on", "jobs>1").status
        #expect(moreThanOne == 0)
        let any = try run(policy, "--fail-on", "jobs>0").status
        #expect(any == 3)
        let over =
            "rules:\n- match: {error-class: 'Net::*'}\n  mute: {until: 2020-01-01T00:00:00+01:00, reason: proxy}\n"
        let muteIsOver = try run(over, "--fail-on", "jobs>1").status
        #expect(muteIsOver == 3)
    }

    @Test func `a rule that matches nothing is named`() throws {
        let result = try run("rules:\n- match: {type: X}\n  owner: Ada\n")
        #expect(result.status == 0)
        #expect(result.errors.contains("policy.yaml:2: the rule matches no job"), "\(result.errors)")
    }

    @Test(
        "a wrong policy ends with 78, names file and line and says what would be right",
        arguments: [
            ("rules:\n- match: {type: T}\n  ownr: Ada\n", ":3", "did you mean 'owner'?"),
            ("rules:\n- match: {typ: T}\n  owner: Ada\n", ":2", "did you mean 'type'?"),
            ("rules:\n- match: {type: T}\n  mute:\n    until: 2026-12-01\n    reason: x\n", ":4", "time with a zone"),
            (
                "rules:\n- match: {type: T}\n  mute:\n    until: 2026-12-01T00:00:00\n    reason: x\n", ":4",
                "time with a zone"
            ),
            ("rules:\n- match: {type: T}\n  mute: {until: 2026-12-01T00:00:00Z}\n", ":3", "'reason'"),
            (
                "rules:\n- match: {type: T}\n  accept: {up-to: many, until: 2026-12-01T00:00:00Z}\n", ":3",
                "whole number"
            ),
            ("rules:\n- match: {type: T}\n  runbook: javascript:alert(1)\n", ":2", "https://"),
            ("rules:\n- match: {type: T}\n  severity: urgent\n", ":3", "low, medium, high, critical"),
            ("rules:\n- match: {type: T}\n  owner: A\n- match: {type: T}\n  owner: B\n", ":4", "can never take effect"),
            ("rules:\n- owner: A\n", ":2", "'match'"),
            ("rule: []\n", ":1", "did you mean 'rules'?"),
            ("- a\n", ":1", "name: value"),
            ("", "policy.yaml", "empty"),
            ("rules: [a, [b\n", "policy.yaml", "invalid YAML"),
            ("a: &a [*a]\n" + String(repeating: "b: *a\n", count: 40), "policy.yaml", "anchors and aliases"),
        ]
    )
    func wrongPolicy(text: String, place: String, advice: String) throws {
        let result = try run(text)
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains(place), "\(result.errors)")
        #expect(result.errors.contains(advice), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
#endif
