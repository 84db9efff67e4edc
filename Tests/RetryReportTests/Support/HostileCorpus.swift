import Foundation

/// Texts that try to be anything but text; `Tests/Corpus/hostile.json` holds them for every format's tests.
enum HostileCorpus {
    struct Entry: Decodable {
        let kind: String
        let text: String
        let times: Int?
    }

    /// Every text of the corpus, in its order.
    static let texts: [String] = {
        do {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let data = try Data(contentsOf: folder.appending(path: "Corpus/hostile.json"))
            return try JSONDecoder().decode([Entry].self, from: data)
                .map { String(repeating: $0.text, count: $0.times ?? 1) }
        } catch {
            fatalError("Tests/Corpus/hostile.json can't be read: \(error)")
        }
    }()
}
