internal import CSimdJSON

/// simdjson behind a C interface, one document at a time: the only code that touches its memory.
///
/// It returns flat values and Swift texts. Nothing is checked twice: simdjson has checked the complete document, including
/// its UTF-8, before a value of it can be asked for.
@safe
final class SimdJSON {
    private let handle: OpaquePointer
    /// The last document; its values may be asked for until the next one is read.
    private(set) var page: csj_page

    init() {
        guard let handle = unsafe csj_create(.random(in: .min ... .max)) else {
            fatalError("no memory for a JSON decoder")
        }
        unsafe self.handle = handle
        page = csj_page()
    }

    deinit {
        unsafe csj_free(handle)
    }

    /// Reads a document whose list of jobs is under a key. True when simdjson accepted it; it may still not have
    /// the shape of a page.
    func read(_ bytes: [UInt8], list key: String) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            page = unsafe csj_decode(handle, buffer.baseAddress, buffer.count, key, key.utf8.count)
        }
        return page.error == 0
    }

    /// simdjson's message for why it refused the last document.
    var message: String {
        unsafe String(cString: csj_message(page.error))
    }

    /// The job at an index below `page.job_count`.
    func job(_ index: Int) -> csj_job {
        precondition(index >= 0 && index < page.job_count)
        return unsafe csj_jobs(handle)[index]
    }

    /// The element at an index below `page.value_count`.
    func element(_ index: Int) -> csj_value {
        precondition(index >= 0 && index < page.value_count)
        return unsafe csj_values(handle)[index]
    }

    /// The text of a string of the last document.
    func text(_ value: csj_value) -> String {
        precondition(value.kind == .string && page.error == 0)
        let bytes = unsafe UnsafeBufferPointer(start: csj_strings(handle) + Int(value.bits), count: Int(value.length))
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// The interned text with a number below `page.symbol_count`.
    func symbol(_ number: Int) -> String {
        precondition(number >= 0 && number < Int(page.symbol_count))
        let text = unsafe csj_symbol(handle, UInt32(number))
        return unsafe String(decoding: UnsafeBufferPointer(start: text.bytes, count: text.length), as: UTF8.self)
    }
}
