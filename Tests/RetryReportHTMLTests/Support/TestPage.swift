import RetryReport

@testable import RetryReportHTML

/// Small templates, and what comes of them.
enum TestPage {
    /// A whole page around `body`.
    static func source(_ body: String, head: String = "<title>t</title>") -> String {
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head><meta http-equiv="Content-Security-Policy" data-csp="style"/>\(head)</head>
        <body>\(body)</body>
        </html>
        """
    }

    /// A whole mail around `body`.
    static func mailSource(_ body: String, head: String = "<title>t</title>") -> String {
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head>\(head)</head>
        <body>\(body)</body>
        </html>
        """
    }

    /// What is written for a whole template.
    static func written(_ source: String, _ values: ViewObject = [:], kind: HTMLRenderer.Kind = .page) throws -> String
    {
        let rendering = CheckedRendering(
            template: try HTMLTemplate(Array(source.utf8), name: "test.html", kind: kind),
            kind: kind
        )
        var buffer = ByteBuffer()
        try rendering.write(values, to: &buffer)
        return buffer.text
    }

    /// What is written between `<body>` and `</body>`.
    static func body(_ body: String, _ values: ViewObject = [:]) throws -> String {
        let page = try written(source(body), values)
        guard let start = page.firstRange(of: "<body>"), let end = page.firstRange(of: "</body>") else { return page }
        return String(page[start.upperBound..<end.lowerBound])
    }

    /// The faults of a whole template, found when it is read or when it is written.
    static func faults(
        _ source: String,
        _ values: ViewObject = [:],
        kind: HTMLRenderer.Kind = .page
    ) throws -> [TemplateFault] {
        do {
            _ = try written(source, values, kind: kind)
            return []
        } catch let error as TemplateError {
            return error.faults
        }
    }
}
