import RetryJobs
import Testing
import TinesRetryJobs

@Suite("Pages that are refused")
struct PageRefusalTests {
    private func refusal(_ bytes: [UInt8]) -> PageRefusal? {
        do {
            _ = try PageDecoder().decode(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "A document that is not JSON is refused with what is wrong and where",
        arguments: [
            ("", "nothing to read", 0), (" \n", "nothing to read", 2),
            (#"[{"id":1}"#, "ends too early", 9), (#"[{"id":1},"#, "ends too early", 10),
            (#"[{"id":1}]]"#, "follows the end", 10),
            (#"{"admin/retry_jobs":[]}{"admin/retry_jobs":[]}"#, "a second document follows", 23),
            (#"[{"id":1}] x"#, "follows the end", 11),
            (#"[{"id":01}]"#, "malformed number", 7), (#"[{"id":1.}]"#, "malformed number", 7),
            (#"[{"id":-}]"#, "malformed number", 7), (#"[{"id":1e}]"#, "malformed number", 7),
            (#"[{"id":1x}]"#, "malformed number", 7), (#"[{"id":+1}]"#, "expected a value", 7),
            (#"[{"id":NaN}]"#, "expected a value", 7), (#"[{"id":nul}]"#, "expected a value", 7),
            (#"[{"id":1,}]"#, "expected a key", 9), (#"[{"id" 1}]"#, "expected :", 7),
            (#"[{"id":1 "a":2}]"#, "expected , or }", 9), (#"[1 2]"#, "expected , or ]", 3),
            ("[\"a\tb\"]", "control character", 3), (#"["a\xb"]"#, "unknown escape", 3),
            (#"["\u12g4"]"#, "unknown escape", 2), (#"["abc]"#, "without an end", 1),
            ("<html></html>", "a web page", 0), ("Bad gateway", "it is not JSON", 0),
            ("no jobs today", "it is not JSON", 0),
            (#"{"admin/retry_jobs":[{"id":1}],"meta":{"count":1.}}"#, "malformed number", 47),
        ]
    )
    func noJSON(text: String, message: String, offset: Int) throws {
        let refused = try #require(refusal(Array(text.utf8)))
        #expect(refused.message.contains(message))
        #expect(!refused.message.contains("simdjson"))
        #expect(refused.offset == offset)
        #expect(refused.description.hasSuffix("(at byte \(offset))"))
    }

    @Test(
        "Invalid UTF-8 is refused at every place",
        arguments: [
            [0xFF], [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF0, 0x8F, 0x80, 0x80], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]]
    )
    func badUTF8(bytes: [UInt8]) throws {
        let before = Array(#"{"admin/retry_jobs":[],"other":"a"#.utf8)
        let refused = try #require(refusal(before + bytes + Array(#""}"#.utf8)))
        #expect(refused.message.contains("bad UTF-8"))
        #expect(refused.offset == before.count)
    }

    @Test(
        "A document that is nested too deeply is refused, and a deep one within bounds is not",
        arguments: [3000, 1_000_000]
    )
    func depth(depth: Int) throws {
        let bomb = Array(repeating: UInt8(ascii: "["), count: depth)
        let refused = try #require(refusal(bomb + Array(repeating: UInt8(ascii: "]"), count: depth)))
        #expect(refused.message.contains("nested too deeply"))
        #expect(refused.offset == 1023)
        #expect(self.refusal(bomb) != nil)
        let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(self.refusal(Array(#"[{"id":1,"x":\#(deep)}]"#.utf8)) == nil)
    }

    @Test(
        "JSON of another shape is refused with what was expected",
        arguments: [
            (#"{"errors":["no"]}"#, #"expected the key "admin/retry_jobs", or a bare list of jobs; found "errors""#),
            ("{}", "found an empty object"), (#"{"a\u0000\"<ü":1}"#, #"found "a??<?""#),
            (#"{"a":1,"b":1,"c":1,"d":1,"e":1}"#, #"found "a", "b", "c", "d""#),
            (#"{"admin/retry_jobs":null}"#, #""admin/retry_jobs" is not a list"#),
            (#"{"admin/retry_jobs":{"id":1}}"#, "is not a list"),
            ("12", "expected an object"), ("null", "expected an object"), (#""text""#, "expected an object"),
        ]
    )
    func otherShape(text: String, message: String) throws {
        let refused = try #require(refusal(Array(text.utf8)))
        #expect(refused.message.contains(message))
        #expect(refused.offset == nil)
        #expect(refused.description == refused.message)
    }

    @Test(
        "An answer with an error beside its jobs is refused, and one with an empty error is not",
        arguments: [
            (#""error":"busy""#, true), (#""errors":[{"message":"x"}]"#, true), (#""error":true"#, true),
            (#""errors":{"a":1}"#, true), (#""error":null"#, false), (#""errors":[]"#, false), (#""errors":{}"#, false),
            (#""error":"""#, false), (#""error":false"#, false),
        ]
    )
    func failedAnswer(member: String, isRefused: Bool) {
        let refused = refusal(Array(#"{"admin/retry_jobs":[{"id":1}],\#(member)}"#.utf8))
        #expect((refused != nil) == isRefused)
        #expect(refused == nil || refused?.code == .failedAnswer)
    }

    @Test("Other encodings and compressed bytes are named")
    func encodings() {
        let page = PageText.page([1])
        func utf16(_ order: (UInt16) -> UInt16, mark: Bool) -> [UInt8] {
            ((mark ? [0xFEFF] : []) + Array(page.utf16)).map(order).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        }
        for mark in [true, false] {
            for bytes in [utf16(\.littleEndian, mark: mark), utf16(\.byteSwapped, mark: mark)] {
                #expect(refusal(bytes)?.message.contains("UTF-16") == true)
            }
            let wide = ((mark ? ["\u{FEFF}"] : []) + Array(page.unicodeScalars)).flatMap {
                [UInt8($0.value & 0xFF), UInt8($0.value >> 8), 0, 0]
            }
            #expect(refusal(wide)?.message.contains("UTF-32") == true)
        }
        #expect(refusal([0x1F, 0x8B, 8, 0])?.message.contains("gzip") == true)
    }

    @Test("The place is counted from the byte order mark")
    func markCounts() throws {
        #expect(refusal(Array("\u{FEFF}[".utf8))?.offset == 4)
        #expect(refusal(Array("\u{FEFF}\u{FEFF}[]".utf8))?.offset == 3)
    }

    @Test("A page cut anywhere is refused, never half-read")
    func cut() throws {
        let page = Array(PageText.page(1...3, next: 2, count: 3).utf8)
        for length in 0..<page.count {
            #expect(refusal(Array(page[..<length])) != nil, "cut to \(length) bytes")
        }
        #expect(refusal(page) == nil)
    }

    @Test("A decoder goes on after a refusal")
    func goesOn() throws {
        let decoder = PageDecoder()
        for _ in 0..<3 {
            #expect(throws: PageRefusal.self) { try decoder.decode(Array("[".utf8)) }
            let page = try decoder.decode(Array(PageText.page([7]).utf8))
            #expect(page.jobs.jobs.map(\.id) == [.number(7)])
        }
    }
}
