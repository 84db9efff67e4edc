@testable import RetryJobs

/// Raw jobs of any kind: normalizing never fails but for the id, gives what the model promises, and what it gave is
/// in its own documented shape: normalized again it stays the same, without a repair.
enum JobTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        var input = Input(bytes: bytes[...])
        while !input.bytes.isEmpty {
            var raw = RawJob()
            raw.id = input.value(2)
            raw.type = input.value(2)
            raw.agent = input.value(2)
            raw.events = input.value(2)
            raw.retryCount = input.value(2)
            raw.lastRetry = input.value(2)
            raw.errorClass = input.value(2)
            check(raw)
        }
        return 0
    }

    private static func check(_ raw: RawJob) {
        guard let (job, _) = try? JobNormalizer().normalize(raw) else { return }
        if let count = job.retryCount { expect((0...Int(Int32.max)).contains(count), true, "a count in range") }
        if let time = job.lastRetry {
            expect(time >= Timestamp(microseconds: 0), true, "a time after 1970: \(time)")
            // What an estimate makes of it must not overflow either.
            _ = RetrySchedule.standard.death(of: job)
            _ = RetrySchedule.standard.nextRetry(of: job)
            _ = RetrySchedule.standard.latestFirstFailure(of: job)
        }
        var again = RawJob()
        switch job.id {
        case .number(let number): again.id = .integer(number)
        case .text(let text): again.id = .string(text)
        }
        again.type = .string(job.type.rawValue)
        if let action = job.action {
            again.agent = .object(
                id: action.id.map(RawValue.integer) ?? .absent,
                name: action.name.map(RawValue.string) ?? .absent
            )
        }
        again.events = job.eventIDs.count == 1 ? .integer(job.eventIDs[0]) : .array(job.eventIDs.map(RawValue.integer))
        again.retryCount = job.retryCount.map { .integer(Int64($0)) } ?? .null
        again.errorClass = job.errorClass.map(RawValue.string) ?? .null
        // A fatal error is a finding, here and below: libFuzzer stops and keeps the input.
        guard var second = try? JobNormalizer().normalize(again).job else { fatalError("refused its own: \(job)") }
        // A time has several ways to be written; it has its own tests.
        second.lastRetry = job.lastRetry
        expect(second, job, "normalized again")
    }
}

extension Input {
    /// A value as a page may contain it.
    fileprivate mutating func value(_ depth: Int) -> RawValue {
        switch byte() % (depth > 0 ? 12 : 9) {
        case 0: return .absent
        case 1: return .null
        case 2: return .bool(byte() & 1 == 1)
        case 3: return .integer(Int64(bitPattern: bits()))
        case 4: return .integer(Int64(Int8(bitPattern: byte())))
        case 5:
            // JSON has neither infinities nor NaN.
            let number = Double(bitPattern: bits())
            return .number(number.isFinite ? number : 0)
        case 6: return .number(Double(Int64(bitPattern: bits()) >> 12))
        case 7: return .string(text())
        case 8: return .string(String(Int64(bitPattern: bits()) >> (byte() % 64)))
        case 9: return .array((0..<byte() % 5).map { _ in value(depth - 1) })
        default: return .object(id: value(depth - 1), name: value(depth - 1))
        }
    }
}
