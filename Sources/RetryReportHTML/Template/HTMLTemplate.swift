package import RetryReport

/// A template that was read and is well formed: a value that any number of renderings share.
package struct HTMLTemplate: Sendable {
    /// What messages call it, such as `report.html`.
    package let name: String
    let root: TemplateElement

    /// Reads a template. Throws everything that is wrong with it, except names: those depend on a view.
    package init(_ bytes: [UInt8], name: String, kind: HTMLRenderer.Kind) throws(TemplateError) {
        let parsed: ParsedElement
        switch XMLTreeReader.read(bytes) {
        case .success(let root): parsed = root
        case .failure(let failure):
            throw TemplateError(faults: failure.problems.map { Self.fault($0, template: name) })
        }
        var compiler = TemplateCompiler(template: name, kind: kind)
        root = compiler.compile(parsed)
        if !compiler.faults.isEmpty { throw TemplateError(faults: compiler.faults.sorted { $0.line < $1.line }) }
        self.name = name
    }

    private init(name: String, root: TemplateElement) {
        self.name = name
        self.root = root
    }

    /// The same template without some of its elements.
    func without(_ numbers: Set<Int>) -> HTMLTemplate {
        HTMLTemplate(name: name, root: root.without(numbers))
    }

    /// The same template without some of its elements; nil when a page needs one of them.
    func remainder(without numbers: Set<Int>) -> HTMLTemplate? {
        let sections = root.children.compactMap { child in
            if case .element(let section) = child { section.element.number } else { nil }
        }
        return numbers.isDisjoint(with: sections + [root.number]) ? without(numbers) : nil
    }

    private static func fault(_ problem: XMLProblem, template: String) -> TemplateFault {
        let advice: String
        if problem.message.hasPrefix("Entity '") {
            advice = "a template has only &amp; &lt; &gt; &quot; &apos; and numbers: write &#160; for a no-break space"
        } else if problem.message == XMLTreeReader.declarationRefused {
            advice = ""
        } else if problem.message == XMLTreeReader.tooDeep {
            advice = "a page needs about ten; look for elements that are not closed"
        } else if problem.message == XMLTreeReader.notUTF8 {
            advice = "save the template as UTF-8"
        } else {
            advice =
                "a template must be well-formed XML: every element closed, every attribute quoted, every & written &amp;"
        }
        return TemplateFault(
            template: template,
            line: problem.line,
            element: "",
            rule: problem.message.replacing("\n", with: " "),
            advice: advice
        )
    }
}
