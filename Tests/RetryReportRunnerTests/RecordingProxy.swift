#if LiveTenant
import Foundation
import TestSupport

/// A proxy that makes tunnels and keeps what it is asked for.
final class RecordingProxy {
    private let process = Process()
    private let scratch: TemporaryFolder
    /// `http://127.0.0.1:PORT`
    private(set) var address = ""

    init() throws {
        scratch = try TemporaryFolder()
        let log = try scratch.write("", to: "asked")
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, log]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        address = "http://127.0.0.1:\(line.trimmingCharacters(in: .whitespacesAndNewlines))"
    }

    deinit { process.terminate() }

    /// All that it was told before a tunnel was made.
    var asked: String {
        get throws { String(decoding: try scratch.bytes("asked"), as: UTF8.self) }
    }

    private static let script = """
        import socket, socketserver, sys, threading
        log = sys.argv[1]
        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                head = b""
                while b"\\r\\n\\r\\n" not in head:
                    more = self.request.recv(4096)
                    if not more:
                        return
                    head += more
                with open(log, "ab") as file:
                    file.write(head)
                host, port = head.split(b" ")[1].decode().rsplit(":", 1)
                with socket.create_connection((host, int(port))) as server:
                    self.request.sendall(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
                    def pass_on(source, target):
                        while more := source.recv(65536):
                            target.sendall(more)
                        target.shutdown(socket.SHUT_WR)
                    answers = threading.Thread(target=pass_on, args=(server, self.request), daemon=True)
                    answers.start()
                    pass_on(self.request, server)
                    answers.join()
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}
#endif
