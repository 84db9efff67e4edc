/// Windows over the set that overlap, one after another from the beginning.
///
/// The API serves only stretches that begin at a multiple of their size, so stretches of one size can't overlap; those
/// of different sizes can. Each window is the one that reaches farthest among those which begin at least `overlap`
/// jobs before the end of the window before it: with pages of 500 and an overlap of 25 it takes 11 % more
/// windows than pages, with 1 it would be 6 %.
struct WindowPlan {
    /// The largest page that the tenant serves.
    let largest: Int
    /// Jobs that two windows share, at least, as long as the set does not move between them.
    private(set) var overlap: Int
    private var windows: [PageWindow] = []

    init(largest: Int, overlap: Int) {
        self.largest = largest
        self.overlap = min(max(1, overlap), max(1, largest / 3))
    }

    /// Makes windows not yet planned overlap by more; never by less.
    mutating func widen(to overlap: Int) {
        self.overlap = min(max(self.overlap, overlap), max(1, largest / 3))
    }

    /// The window with this number, from 0.
    mutating func window(_ index: Int) -> PageWindow {
        while windows.count <= index {
            let end = windows.last?.end ?? 0
            windows.append(Self.window(atMost: end - overlap, largest: largest, beyond: end))
        }
        return windows[index]
    }

    /// The window that begins at `start` or before it and reaches farthest.
    ///
    /// - Parameter beyond: where it has to reach at least; for a largest page of very few jobs no overlap may reach
    ///   that far, then it begins later.
    static func window(atMost start: Int, largest: Int, beyond: Int = 0) -> PageWindow {
        var start = max(0, start)
        while true {
            var best = PageWindow(number: start / largest + 1, size: largest)
            var size = largest - 1
            while size > 0 {
                let window = PageWindow(number: start / size + 1, size: size)
                if window.end > best.end { best = window }
                size -= 1
            }
            if best.end > beyond { return best }
            start += 1
        }
    }
}
