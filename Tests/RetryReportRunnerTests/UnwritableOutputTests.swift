#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("Output that can't be written ends with 73") struct UnwritableOutputTests {
    private func shell(_ script: String, _ scratch: TemporaryFolder) throws -> (status: Int32, errors: String) {
        try Program.shell(script, scratch)
    }

    @Test("on a full disk behind standard output") func fullDevice() throws {
        let result = try shell("exec $PROGRAM --input $INPUT --format html --output - >/dev/full", TemporaryFolder())
        #expect(result.status == 73)
        #expect(result.errors.contains("the disk is full"), "\(result.errors)")
    }

    @Test("when nobody reads the pipe behind standard output") func closedPipe() throws {
        let script = "$PROGRAM --input $INPUT --format html --output - | true; exit ${PIPESTATUS[0]}"
        let result = try shell(script, TemporaryFolder())
        #expect(result.status == 73)
    }

    @Test("when standard output is closed") func closedStream() throws {
        let result = try shell("exec $PROGRAM --input $INPUT --format html --output - >&-", TemporaryFolder())
        #expect(result.status == 73)
    }

    @Test("past the limit on the size of files, and the old files stay", .enabled(if: Sanitizer.allowsFileLimits))
    func sizeLimit() throws {
        let scratch = try TemporaryFolder()
        for name in ["html", "json", "md"] { try scratch.write("old", to: "out/retry-jobs.\(name)") }
        let result = try shell("ulimit -f 8; exec $PROGRAM --input $INPUT --output $OUT", scratch)
        #expect(result.status == 73, "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.html", "retry-jobs.json", "retry-jobs.md"])
        for name in names {
            let content = try scratch.bytes("out/\(name)")
            #expect(content == Data("old".utf8))
        }
    }

    @Test(
        "past the limit on the size of files while jobs are still read",
        .enabled(if: Sanitizer.allowsFileLimits),
        arguments: [
            "--output $OUT --format ndjson", "--output - --format ndjson",
            "--output $OUT --format json --save-pages $OUT-pages",
        ]
    )
    func sizeLimitWhileReading(options: String) throws {
        let scratch = try TemporaryFolder()
        try scratch.write("old", to: "out/retry-jobs.ndjson")
        try scratch.write("old", to: "out/retry-jobs.json")
        let jobs = (1...4_000).map { #"{"id":\#($0),"type":"T","retry_count":0}"# }.joined(separator: ",")
        let input = try scratch.write("[\(jobs)]", to: "pages.json")
        let result = try shell("ulimit -f 64; exec $PROGRAM --input \(input) \(options)", scratch)
        #expect(result.status == 73, "\(result.errors)")
        #expect(result.errors.contains("error: ") && !result.errors.contains("unexpected"), "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json", "retry-jobs.ndjson"])
        for name in names {
            let content = try scratch.bytes("out/\(name)")
            #expect(content == Data("old".utf8))
        }
    }

    @Test("where no file can be made") func noFile() throws {
        let result = try shell("exec $PROGRAM --input $INPUT --output /proc/1", TemporaryFolder())
        #expect(result.status == 73)
    }

    @Test(
        "where somebody else's file may not be replaced, and no other file is touched",
        .enabled("only root can make somebody else's file") { geteuid() == 0 && Program.canBeRunByAnyone }
    )
    func othersFile() throws {
        let scratch = try TemporaryFolder()
        for name in ["html", "json", "md"] { try scratch.write("old", to: "out/retry-jobs.\(name)") }
        let script = """
            chown 65534 $OUT/retry-jobs.html $OUT/retry-jobs.json && chmod 1777 $OUT && chmod 755 $OUT/..
            exec setpriv --reuid 65534 --clear-groups $PROGRAM --input $INPUT --output $OUT
            """
        let result = try shell(script, scratch)
        #expect(result.status == 73, "\(result.errors)")
        #expect(result.errors.contains("retry-jobs.md: the file can't be put in place: no permission; what was"))
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.html", "retry-jobs.json", "retry-jobs.md"])
        for name in names {
            let content = try scratch.bytes("out/\(name)")
            #expect(content == Data("old".utf8))
        }
    }

    @Test("where a folder has the name of a file, and no other file is touched") func folderInTheWay() throws {
        let scratch = try TemporaryFolder()
        try scratch.write("old", to: "out/retry-jobs.html")
        try scratch.write("in the way", to: "out/retry-jobs.md/file")
        let result = try shell("exec $PROGRAM --input $INPUT --output $OUT", scratch)
        #expect(result.status == 73)
        #expect(result.errors.contains("retry-jobs.md"), "\(result.errors)")
        let content = try scratch.bytes("out/retry-jobs.html")
        #expect(content == Data("old".utf8))
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.html", "retry-jobs.md"])
    }
}
#endif
