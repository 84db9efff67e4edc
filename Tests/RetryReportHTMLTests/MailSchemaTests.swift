import RetryReport
import Testing

@testable import RetryReportHTML

@Suite("What a mail may contain")
struct MailSchemaTests {
    static let refusals =
        [
            "script", "iframe", "object", "form", "img", "video", "base", "link", "style", "main", "nav", "section",
            "details", "meter", "progress", "font", "marquee",
        ].map { BrokenTemplate(body: "<\($0)/>", element: $0, rule: "not expected") } + [
            BrokenTemplate(body: PageSchemaTests.svg(""), element: "svg", rule: "not expected"),
            BrokenTemplate(body: "<p onclick=\"x()\"/>", element: "p", rule: "'onclick' is not allowed"),
            BrokenTemplate(body: "<table background=\"x\"/>", element: "table", rule: "'background' is not allowed"),
            BrokenTemplate(
                body: "<table bgcolor=\"red\"/>",
                element: "table",
                rule: "attribute 'bgcolor': [facet 'pattern']"
            ),
            BrokenTemplate(
                body: "<a href=\"http://e.com/\">x</a>",
                element: "a",
                rule: "attribute 'href': [facet 'pattern']",
                advice: "https:"
            ),
            BrokenTemplate(
                body: "<a href=\"javascript:x\">x</a>",
                element: "a",
                rule: "attribute 'href': [facet 'pattern']"
            ),
        ]

    @Test("what could load, run or send something, and what clients drop, is refused", arguments: refusals)
    func refused(_ broken: BrokenTemplate) throws {
        try expectRefusal(broken, kind: .mail)
    }

    @Test(
        "a style attribute contains only harmless properties with plain values",
        arguments: [
            "background:url(x)", "background-color:url(x)", "color:expression(1)", "position:absolute", "z-index:9",
            "background-image:none", "behavior:x", "-moz-binding:x", "content:'x'", "color:r\\65 d", "color:/**/red",
            "color:\"red\"", "@import x", "}p{color:red", "color", "filter:none", "color:red;position:fixed",
            "color:rgb(1,2,3)", "top:0", "left:0", "inset:0", "clip:auto", "clip-path:none", "transform:none",
            "animation:x 1s", "transition:all 1s", "cursor:pointer", "pointer-events:none", "visibility:hidden",
            "mask:none", "background:red", "background-position:0 0", "list-style-image:none", "all:unset", "zoom:2",
            "--x:1", "outline:none", "grid-area:a", "flex:1", "order:1", "src:x", "unicode-bidi:bidi-override",
        ]
    )
    func styles(_ style: String) throws {
        let escaped = style.replacing("\"", with: "&quot;")
        let broken = BrokenTemplate(
            body: "<p style=\"\(escaped)\">x</p>",
            element: "p",
            rule: "attribute 'style': [facet 'pattern']",
            advice: "no url()"
        )
        try expectRefusal(broken, kind: .mail)
    }

    @Test(
        "the styles that a mail needs pass",
        arguments: [
            "", "color:#1f2328", "color:#1f2328;", " margin: 0 auto ; padding:0 0 9px 0;\n",
            "font-family:-apple-system,'Segoe UI',Arial,sans-serif;font:14px/20px Arial", "width:37%!important",
            "border-bottom:1px solid #eee;border-radius:4px;max-width:600px;mso-line-height-rule:exactly",
        ]
    )
    func goodStyles(_ style: String) throws {
        let faults = try TestPage.faults(TestPage.mailSource("<p style=\"\(style)\">x</p>"), kind: .mail)
        #expect(faults == [])
    }

    @Test(
        "each property that a mail may set passes",
        arguments: [
            "color", "background-color", "opacity", "font", "font-family", "font-size", "font-style", "font-weight",
            "font-variant", "line-height", "letter-spacing", "text-align", "text-decoration", "text-indent",
            "text-transform", "text-overflow", "vertical-align", "white-space", "word-break", "word-wrap",
            "word-spacing", "overflow-wrap", "direction", "margin", "margin-top", "margin-right", "margin-bottom",
            "margin-left", "padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "border",
            "border-top", "border-right", "border-bottom", "border-left", "border-width", "border-style",
            "border-color", "border-top-width", "border-left-color", "border-radius", "border-collapse",
            "border-spacing", "width", "height", "min-width", "max-width", "min-height", "max-height", "display",
            "overflow", "table-layout", "box-sizing", "list-style", "list-style-type", "float", "clear",
            "mso-table-lspace", "-webkit-text-size-adjust", "-ms-text-size-adjust",
        ]
    )
    func properties(_ property: String) throws {
        let faults = try TestPage.faults(TestPage.mailSource("<p style=\"\(property):x\">x</p>"), kind: .mail)
        #expect(faults == [])
        let longer = TestPage.mailSource("<p style=\"\(property)x:x\">x</p>")
        // A property that begins like an allowed one is not allowed, except for those that begin with mso-.
        let ofLonger = try TestPage.faults(longer, kind: .mail)
        #expect(ofLonger.isEmpty == property.hasPrefix("mso-"))
    }

    @Test(
        "a style element that loads something, contains a comment or is long is refused",
        arguments: [
            "p{background:url(x)}", "@import 'x';", "p{color:rgb(1,2,3)}", "/* c */p{}", "p{color:r\\65 d}",
            String(repeating: "p{color:red}\n", count: 700),
        ]
    )
    func styleElement(_ css: String) throws {
        let head = "<title>t</title><style>\(css)</style>"
        let faults = try TestPage.faults(TestPage.mailSource("<p/>", head: head), kind: .mail)
        #expect(faults.map(\.element) == ["style"])
    }

    @Test("a mail of any report stays under its limit, encoded too, and says so when it can't")
    func limit() throws {
        var builder = ReportBuilder(now: Report.sample.generatedAt)
        for number in 0..<3_000 {
            builder.add(
                RetryJob(
                    id: .number(Int64(number)),
                    type: .agentReceive,
                    action: ActionReference(id: Int64(number % 900), name: String(repeating: "名前", count: 400)),
                    eventIDs: [],
                    retryCount: number % 25,
                    lastRetry: Report.sample.generatedAt,
                    errorClass: "Error\(number % 500)" + String(repeating: "é", count: 300)
                )
            )
        }
        let mail = try HTMLRenderer.mail().render(
            builder.finish(reading: Reading(source: "s", isComplete: true, isVerified: true))
        )
        #expect(mail.count < HTMLRenderer.mailLimit)
        var buffer = MailBuffer(limit: HTMLRenderer.mailLimit)
        try buffer.write(contentsOf: mail)

        let long = TestPage.mailSource(String(repeating: "<p>0123456789</p>", count: 6_000))
        let error = #expect(throws: TemplateError.self) {
            _ = try HTMLRenderer(template: Array(long.utf8), name: "long.html", kind: .mail).render(.sample)
        }
        #expect(error?.faults.first?.rule.contains("95000 bytes") == true)
    }

    @Test("a mail's bytes count as encoded, by the shorter of both encodings")
    func encoded() throws {
        var ascii = MailBuffer(limit: 1_000)
        try ascii.write(contentsOf: Array(repeating: UInt8(ascii: "a"), count: 900))
        #expect(throws: MailBuffer.Full.self) { try ascii.write(contentsOf: Array(repeating: 0x61, count: 90)) }
        var high = MailBuffer(limit: 1_000)
        try high.write(contentsOf: Array(repeating: 0xe9, count: 680))
        #expect(throws: MailBuffer.Full.self) { try high.write(contentsOf: Array(repeating: 0xe9, count: 90)) }
    }
}
