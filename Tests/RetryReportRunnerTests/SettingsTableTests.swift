#if LiveTenant
import ArgumentParser
import Foundation
import Testing

@testable import RetryReportRunner

@Suite("The table of settings") struct SettingsTableTests {
    /// A value that each setting's option takes.
    private func arguments(for option: OptionDefinition) -> [String] {
        option.kind == .flag ? [option.flag] : [option.flag, "1"]
    }

    @Test("every setting is an option of the command line, and every option is a setting") func options() throws {
        for option in Settings.all {
            let flags = try RunOptions.parse(arguments(for: option)).flags
            let given = flags.filter { !$0.value.isEmpty }
            #expect(given.map(\.key.name) == [option.name])
            #expect(given[option]?.map(\.text) == (option.kind == .flag ? ["true"] : ["1"]))
        }
        let help = RunOptions.helpMessage(columns: 200)
        let listed = help.matches(of: /\n  --([a-z-]+)/).map { String($0.output.1) }
        #expect(Set(listed) == Set(Settings.all.map(\.name) + ["config"]))
    }

    @Test("names and defaults are in the help, and no default is there twice") func help() {
        let help = RunOptions.helpMessage(columns: 200)
        for option in Settings.all + [Settings.config.option] {
            #expect(help.contains(option.flag))
            guard let standard = option.standard else { continue }
            #expect(help.contains("(default: \(standard))"), "\(option.name)")
            #expect(!option.summary.contains("default"), "\(option.name)")
        }
    }

    @Test(
        "hosts in NO_PROXY are excluded with their subdomains, and no others",
        arguments: [
            ("acme.tines.com", "tines.com", true), ("acme.tines.com", ".tines.com", true),
            ("acme.tines.com", "localhost, ACME.tines.com", true), ("acme.tines.com", "*", true),
            ("acme.tines.com", "nes.com", false), ("acme.tines.com", "", false),
            ("acme.tines.com", "acme.tines.com.example", false), ("acme.tines.com", ".", false),
        ]
    )
    func noProxy(host: String, list: String, isExcluded: Bool) {
        #expect(ProxyChoice.isExcluded(host, by: list) == isExcluded)
    }
}
#endif
