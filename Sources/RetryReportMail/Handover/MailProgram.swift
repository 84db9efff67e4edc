import Foundation

/// A program that takes a message on its standard input and sends it, as `sendmail` does.
public struct MailProgram: Sendable, Hashable {
    /// The path of the program.
    public let path: String

    /// Finds a program by its path, or by a name without a slash: in the folders of `PATH`, then in the folders of mail
    /// programs, which schedulers leave out of it.
    ///
    /// - Parameters:
    ///   - name: a path or a name; `sendmail`, which most mail servers and msmtp provide, by default.
    ///   - searchPath: folders, separated by colons, as in `PATH`; relative ones are ignored.
    /// - Throws: ``HandoverError`` with the code `programNotFound` when there is no executable file.
    public init(_ name: String = "sendmail", searchPath: String) throws(HandoverError) {
        let places: [String]
        if name.contains("/") {
            places = [name]
        } else {
            // A relative folder in PATH would let anyone who can write to the current folder choose the program.
            let folders = searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
            places = (folders + ["/usr/sbin", "/usr/lib"]).map { "\($0)/\(name)" }
        }
        guard let path = places.first(where: Self.isProgram) else { throw .noProgram(name) }
        self.path = path
    }

    private static func isProgram(_ path: String) -> Bool {
        guard FileManager.default.isExecutableFile(atPath: path) else { return false }
        // A folder is executable too.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        return type == .typeRegular
    }
}
