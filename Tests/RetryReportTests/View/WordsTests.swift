import RetryJobs
import Testing

@testable import RetryReport

@Suite("Numbers in words") struct NumberWordsTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1284, "1,284"), (1_000_000, "1,000,000"), (-1234, "-1,234")])
    func `digits are in groups of three`(_ number: Int, _ words: String) {
        #expect(NumberWords.grouped(number) == words)
    }

    @Test(arguments: [
        (0, 10, "0 %"), (1, 3, "33.3 %"), (1, 2, "50 %"), (10, 10, "100 %"), (1, 100_000, "<0.1 %"),
        (99_999, 100_000, ">99.9 %"), (1, 0, "0 %"),
    ])
    func `a share is never rounded to nothing or to all`(_ part: Int, _ whole: Int, _ words: String) {
        #expect(NumberWords.share(part, of: whole) == words)
    }

    @Test(arguments: [
        (3.0, "3"), (7.5, "7.5"), (0.333, "0.33"), (1.05, "1.05"), (-0.5, "-0.5"), (1e300, "1e+300"),
        (.infinity, "inf"),
    ])
    func `a number has at most two decimals and no zeros at its end`(_ number: Double, _ words: String) {
        #expect(NumberWords.decimal(number) == words)
    }
}

@Suite("Times in words") struct TimeWordsTests {
    private let now = Timestamp(microseconds: 1_785_067_200_000_000)
    private var words: TimeWords { TimeWords(now: now) }

    @Test(arguments: [
        (42, "42 s"), (720, "12 min"), (7500, "2 h 5 min"), (18_000, "5 h"), (273_600, "3 d 4 h"), (864_000, "10 d"),
        (10_000_000, "115 d"), (215_000_000, "6 y 9 mo"), (640_000_000, "20 y"),
    ])
    func `a span of time has at most two units`(_ seconds: Int64, _ text: String) {
        #expect(TimeWords.span(seconds: seconds) == text)
    }

    @Test func `a past event is never in the future`() {
        #expect(words.relative(now.advanced(bySeconds: -18_000)) == "5 h ago")
        #expect(words.relative(now.advanced(bySeconds: 18_000)) == "just now")
        #expect(words.relative(now.advanced(bySeconds: -18_000), .estimatedEvent) == "≈ 5 h ago")
        #expect(words.relative(now.advanced(bySeconds: 18_000), .estimatedEvent) == "≈ just now")
        #expect(words.relative(now.advanced(bySeconds: 18_000), .prediction) == "in ≈ 5 h")
        #expect(words.relative(now.advanced(bySeconds: -7200), .prediction) == "expected ≈ 2 h ago")
        #expect(words.relative(now) == "just now")
        #expect(words.relative(now, .prediction) == "≈ now")
        #expect(words.relative(Timestamp(microseconds: .min), .prediction).hasPrefix("expected ≈ "))
        #expect(words.relative(Timestamp(microseconds: .max), .prediction).hasPrefix("in ≈ "))
        #expect(words.age(now.advanced(bySeconds: -18_000), .estimatedEvent) == "≈ 5 h")
        #expect(words.age(now.advanced(bySeconds: 18_000)) == "0 s")
    }

    @Test func `times are shown to the second`() {
        #expect(TimeWords.iso(Timestamp(microseconds: 1_567_399_360_056_226)) == "2019-09-02T04:42:40Z")
        #expect(TimeWords.iso(Timestamp(microseconds: -1)) == "1969-12-31T23:59:59Z")
        #expect(TimeWords.date(now) == "2026-07-26")
        #expect(TimeWords.clock(now) == "12:00")
    }
}

@Suite("Names in words") struct NameWordsTests {
    private let names = NameWords(ReportDetail(nameLength: 8))

    @Test func `a long name ends in an ellipsis`() {
        #expect(names.clipped("12345678").text == "12345678")
        #expect(names.clipped("123456789").text == "12345678…")
        // One character of many scalars does not slip through.
        #expect(names.clipped("e" + String(repeating: "\u{301}", count: 1000)).text.unicodeScalars.count == 9)
    }

    @Test func `a name of which nothing can be seen is described`() {
        #expect(text(names.errorClass(nil), "name") == "(no error class)")
        #expect(text(names.errorClass(" \n"), "name") == "(blank)")
        #expect(text(names.type(JobType(rawValue: "")), "name") == "(no type)")
        #expect(text(names.action(nil), "label") == "(no action)")
        #expect(text(names.action(ActionReference(id: 7, name: nil)), "label") == "action (id 7)")
        #expect(text(names.action(ActionReference(id: 7, name: "A")), "label") == "A (id 7)")
    }

    @Test func `a mail breaks only what would become a link`() {
        let names = NameWords(ReportDetail(breaksAutolinks: true))
        #expect(names.clipped("a.example.com").text == "a.\u{2060}example.\u{2060}com")
        #expect(names.clipped("https://x@y").text == "https:\u{2060}//x@\u{2060}y")
        #expect(names.clipped("mailto:x").text == "mailto:\u{2060}x")
        for name in ["Look up #77: step 2.", "Net::ReadTimeout", "v1.2", "06:00:00", "Really? Yes. No", "a @ b"] {
            #expect(names.clipped(name).text == name)
        }
    }

    @Test func `a joiner in a name stays`() {
        #expect(NameWords(ReportDetail()).clipped("a\u{2060}b").text == "a⟨U+2060⟩b")
    }
}

private func text(_ values: ViewObject, _ name: String) -> String? {
    if case .text(let text)? = values[name] { text } else { nil }
}
