/// The pages of one file or of standard input: a single document, or a page on each line.
///
/// A pretty-printed page has line breaks too, so line breaks alone decide nothing. Each line is a page when the first one
/// is a complete object or list and something follows it. When the first line is not a complete value, each line is still
/// a page (and the first one a broken one) if every line looks like one; see ``looksLikeLines``.
struct PageStream: SavedDocuments {
    private let file: InputFile
    private let place: String
    private let limit: Int
    private var bytes: [UInt8] = []
    /// Where the next line begins in ``bytes``.
    private var start = 0
    /// Up to here no line break was found.
    private var searched = 0
    private var isAtEnd = false
    private var gzip: GzipReader?
    private var hasBegun = false
    private var isDecided = false
    private var line = 0
    private var page = 0

    private static let lineBreak = UInt8(ascii: "\n")

    init(file: InputFile, place: String, limit: Int) {
        self.file = file
        self.place = place
        self.limit = limit
    }

    mutating func next() async throws -> SavedDocument? {
        if !isDecided {
            isDecided = true
            if try await isSingleDocument() {
                let document = bytes
                bytes = []
                guard document.contains(where: { !JSONExtent.isSpace($0) }) else { return nil }
                return SavedDocument(page: 1, place: place, content: .bytes(document))
            }
        }
        while let range = try await nextLine() {
            line += 1
            guard !JSONExtent.isBlank(bytes[range]) else { continue }
            page += 1
            return SavedDocument(page: page, place: "\(place), line \(line)", content: .bytes(Array(bytes[range])))
        }
        return nil
    }

    /// Reads as much as is needed to decide; all of it when it is a single document.
    private mutating func isSingleDocument() async throws -> Bool {
        while let range = try await nextLine() {
            guard !JSONExtent.isBlank(bytes[range]) else { continue }
            while JSONExtent.isBlank(bytes[start...]), !isAtEnd {
                try check(bytes.count - start)
                try await readMore()
            }
            if !JSONExtent.isBlank(bytes[start...]), JSONExtent.isCompleteContainer(bytes[range]) {
                rewind()
                return false
            }
            break
        }
        while !isAtEnd {
            try check(bytes.count)
            try await readMore()
        }
        rewind()
        if looksLikeLines() { return false }
        try check(bytes.count)
        return true
    }

    /// True when there are several lines, each of them begins and ends like a page, and at least one is complete. A
    /// single document is not written this way: a line of it would end with a comma, or begin with a key.
    private func looksLikeLines() -> Bool {
        var lines = 0
        var hasComplete = false
        for line in bytes.split(separator: Self.lineBreak) where !JSONExtent.isBlank(line) {
            guard JSONExtent.beginsLikeContainer(line) else { return false }
            lines += 1
            hasComplete = hasComplete || JSONExtent.isCompleteContainer(line)
        }
        return lines > 1 && hasComplete
    }

    private mutating func rewind() {
        start = 0
        searched = 0
    }

    private mutating func nextLine() async throws -> Range<Int>? {
        while true {
            if let end = bytes[searched...].firstIndex(of: Self.lineBreak) {
                let range = start..<end
                try check(range.count)
                start = end + 1
                searched = start
                return range
            }
            searched = bytes.count
            try check(bytes.count - start)
            if isAtEnd {
                guard start < bytes.count else { return nil }
                let range = start..<bytes.count
                start = bytes.count
                return range
            }
            if isDecided, start > 0, page > 0 {
                bytes.removeFirst(start)
                searched -= start
                start = 0
            }
            try await readMore()
        }
    }

    private func check(_ length: Int) throws(InputFile.Fault) {
        if length > limit { throw .tooLarge(limit: limit) }
    }

    private mutating func readMore() async throws {
        // Waiting inside the call would block a thread that others need, and could not be cancelled.
        var pause = Duration.milliseconds(1)
        while !file.isReady() {
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(50))
        }
        let more = try file.read(upTo: 262_144)
        isAtEnd = more.isEmpty
        if !hasBegun {
            hasBegun = true
            if GzipReader.recognizes(more) { gzip = try GzipReader() }
        }
        guard let gzip else {
            bytes += more
            return
        }
        if isAtEnd { try gzip.finish() } else { bytes += try gzip.decompress(more, limit: limit) }
    }
}

/// Finds where a JSON value ends by its brackets and quotes alone. It does not check that the value is JSON.
enum JSONExtent {
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy(isSpace)
    }

    /// True when the bytes are one object or list from the first to the last, except for space around it.
    static func isCompleteContainer(_ bytes: ArraySlice<UInt8>) -> Bool {
        let value = trimmed(bytes)
        guard beginsLikeContainer(value) else { return false }
        var depth = 0
        var isText = false
        var isEscaped = false
        for (offset, byte) in value.enumerated() {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return offset == value.count - 1 }
            default: break
            }
        }
        return false
    }

    /// True when the first byte after spaces and a byte order mark opens an object or a list.
    static func beginsLikeContainer(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = trimmed(bytes).first else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
