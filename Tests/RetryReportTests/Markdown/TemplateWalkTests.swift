import Testing

@testable import RetryReport

/// Dies with whatever holds it.
private final class Canary: Sendable {}

@Suite("A walk through a template") struct TemplateWalkTests {
    @Test("keeps no element of a list once it is written, however deep the lists within it")
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
        var walk = TemplateWalk()
        var buffer = ByteBuffer()
        try walk.write(template, values(), to: &buffer)
        #expect(buffer.text == "x0z1z")
        #expect(canary == nil)
    }
}
