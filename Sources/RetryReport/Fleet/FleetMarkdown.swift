extension FleetIndex {
    /// The index in GitHub-flavoured Markdown. Throws only if the package itself is broken.
    package func markdown() throws -> [UInt8] {
        var output = MustacheOutput()
        var buffer = ByteBuffer()
        try output.write(.index(), FleetView(self).values, to: &buffer)
        return buffer.bytes
    }
}
