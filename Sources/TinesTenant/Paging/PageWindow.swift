#if LiveTenant
/// A stretch of the list to ask for: a page number and the size of the pages it counts.
///
/// The API serves only stretches that begin at a multiple of their size, so stretches of one size can't overlap; those
/// of different sizes can.
struct PageWindow: Hashable, Sendable {
    /// The page number, counted from ``base``.
    let number: Int
    /// Jobs on a page, as asked for.
    let size: Int
    /// The number of the first page: 1 as documented, 0 for a server that counts from there.
    let base: Int

    init(number: Int, size: Int, base: Int = 1) {
        self.number = number
        self.size = size
        self.base = base
    }

    /// The place in the list of the first job, from 0.
    var start: Int { (number - base) * size }
    /// The place after the last job.
    var end: Int { start + size }
    /// The page with the same number and another size.
    func of(size: Int) -> PageWindow { PageWindow(number: number, size: size, base: base) }
    /// The page after it.
    var next: PageWindow { PageWindow(number: number + 1, size: size, base: base) }
}

/// Finds windows that overlap. No window is larger than the largest page that the tenant serves.
struct WindowPlan: Sendable {
    /// Jobs on the largest page.
    let largest: Int
    var base = 1
    /// The sizes that the tenant keeps to; nil for all.
    var sizes: Set<Int>?

    private func isKept(_ size: Int) -> Bool { sizes?.contains(size) ?? true }

    /// The largest size below the largest, or 1.
    var secondLargest: Int { stride(from: largest - 1, to: 0, by: -1).first(where: isKept) ?? 1 }

    /// Windows can overlap from the beginning of the list to this place.
    func overlaps(upTo place: Int) -> Bool {
        var end = first.end
        while end < place {
            let window = forward(atMost: end - 1, beyond: end)
            guard window.start < end else { return false }
            end = window.end
        }
        return true
    }

    /// The window at the beginning of the list.
    var first: PageWindow { window(0, largest) }

    /// The window that begins at `start` or before it and reaches farthest; from a page of 500 on it reaches a
    /// sixteenth of a page less far than a page from `start`, on average.
    ///
    /// `beyond`: the place that it must reach beyond. Where no overlap can, because pages are very small, it
    /// begins later.
    func forward(atMost start: Int, beyond: Int = 0) -> PageWindow {
        var start = max(0, start)
        while true {
            var best = window(start / largest, largest)
            for size in stride(from: largest - 1, to: 0, by: -1) where isKept(size) {
                // Smaller ones can't reach as far.
                if start + size <= best.end { break }
                let window = window(start / size, size)
                if window.end > best.end { best = window }
            }
            if best.end > beyond { return best }
            start += 1
        }
    }

    /// The window that ends at `end` or after it and begins first.
    ///
    /// `before`: the place that it must begin before.
    func backward(atLeast end: Int, before: Int = .max) -> PageWindow {
        var end = max(1, end)
        while true {
            var best = window((end - 1) / largest, largest)
            for size in stride(from: largest - 1, to: 0, by: -1) where isKept(size) {
                if end - size >= best.start { break }
                let window = window((end - 1) / size, size)
                if window.start < best.start { best = window }
            }
            if best.start < before || end <= 1 { return best }
            end -= 1
        }
    }

    /// A window that begins before `place`, if it can, and reaches beyond it by at least one, of another size than
    /// `other`: for asking for the end of a list in another way than before.
    func around(_ place: Int, sharing overlap: Int, other: Int?) -> PageWindow {
        let start = max(0, place - overlap)
        var best: PageWindow?
        for size in stride(from: largest, to: max(0, largest / 2 - 1), by: -1)
        where size != other && size > 0 && isKept(size) {
            let window = window(start / size, size)
            guard window.end > place else { continue }
            if best.map({ window.end > $0.end }) ?? true { best = window }
        }
        return best ?? forward(atMost: start, beyond: place)
    }

    private func window(_ index: Int, _ size: Int) -> PageWindow {
        PageWindow(number: index + base, size: size, base: base)
    }
}
#endif
