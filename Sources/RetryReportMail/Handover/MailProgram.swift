import Foundation

/// A program that takes a message on its standard input and brings it on its way, as `sendmail` does.
public struct MailProgram: Sendable, Hashable {
    /// Where the program is.
    public let path: String

    /// Finds a program by its path, or a name without a slash in the folders of `PATH` and, since schedulers leave
    /// them out, where mail programs live.
    ///
    /// - Parameters:
    ///   - name: a path or a name; `sendmail`, which most mail servers and msmtp provide, by default.
    ///   - searchPath: folders, divided by colons.
    /// - Throws: ``HandoverError/noProgram(_:)`` when there is none that can be run.
    public init(_ name: String = "sendmail", searchPath: String) throws(HandoverError) {
        let places: [String]
        if name.contains("/") {
            places = [name]
        } else {
            // A relative folder in PATH would let whoever fills the present folder choose the program.
            let folders = searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
            places = (folders + ["/usr/sbin", "/usr/lib"]).map { "\($0)/\(name)" }
        }
        guard let path = places.first(where: Self.isProgram) else { throw .noProgram(name) }
        self.path = path
    }

    private static func isProgram(_ path: String) -> Bool {
        guard FileManager.default.isExecutableFile(atPath: path) else { return false }
        // A folder counts as executable too.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        return type == .typeRegular
    }
}
