import Dispatch
import RetryReport
import Synchronization

/// Writes a page and checks the bytes while the next ones are written: they are parsed again and validated.
struct CheckedRendering {
    let template: HTMLTemplate
    let kind: HTMLRenderer.Kind
    /// Whether a page may link to files beside it.
    var hasFileLinks = false

    private func schema() throws(TemplateError) -> XMLSchema {
        hasFileLinks ? try HTMLRenderer.Kind.schemaWithFileLinks() : try kind.schema()
    }

    /// Writes the page of these values. Throws ``TemplateError`` when the template uses a name that does not exist, or
    /// when the schema does not allow what was written; then the bytes in `sink` must not be used.
    func write(_ values: ViewObject, to sink: inout some ByteSink) throws {
        let check = try CheckBeside(schema())
        var walk = HTMLOutput(template, try template.plan(), values: values, kind: kind)
        do {
            try walk.run { bytes, _ in
                if !check.take(bytes) { throw OutputRefused() }
                try sink.write(contentsOf: bytes)
            }
        } catch is OutputRefused {}
        let found = check.finish()
        guard found.isEmpty else {
            let faults = try faults(values, limit: 1)
            throw TemplateError(faults: faults.isEmpty ? found.prefix(1).map { fault($0, nil) } : faults)
        }
    }

    /// Everything that is wrong with the page of these values, up to a limit, with lines of the template.
    ///
    /// Where an element is not expected, libxml2 does not check the elements beside it. So the page is written again
    /// without that element, until nothing new is found or the limit is reached.
    func faults(_ values: ViewObject, limit: Int) throws -> [TemplateFault] {
        var faults: [TemplateFault] = []
        var unexpected: Set<Int> = []
        for _ in 1...Self.mostWritings {
            let rendering = CheckedRendering(
                template: template.without(unexpected),
                kind: kind,
                hasFileLinks: hasFileLinks
            )
            let pass = try rendering.pass(values, limit: limit)
            for fault in pass.faults where !faults.contains(fault) { faults.append(fault) }
            if unexpected.isSuperset(of: pass.unexpected) || faults.count >= limit {
                return Array(faults.prefix(limit))
            }
            unexpected.formUnion(pass.unexpected)
        }
        return faults
    }

    private static let mostWritings = 20

    /// Writes the page tag by tag, because only then it is known which element of the template wrote what is refused.
    private func pass(_ values: ViewObject, limit: Int) throws -> (faults: [TemplateFault], unexpected: Set<Int>) {
        let checker = try SchemaChecker(schema())
        var walk = HTMLOutput(template, try template.plan(locates: true), values: values, kind: kind)
        var faults: [TemplateFault] = []
        var unexpected: Set<Int> = []
        func collect(_ element: ElementPlace) {
            for problem in checker.found where !SchemaWords.repeatsThePattern(problem) {
                let fault = fault(problem, element)
                if !faults.contains(fault) { faults.append(fault) }
                if SchemaWords.endsTheCheckOfSiblings(problem) { unexpected.insert(element.number) }
            }
            checker.forget()
        }
        do {
            try walk.run { bytes, element in
                checker.check(bytes)
                collect(element)
                if faults.count >= limit { throw OutputRefused() }
            }
            checker.finish()
            collect(walk.current)
        } catch is OutputRefused {}
        return (faults, unexpected)
    }

    private func fault(_ problem: XMLProblem, _ element: ElementPlace?) -> TemplateFault {
        let words = SchemaWords(problem)
        return TemplateFault(
            template: template.name,
            line: element?.line ?? 0,
            element: words.element ?? element?.name ?? "",
            rule: words.rule,
            advice: words.advice
        )
    }

    /// Ends a walk whose output is refused already.
    private struct OutputRefused: Error {}
}

/// Checks a page on a thread of its own while the rest of it is written: the check takes longer than the writing.
///
/// It keeps at most ``room`` pieces, so that memory stays flat; a faster writer waits.
final class CheckBeside: Sendable {
    private static let room = 8

    private let checker: Mutex<SchemaChecker>
    private let thread = DispatchQueue(label: "retry-report.check")
    private let free = DispatchSemaphore(value: CheckBeside.room)
    private let hasFault = Atomic(false)

    init(_ schema: XMLSchema) throws(XMLProblem) {
        checker = Mutex(try SchemaChecker(schema))
    }

    /// Takes the next bytes. Returns false when earlier bytes were refused already, so that nothing more need be written.
    func take(_ bytes: [UInt8]) -> Bool {
        if hasFault.load(ordering: .relaxed) { return false }
        free.wait()
        thread.async { [self] in
            defer { free.signal() }
            if hasFault.load(ordering: .relaxed) { return }
            let isRefused = checker.withLock { checker in
                checker.check(bytes)
                return !checker.found.isEmpty
            }
            if isRefused { hasFault.store(true, ordering: .relaxed) }
        }
        return true
    }

    /// Waits until all that was taken is checked, and says what is wrong with the whole; empty when it is valid.
    func finish() -> [XMLProblem] {
        thread.sync {
            checker.withLock { checker in
                if checker.found.isEmpty { checker.finish() }
                return checker.found
            }
        }
    }
}
