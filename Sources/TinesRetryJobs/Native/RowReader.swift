internal import CSimdJSON
internal import RetryJobs

/// simdjson behind the C face for rows of any list: the only code that knows where their memory is.
///
/// One document at a time, by one task at a time.
@safe
final class RowReader {
    private let handle: OpaquePointer
    private var page = csj_rows_page()

    init() {
        guard let handle = unsafe csj_rows_create() else { fatalError("no memory for a JSON decoder") }
        unsafe self.handle = handle
    }

    deinit {
        unsafe csj_rows_free(handle)
    }

    /// Reads the rows under a root key, or the document itself when the key is empty, with chosen fields of each.
    ///
    /// - Returns: for each row its fields in the order of `fields`.
    /// - Throws: ``PageRefusal`` when the bytes are not JSON or have no such rows.
    func read(_ bytes: [UInt8], root: String, fields: [String]) throws(PageRefusal) -> [[RawValue]] {
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let document = mark == 0 ? bytes : Array(bytes[mark...])
        if !accepts(document, root: root, fields: fields) {
            if let refusal = PageRefusal(foreign: document) { throw refusal }
            let message = unsafe String(cString: csj_message(page.error))
            // Numbers beyond 64 bits and half surrogate pairs are valid JSON; see JSONWalker.
            var walker = JSONWalker(document)
            if let fault = walker.firstFault() {
                throw PageRefusal(.notJSON, fault.message, offset: mark + fault.offset)
            }
            guard !walker.corrections.isEmpty, accepts(walker.corrected(), root: root, fields: fields) else {
                throw PageRefusal(.notJSON, "it can't be decoded: \(message)")
            }
        }
        switch page.shape {
        case .page: break
        case .no_jobs: throw PageRefusal(.otherShape, "expected the key \"\(root)\"")
        case .jobs_no_list: throw PageRefusal(.otherShape, "the key \"\(root)\" does not contain a list")
        case .no_container: throw PageRefusal(.otherShape, "expected an object or a list")
        }
        return (0..<page.row_count).map { row in
            (0..<fields.count).map { field in value(row * fields.count + field) }
        }
    }

    /// The page that the last document names as the next one.
    var nextPageNumber: Int? {
        if let next = number(page.next_page_number) { return next }
        return page.next_page.kind == .string ? PageLink.number(in: text(page.next_page)) : nil
    }

    /// `meta.count` of the last document.
    var count: Int? { natural(page.count) }

    /// `meta.pages` of the last document.
    var pages: Int? { natural(page.pages) }

    /// Whether the last document had a `meta`.
    var hasMeta: Bool { page.has_meta != 0 }

    private func accepts(_ document: [UInt8], root: String, fields: [String]) -> Bool {
        let names = ContiguousArray(([root] + fields).joined().utf8)
        unsafe names.withUnsafeBufferPointer { names in
            var place = 0
            var texts: [csj_text] = unsafe []
            for name in [root] + fields {
                let length = name.utf8.count
                unsafe texts.append(csj_text(bytes: names.baseAddress.map { unsafe $0 + place }, length: length))
                place += length
            }
            unsafe texts.withUnsafeBufferPointer { texts in
                unsafe document.withUnsafeBufferPointer { bytes in
                    let fields = unsafe texts.baseAddress.map { unsafe $0 + 1 }
                    page = unsafe csj_rows_read(
                        handle,
                        bytes.baseAddress,
                        bytes.count,
                        texts[0],
                        fields,
                        texts.count - 1
                    )
                }
            }
        }
        return page.error == 0
    }

    private func value(_ index: Int) -> RawValue {
        let value = unsafe csj_rows_values(handle)[index]
        guard value.kind == .array else { return scalar(value) }
        unsafe precondition(Int(value.bits) + Int(value.length) <= csj_rows_element_count(handle))
        return .array((0..<Int(value.length)).map { unsafe scalar(csj_rows_elements(handle)[Int(value.bits) + $0]) })
    }

    private func scalar(_ value: csj_value) -> RawValue {
        RawValue(value) { .string(text($0)) }
    }

    private func text(_ value: csj_value) -> String {
        let bytes = unsafe UnsafeBufferPointer(
            start: csj_rows_strings(handle) + Int(value.bits),
            count: Int(value.length)
        )
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    private func natural(_ value: csj_value) -> Int? {
        value.kind == .integer && value.bits >= 0 ? Int(value.bits) : nil
    }

    private func number(_ value: csj_value) -> Int? {
        switch value.kind {
        case .integer where value.bits > 0: Int(value.bits)
        case .string: PageLink.number(text(value)[...])
        default: nil
        }
    }
}

extension RawValue {
    /// A single value as it came, without the elements of a list and the members of an object; `text` makes the value of
    /// a string.
    init(_ value: csj_value, text: (csj_value) -> RawValue) {
        self =
            switch value.kind {
            case .absent: .absent
            case .null: .null
            case .boolean: .bool(value.bits != 0)
            case .integer: .integer(value.bits)
            case .unsigned: .largeInteger(String(UInt64(bitPattern: value.bits)))
            case .number: .number(Double(bitPattern: UInt64(bitPattern: value.bits)))
            case .string: text(value)
            case .array: .array([])
            case .object: .object(id: .absent, name: .absent)
            }
    }
}
