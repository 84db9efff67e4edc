import Testing
import TinesRetryJobs

@Suite struct StatusLines {
    @Test(arguments: ["000 x", "042 x", "099", "99 x", "1000 x", "-10 x", "abc"], ["{}", ""])
    func `A status that HTTP does not have ends the run in order`(status: String, body: String) async throws {
        let answer = "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let error = try await AnsweringServer.error(of: answer)
        #expect(error?.kind == .unreachable && error?.description.contains("it is not HTTP") == true, "\(error as Any)")
    }

    @Test(arguments: [100, 101, 102, 103, 199, 204, 205, 206, 304, 600, 999])
    func `Any status of three digits ends the run in order, whatever follows`(status: Int) async throws {
        for answer in [
            "HTTP/1.1 \(status) x\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 \(status) x\r\n\r\nno HTTP at all",
            "HTTP/1.1 \(status) x\r\n\r\nHTTP/1.1 \(status) x\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.0 \(status)\r\nConnection: close\r\n\r\n",
            "HTTP/1.1 \(status) x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        ] {
            let error = try await AnsweringServer.error(of: answer)
            #expect([.unreachable, .temporary].contains(error?.kind), "\(answer): \(error as Any)")
        }
    }
}
