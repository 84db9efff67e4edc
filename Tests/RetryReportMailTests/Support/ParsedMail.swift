import Foundation
import Testing

/// A message as Python's `email` understands it.
struct ParsedMail: Decodable {
    struct Header: Decodable {
        let name: String
        let value: String
    }

    struct Mailbox: Decodable, Equatable {
        let name: String
        let address: String
    }

    struct Part: Decodable {
        let type: String
        let charset: String?
        let encoding: String?
        let disposition: String?
        let fileName: String?
        let defects: [String]
        let text: String?
        let size: Int
    }

    let headers: [Header]
    let headerDefects: [String]
    let from: [Mailbox]
    let to: [Mailbox]
    let date: String
    let parts: [Part]
    let longestLine: Int
    let longestHeaderLine: Int
    let longestEncodedLine: Int
    let bareLineFeeds: Int
    let bareCarriageReturns: Int
    let isASCII: Bool
    let encodedWords: [String]

    /// Many messages by one start of the parser.
    static func many(_ messages: [[UInt8]]) async throws -> [ParsedMail] {
        let input = try JSONEncoder().encode(messages.map { Data($0).base64EncodedString() })
        let json = try await Fixture.python("parse-mail.py", input: Array(input))
        return try JSONDecoder().decode([Self].self, from: Data(json))
    }

    static func one(_ message: [UInt8]) async throws -> ParsedMail {
        let mails = try await many([message])
        return try #require(mails.first)
    }

    /// The values of a header, in order.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    var subject: String { values("Subject").first ?? "" }

    /// The text of the first part of a type.
    func text(_ type: String) -> String {
        parts.first { $0.type == type }?.text ?? ""
    }

    /// Checks what is true of every message: no defect that a parser reports, and no line over its limit.
    func expectSound(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(headerDefects.isEmpty, comment, sourceLocation: sourceLocation)
        for part in parts {
            #expect(part.defects.isEmpty, comment, sourceLocation: sourceLocation)
            if part.text != nil, part.disposition == nil {
                #expect(part.charset == "utf-8", comment, sourceLocation: sourceLocation)
            }
        }
        #expect(longestLine <= 998, comment, sourceLocation: sourceLocation)
        // RFC 2047, section 2: less than the 78 of other lines.
        #expect(longestEncodedLine <= 76, comment, sourceLocation: sourceLocation)
        #expect(bareCarriageReturns == 0, comment, sourceLocation: sourceLocation)
        #expect(isASCII, comment, sourceLocation: sourceLocation)
        #expect(encodedWords.allSatisfy { $0.utf8.count <= 75 }, comment, sourceLocation: sourceLocation)
        let names = headers.map { $0.name.lowercased() }
        #expect(Set(names).count == names.count, comment, sourceLocation: sourceLocation)
        let known: Set<String> = [
            "from", "to", "reply-to", "date", "subject", "message-id", "in-reply-to", "references", "mime-version",
            "auto-submitted", "x-auto-response-suppress", "list-id", "list-unsubscribe", "list-unsubscribe-post",
            "content-type",
        ]
        #expect(known.isSuperset(of: names), comment, sourceLocation: sourceLocation)
    }
}
