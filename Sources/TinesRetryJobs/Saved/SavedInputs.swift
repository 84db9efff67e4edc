/// Several inputs, one after the other, as one reading: their pages are numbered in the order in which they come.
struct SavedInputs: SavedDocuments {
    private var inputs: ArraySlice<any SavedDocuments>
    private var page = 0

    init(_ inputs: [any SavedDocuments]) {
        self.inputs = inputs[...]
    }

    mutating func next() async throws -> SavedDocument? {
        while !inputs.isEmpty {
            guard let document = try await inputs[inputs.startIndex].next() else {
                inputs.removeFirst()
                continue
            }
            page += 1
            return SavedDocument(page: page, place: document.place, content: document.content)
        }
        return nil
    }
}
