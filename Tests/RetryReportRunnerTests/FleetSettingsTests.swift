#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("The settings of several tenants") struct FleetSettingsTests {
    /// Configurations that must be refused: their lines, and what the message must say.
    private static let refusals: [(lines: String, words: String)] = [
        ("tenants: []", ":1: 'tenants' must be a list of at least one tenant"),
        ("tenants:", ":1: 'tenants' must be a list of at least one tenant"),
        ("tenants: {a: 1}", ":1: 'tenants' must be a list"),
        ("tenants: [acme]", "a tenant must be a mapping"),
        ("tenants:\n  - name: ..\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - input: x\n    name: a/b", ":3: 'name' must be"),
        ("tenants:\n  - name: 'a\\b'\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: .hidden\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: ''\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: ä\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: [a]\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: Index.HTML\n    input: x", ":2: 'name' must not begin with 'index.'"),
        ("tenants:\n  - name: a\n    input: x\n  - name: A\n    input: y", ":4: the name 'A' is the same as in"),
        ("tenants:\n  - input: x", ":2: a tenant must have a 'name'"),
        ("tenants:\n  - name: a", ":2: 'a' must have 'tenant'"),
        ("tenants:\n  - name: a\n    tenant: https://a.example", ":2: 'a' must have 'api-key-file' or"),
        (
            "tenants:\n  - name: a\n    tenant: https://a.example\n    api-key-file: f\n    api-key-variable: V",
            ":2: 'a' must have 'api-key-file' or"
        ),
        (
            "tenants:\n  - name: a\n    tenant: https://a.example\n    api-key-file: f\n"
                + "  - name: b\n    tenant: https://A.example/\n    api-key-file: g",
            ":5: the tenant of 'b' is the same"
        ),
        (
            "tenants:\n  - name: a\n    tenant: https://a.example\n    api-key-file: f\n"
                + "  - name: b\n    tenant: https://b.example\n    api-key-file: ./f",
            ":5: 'b' has the same key as 'a'"
        ),
        (
            "tenants:\n  - name: a\n    input: x\n    per-pag: 5",
            ":4: unknown setting 'per-pag'; did you mean 'per-page'?"
        ),
        ("tenants:\n  - name: a\n    input: x\n    api-key: tk_0815", ":4: a key does not belong in a configuration"),
        ("tenants:\n  - name: a\n    input: x\n    mail-to: b@example.com", ":4: 'mail-to' belongs above the list"),
        ("tenants:\n  - name: a\n    input: x\n    output: y", ":4: 'output' belongs above the list"),
        ("api-key-file: f\ntenants:\n  - name: a\n    input: x", ":1: 'api-key-file' belongs to a tenant"),
        ("tenants:\n  - name: a\n    input: x\ntenants:\n  - name: b\n    input: x", "a name is given more than once"),
        ("tenants:\n  - name: a\n    name: b\n    input: x", "a name is given more than once"),
        ("tenants:\n  - &t\n    name: a\n    input: x\n  - *t", "the name 'a' is the same"),
    ]

    @Test("a configuration that would mix tenants up is refused with file and line, before anything is read")
    func refused() throws {
        for (lines, words) in Self.refusals {
            let scratch = try TemporaryFolder()
            let config = try scratch.write(lines + "\n", to: "fleet.yaml")
            let result = try Program().run(["--config", config, "--output", scratch.file("out")])
            #expect(result.status == 78, "\(lines): \(result.errors)")
            #expect(result.errors.contains(words), "\(lines): \(result.errors)")
            #expect(!result.errors.contains("tk_0815"))
            let names = try scratch.names()
            #expect(names == ["fleet.yaml"], "\(lines)")
        }
    }

    @Test("options that belong to one tenant do not go with a list of them") func conflicts() throws {
        let scratch = try TemporaryFolder()
        let fleet = try FleetFixture(tenants: [FleetFixture.saved("a", jobs: 1, in: scratch)], scratch: scratch)
        for arguments in [
            ["--tenant", "https://acme.tines.com"], ["--input", "x"], ["--api-key-file", "f"], ["--output", "-"],
            ["--shard", "3/3"], ["--shard", "x"],
        ] {
            let result = try fleet.run(arguments)
            #expect(result.status == 64, "\(arguments): \(result.errors)")
        }
        let without = try Program().run("--input", "x", "--only", "a")
        #expect(without.status == 64)
        #expect(without.errors.contains("--only: requires a configuration file that lists 'tenants'"))
    }
}
#endif
