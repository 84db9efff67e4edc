import Testing

@testable import RetryReport

/// Is deallocated with the last value that refers to it.
private final class Canary: Sendable {}

@Suite("Filling a Markdown template") struct MustacheOutputTests {
    @Test("keeps no element of a list once it is written, at any depth")
    func letsGo() throws {
        let template = try MarkdownTemplate(
            "{{#types}}{{name}}{{#groups}}{{number}}{{#dies}}{{#next}}{{iso}}{{/next}}{{/dies}}{{/groups}}{{/types}}"
                .utf8,
            name: "deep"
        )
        weak var canary: Canary?
        func values() -> ViewObject {
            let held = Canary()
            canary = held
            let inner = ViewList(count: 2) { place in
                _ = held
                return ["number": .text("\(place)"), "dies": .object(["next": .object(["iso": .text("z")])])]
            }
            return ["types": .list(ViewList([["name": .text("x"), "groups": .list(inner)]]))]
        }
        var output = MustacheOutput()
        var buffer = ByteBuffer()
        try output.write(template, values(), to: &buffer)
        #expect(buffer.text == "x0z1z")
        #expect(canary == nil)
    }

    /// The output of a section for elements with these flags, one after the other.
    private func written(_ source: String, _ elements: [ViewObject], outside: ViewObject = [:]) throws -> String {
        // Only a template that uses names of a report passes the check: these stand for any others.
        let template = try MarkdownTemplate("{{#groups}}\(source){{/groups}}".utf8, name: "flags")
        var values = outside
        values["groups"] = .list(ViewList(elements))
        var output = MustacheOutput()
        var buffer = ByteBuffer()
        try output.write(template, values, to: &buffer)
        return buffer.text
    }

    @Test("gives each element what its own flags and lists ask for, after any other elements")
    func shapes() throws {
        let jobs: ViewList = ViewList([["id": .text("7")], ["id": .text("8")]])
        func element(_ number: Int, hasActions: Bool, hasJobs: Bool, _ list: ViewList) -> ViewObject {
            [
                "number": .text("\(number)"), "hasActions": .flag(hasActions), "hasJobs": .flag(hasJobs),
                "jobs": .list(list),
            ]
        }
        let source = """
            {{number}}{{#hasActions}}a{{#hasJobs}}j{{/hasJobs}}{{/hasActions}}{{^hasActions}}-{{/hasActions}}\
            {{#jobs}}({{id}}{{number}}){{/jobs}}{{^jobs}}none{{/jobs}};
            """
        let elements = (0..<64).map { number in
            element(
                number,
                hasActions: number & 1 == 0,
                hasJobs: number & 2 == 0,
                number & 4 == 0 ? jobs : ViewList([])
            )
        }
        let expected = (0..<64).map { number in
            let actions = number & 1 == 0 ? "a" + (number & 2 == 0 ? "j" : "") : "-"
            let list = number & 4 == 0 ? "(7\(number))(8\(number))" : "none"
            return "\(number)\(actions)\(list);"
        }
        let text = try written(source, elements)
        #expect(text == expected.joined())
    }

    @Test("looks names up in the element first and then outside, and inside an object that a section enters")
    func scopes() throws {
        let elements: [ViewObject] = [
            [
                "number": .text("1"),
                "dies": .object(["words": .text("soon"), "next": .object(["iso": .text("then")])]),
            ],
            ["number": .text("2"), "dies": .object(["words": .text("late"), "next": .object(["iso": .text("now")])])],
        ]
        let text = try written(
            "{{title}}{{number}}{{#dies}}{{words}}{{next.iso}}{{title}}{{/dies}}{{dies.words}};",
            elements,
            outside: ["title": .text("x")]
        )
        #expect(text == "x1soonthenxsoon;x2latenowxlate;")
    }

    @Test("escapes every text, one with U+0000 at its ends too")
    func escapes() throws {
        let elements: [ViewObject] = ["\0x|\0", "\0"].map { ["number": .text($0)] }
        let text = try written("{{number}};", elements)
        #expect(text == "⟨U+0000⟩x\\|⟨U+0000⟩;⟨U+0000⟩;")
    }
}
