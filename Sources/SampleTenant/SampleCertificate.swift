#if LiveTenant
internal import Foundation

/// A new certificate authority and a server certificate that it signed, for tests of TLS.
///
/// The files are made by the `openssl` command (3.0 or later) and are good for two days.
public struct SampleCertificate: Sendable, Hashable {
    /// The authority's certificate in PEM: what a client must be told to trust.
    public let authorityPath: String
    /// The two files of the server, for ``SampleTenant/Configuration/tls``.
    public let server: SampleTenant.Configuration.TLS

    /// `openssl` is missing or refused.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        /// What it said.
        public let description: String
    }

    /// Makes the files in an existing folder, over those of the same names.
    ///
    /// Cost: two runs of a program, a tenth of a second.
    ///
    /// - Parameters:
    ///   - folder: gets `ca.pem`, `ca.key`, `server.pem`, `server.key`.
    ///   - names: the names that the server goes by, as `openssl` spells alternative names.
    /// - Returns: where the files are.
    /// - Throws: ``Failure``, or what Foundation says when there is no `openssl` to run.
    public static func make(
        in folder: String,
        names: [String] = ["DNS:localhost", "IP:127.0.0.1"]
    ) throws -> SampleCertificate {
        func path(_ name: String) -> String { "\(folder)/\(name)" }
        let common = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        ]
        try openssl(
            common + ["-keyout", path("ca.key"), "-out", path("ca.pem"), "-subj", "/CN=Sample authority"]
                + ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        )
        try openssl(
            common + ["-keyout", path("server.key"), "-out", path("server.pem"), "-subj", "/CN=Sample tenant"]
                + ["-CA", path("ca.pem"), "-CAkey", path("ca.key")]
                + ["-addext", "basicConstraints=critical,CA:FALSE"]
                + ["-addext", "subjectAltName=\(names.joined(separator: ","))"]
        )
        return SampleCertificate(
            authorityPath: path("ca.pem"),
            server: .init(certificateChainPath: path("server.pem"), privateKeyPath: path("server.key"))
        )
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl: \(String(decoding: said, as: UTF8.self))")
        }
    }
}
#endif
