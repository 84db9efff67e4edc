import Testing

@testable import RetryReport

@Suite("SHA-256")
struct SHA256Tests {
    private func hex(_ message: [UInt8]) -> String {
        SHA256.digest(of: message).map { byte in
            byte.padded(to: 2, radix: 16)
        }.joined()
    }

    @Test(
        "the standard's examples come out right",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ]
    )
    func vectors(message: String, digest: String) {
        #expect(hex(Array(message.utf8)) == digest)
    }

    @Test("a hundred thousand bytes come out right")
    func long() {
        #expect(
            hex(Array(repeating: 0x61, count: 100_000))
                == "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee"
        )
    }

    @Test("every length around a block's end comes out right")
    func lengths() {
        let together = (0...130).flatMap { SHA256.digest(of: Array(repeating: 0x78, count: $0)) }
        #expect(hex(together) == "f5a018ad6f7a21c451c8d98b57699f4aeeb1976b88771c339c7ea60cd09c64ef")
    }
}
