extension FleetIndex {
    /// The index in GitHub-flavoured Markdown; `template`: nil for the built-in one, with which nothing is thrown unless the
    /// package itself is broken.
    package func markdown(template: MarkdownTemplate? = nil) throws -> [UInt8] {
        var output = MustacheOutput()
        var buffer = ByteBuffer()
        try output.write(template ?? .index(), FleetView(self).values, to: &buffer)
        return buffer.bytes
    }
}
