#if LiveTenant
internal import FoundationEssentials
internal import NIOHTTP1
internal import RetryJobs

/// What is sent for one request.
struct Reply: Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: Body
    /// How long to wait before the first byte, in milliseconds.
    var delay = 0

    enum Body: Sendable {
        case whole([UInt8])
        /// The first half, under a Content-Length for all of it.
        case cutShort([UInt8])
        /// These bytes, then white space forever.
        case endless([UInt8])
        case drip([UInt8], milliseconds: Int)
        /// No answer at all: the connection is reset.
        case reset
    }

    init(status: HTTPResponseStatus, contentType: String, body: [UInt8]) {
        self.status = status
        headers = ["Content-Type": contentType]
        self.body = .whole(body)
    }

    init(status: HTTPResponseStatus, contentType: String = "application/json; charset=utf-8", text: String) {
        self.init(status: status, contentType: contentType, body: Array(text.utf8))
    }

    static func json(_ body: [UInt8]) -> Reply {
        Reply(status: .ok, contentType: "application/json; charset=utf-8", body: body)
    }

    static func html(status: HTTPResponseStatus, title: String) -> Reply {
        Reply(
            status: status,
            contentType: "text/html; charset=utf-8",
            text: """
                <!DOCTYPE html>
                <html lang="en"><head><title>\(title)</title></head>
                <body><h1>\(title)</h1><script>document.title += "!"</script></body></html>

                """
        )
    }

    /// An error in the form that most endpoints of the API use.
    static func error(status: HTTPResponseStatus, message: String, details: String) -> Reply {
        var json: [UInt8] = []
        json.append(json: "{\"errors\":[{\"message\":")
        json.append(quoted: message)
        json.append(json: ",\"details\":")
        json.append(quoted: details)
        json.append(json: "}]}")
        return .json(json).with(status: status)
    }

    func with(body: Body) -> Reply {
        var reply = self
        reply.body = body
        return reply
    }

    func with(status: HTTPResponseStatus) -> Reply {
        var reply = self
        reply.status = status
        return reply
    }
}

extension Timestamp {
    /// This machine's clock.
    static func now() -> Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    /// The moment in the form of HTTP, in whole seconds: `Mon, 02 Sep 2019 04:42:40 GMT`.
    var httpDate: String { "\(internetDate) GMT" }
}
#endif
