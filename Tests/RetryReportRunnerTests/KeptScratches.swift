import Synchronization

/// Scratch folders that live as long as the test process.
enum KeptScratches {
    static let all = Mutex<[Scratch]>([])
}
