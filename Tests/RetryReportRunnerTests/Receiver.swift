#if LiveTenant
import Foundation
import SampleTenant
import TestSupport

/// An HTTP server that keeps what is posted to it.
final class Receiver {
    /// A request as it came.
    struct Request: Decodable {
        let path: String
        let headers: [String: String]
        let body: String
    }

    private let process = Process()
    private let scratch: TemporaryFolder
    /// `http://127.0.0.1:PORT` or `https://localhost:PORT`.
    private(set) var address = ""

    /// Starts a server that answers with the given statuses, one after the other, and then with 200.
    init(statuses: [Int] = [], certificate: SampleCertificate? = nil) throws {
        scratch = try TemporaryFolder()
        let log = try scratch.write("", to: "requests")
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", Self.script, log, statuses.map { String($0) }.joined(separator: ","),
            certificate?.server.certificateChainPath ?? "", certificate?.server.privateKeyPath ?? "",
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let port = line.trimmingCharacters(in: .whitespacesAndNewlines)
        address = certificate == nil ? "http://127.0.0.1:\(port)" : "https://localhost:\(port)"
    }

    deinit { process.terminate() }

    /// What came so far.
    var requests: [Request] {
        get throws {
            try String(decoding: scratch.bytes("requests"), as: UTF8.self).split(separator: "\n")
                .map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
        }
    }

    private static let script = """
        import http.server, json, ssl, sys
        log, statuses = sys.argv[1], [int(s) for s in sys.argv[2].split(",") if s]
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                with open(log, "a") as file:
                    file.write(json.dumps({"path": self.path, "headers": dict(self.headers), "body": body}) + "\\n")
                self.send_response(statuses.pop(0) if statuses else 200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if sys.argv[3]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[3], sys.argv[4])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}
#endif
