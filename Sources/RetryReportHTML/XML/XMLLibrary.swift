import CLibXML2

/// The library itself: set up once, before any thread uses it.
enum XMLLibrary {
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// To be called before the first use of anything else.
    static func setUp() { _ = isReady }
}

extension XMLProblem {
    /// Copies libxml2's error; the line is `line` when the error has none.
    init(_ error: UnsafePointer<xmlError>, line: Int = 0) {
        var message = ""
        if let text = unsafe error.pointee.message { message = unsafe String(cString: text) }
        while message.last?.isWhitespace == true { message.removeLast() }
        let own = unsafe Int(error.pointee.line)
        self.init(line: own > 0 ? own : line, message: message, code: unsafe Int(error.pointee.code))
    }
}

/// The text of libxml2's bytes, which are UTF-8.
func text(_ bytes: UnsafePointer<xmlChar>?) -> String? {
    guard let bytes = unsafe bytes else { return nil }
    return unsafe String(decodingCString: bytes, as: UTF8.self)
}
