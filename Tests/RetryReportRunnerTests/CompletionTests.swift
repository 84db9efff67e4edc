#if LiveTenant
import Foundation
import TestSupport
import Testing
@testable import RetryReportRunner

/// A shell that completes a command line, without a terminal.
private enum Shell: String, CaseIterable, CustomTestStringConvertible {
    case bash
    case zsh
    case fish

    var testDescription: String { rawValue }

    var path: String? {
        ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(rawValue)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static let installed = allCases.filter { $0.path != nil }

    /// Arguments of the shell: a program, the completion script, the command line and a file for what zsh offers.
    func arguments(script: String, line: String, offers: String) -> [String] {
        switch self {
        case .bash: ["--norc", "--noprofile", "-c", Self.bashProgram, "bash", script, line]
        case .zsh: ["-f", "-c", Self.zshProgram, "zsh", script, line, offers]
        case .fish: ["--no-config", "-c", Self.fishProgram, script, line]
        }
    }

    /// Calls the function that the script names for the program, as Readline does.
    private static let bashProgram = #"""
        source "$1" || exit 1
        function=$(complete -p retry-report | sed 's/.* -F \([^ ]*\) .*/\1/')
        COMP_LINE=$2 COMP_POINT=${#2}
        read -ra COMP_WORDS <<<"$2"
        [[ $2 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        "$function" retry-report "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
        """#

    private static let fishProgram = #"""
        source $argv[1]; or exit 1
        complete -C $argv[2] | string replace -r '\t.*' ''
        """#

    /// Types the line and a tab in a zsh that has a terminal, and notes what its completion system is given to offer.
    private static let zshProgram = #"""
        zmodload zsh/zpty
        zpty shell 'zsh -f -i'
        zpty -w shell "PROMPT= RPROMPT=; autoload -Uz compinit; compinit -u -D; source ${(q)1}"
        zpty -w shell 'compadd() {
            if [[ "${@[1,(i)(-|--)]}" == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
            local -a found
            builtin compadd -A found "$@"
            (( $#found )) && print -rl -- "${found[@]}" >>'${(q)3}'
            builtin compadd "$@"
        }'
        zpty -w shell 'offer() { _main_complete; print -r -- "" >>'${(q)3}'.end; compstate[insert]= compstate[list]=; }'
        zpty -w shell 'zle -C offer complete-word offer; bindkey "^I" offer'
        zpty -w shell 'print rea""dy'
        while zpty -r shell line; do [[ $line == *ready* ]] && break; done
        zpty -w -n shell "$2"$'\t'
        for try in {1..600}; do [[ -e $3.end ]] && break; sleep 0.05; done
        zpty -d shell
        cat "$3" 2>/dev/null
        """#
}

@Suite(
    "Completions",
    .enabled(if: Shell.installed.count == 3, "zsh or fish is not installed: scripts/setup test installs them")
)
struct CompletionTests {
    private let scratch: TemporaryFolder

    init() throws {
        scratch = try TemporaryFolder()
        for file in ["pages/1.json", "ca/root.pem", "ca/notes.txt", "policy.yaml", "history.sqlite"] {
            try scratch.write("", to: "here/\(file)")
        }
    }

    /// What a shell offers for the end of a line, without the marks that shells put around a value, and what it complains of.
    private func offers(of shell: Shell, for line: String) throws -> (values: Set<String>, errors: String) {
        let completions = try Program().run("--generate-completion-script", shell.rawValue)
        let script = try scratch.write(completions.output, to: "completions")
        let process = Process()
        process.executableURL = URL(filePath: try #require(shell.path))
        process.arguments = shell.arguments(script: script, line: line, offers: scratch.file("offers"))
        process.currentDirectoryURL = URL(filePath: scratch.file("here"))
        process.environment = [
            "PATH": "\(Program.folder.path):/usr/local/bin:/usr/bin:/bin", "HOME": scratch.path, "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
        ].merging(Sanitizer.environment) { own, _ in own }
        let (output, errors) = (try scratch.write("", to: "output"), try scratch.write("", to: "errors"))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: try scratch.bytes("output"), as: UTF8.self)
        let values = text.split(separator: "\n").map { line in
            let value = line.replacing("\\", with: "")
            return value.hasSuffix("/") ? String(value.dropLast()) : String(value)
        }
        return (Set(values), String(decoding: try scratch.bytes("errors"), as: UTF8.self))
    }

    @Test(
        arguments: Shell.installed,
        [
            ("--form", ["--format"], ["--output"]), ("--format ", ["html", "json", "jobs-csv"], ["policy.yaml"]),
            ("run --format ht", ["html"], ["json"]), ("--log-level ", ["trace", "warning"], []),
            ("--with ", ["stories", "dead", "none"], []), ("--mail-when ", ["always", "changed"], []),
            ("--fail-on ", ["jobs>0", "dying-within=24h>0", "incomplete"], []),
            ("--output ", ["pages", "ca"], ["policy.yaml"]), ("--input ", ["pages", "policy.yaml"], []),
            ("--input pages/", ["1.json"], []), ("--ca-file ca/", ["root.pem"], ["notes.txt"]),
            ("--policy p", ["policy.yaml", "pages"], ["history.sqlite"]), ("--history ", ["history.sqlite"], []),
            ("his", ["history"], ["run"]), ("history ", ["list", "prune"], []),
            ("history list h", ["history.sqlite"], ["policy.yaml"]),
            ("history export history.sqlite --form ", ["csv", "ndjson"], []),
            ("template check ", ["pages", "ca"], ["policy.yaml"]),
        ] as [(String, [String], [String])]
    )
    private func `offer files, folders, formats and the values of options`(
        shell: Shell,
        example: (line: String, offered: [String], others: [String])
    ) throws {
        let (values, errors) = try offers(of: shell, for: "retry-report \(example.line)")
        #expect(errors == "")
        // Some shells name a file with its folder.
        let names = values.union(values.map { String($0.split(separator: "/").last ?? "") })
        #expect(names.isSuperset(of: example.offered), "\(values.sorted())")
        #expect(names.isDisjoint(with: example.others), "\(values.sorted())")
    }

    @Test(arguments: Shell.installed)
    private func `offer nothing for a value that only the user knows`(shell: Shell) throws {
        let (values, errors) = try offers(of: shell, for: "retry-report --tenant ")
        #expect(errors == "")
        #expect(values == [])
    }

    @Test func `offer conditions that --fail-on takes as they are`() throws {
        for example in FailCondition.examples {
            let condition = try FailCondition(SettingValue(text: example, layer: .flag, place: "--fail-on"))
            #expect(condition.text == example)
        }
    }
}
#endif
