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
        /// These bytes, then white space for ever.
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
    ///
    /// By hand: the standard library has no such style that is independent of the machine's locale and of ICU.
    var httpDate: String {
        let time = CivilTime(self)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        // 1970-01-01 was a Thursday.
        let weekday = weekdays[Int(max(0, microseconds) / 86_400_000_000 % 7)]
        return "\(weekday), \(padded(time.day)) \(months[time.month - 1]) \(time.year) "
            + "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second)) GMT"
    }
}
#endif
