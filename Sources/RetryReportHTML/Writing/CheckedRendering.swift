import RetryReport

/// Writes a page and checks the bytes as they are written: parsed again, and held against the schema.
struct CheckedRendering {
    let template: HTMLTemplate
    let schema: XMLSchema

    /// Writes the page of these values. Throws ``TemplateError`` when the template asks for what is not there, or when
    /// what was written is not allowed to leave; then the bytes in `sink` are worth nothing.
    func write(_ values: ViewObject, to sink: inout some ByteSink) throws {
        let checker = try SchemaChecker(schema)
        var walk = TemplateWalk(template, values: values, writer: try XMLWriter(), pace: .fast)
        do {
            try walk.run { bytes, _ in
                checker.check(bytes)
                if !checker.found.isEmpty { throw OutputRefused() }
                try sink.write(contentsOf: bytes)
            }
            checker.finish()
            if !checker.found.isEmpty { throw OutputRefused() }
        } catch is OutputRefused {
            let faults = try faults(values, limit: 1)
            throw TemplateError(
                faults: faults.isEmpty ? checker.found.prefix(1).map { fault($0, nil) } : faults
            )
        }
    }

    /// What is wrong with the page of these values, with lines of the template. The page is written once more, tag by
    /// tag, because only then it is known which element of the template wrote what is refused.
    func faults(_ values: ViewObject, limit: Int) throws -> [TemplateFault] {
        let checker = try SchemaChecker(schema)
        var walk = TemplateWalk(template, values: values, writer: try XMLWriter(), pace: .locating)
        var faults: [TemplateFault] = []
        var seen: Set<TemplateFault> = []
        func collect(_ element: TemplateElement) {
            for problem in checker.found {
                let fault = fault(problem, element)
                if seen.insert(fault).inserted && !SchemaWords.repeatsThePattern(problem) { faults.append(fault) }
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
        return Array(faults.prefix(limit))
    }

    private func fault(_ problem: XMLProblem, _ element: TemplateElement?) -> TemplateFault {
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
