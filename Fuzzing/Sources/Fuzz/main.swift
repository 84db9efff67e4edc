import CFuzzer
import Foundation

// `Fuzz TARGET [libFuzzer's options and corpus folders]`
var arguments = CommandLine.arguments
// When it merges or forks, libFuzzer starts this program itself, without our first argument.
if let name = getenv("FUZZ_TARGET") {
    arguments.insert(String(cString: name), at: 1)
} else if arguments.count > 1 {
    setenv("FUZZ_TARGET", arguments[1], 1)
}
// To add a target: a case here, a file beside this one, a folder of the same name in corpora, and its name in scripts/fuzz.
let target: fuzz_input? =
    switch arguments.count > 1 ? arguments[1] : "" {
    case "pages": { PageTarget.run(Bytes.of($0, $1)) }
    case "jobs": { JobTarget.run(Bytes.of($0, $1)) }
    case "templates": { TemplateTarget.run(Bytes.of($0, $1)) }
    case "markdown": { MarkdownTarget.run(Bytes.of($0, $1)) }
    case "message": { MessageTarget.run(Bytes.of($0, $1)) }
    default: nil
    }
guard let target else {
    print("Fuzz pages|jobs|templates|markdown|message [OPTION or CORPUS …]; see https://llvm.org/docs/LibFuzzer.html")
    exit(64)
}
var forwarded = ([arguments[0]] + arguments.dropFirst(2)).map { strdup($0) } + [nil]
exit(fuzz_run(Int32(forwarded.count - 1), &forwarded, target))

/// An input as Swift has it.
enum Bytes {
    static func of(_ data: UnsafePointer<UInt8>?, _ size: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: data, count: size))
    }
}

/// Ends the process so that libFuzzer keeps the input, when two things differ that must not. Every `fatalError` of a
/// target is such an end: it is how a find is reported, and only the fuzzer contains this code.
func expect<Value: Equatable>(_ found: Value, _ expected: Value, _ what: @autoclosure () -> String) {
    if found != expected { fatalError("\(what())\n  found    \(found)\n  expected \(expected)") }
}
