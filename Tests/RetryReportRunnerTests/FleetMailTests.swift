#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("One mail and one file of metrics for several tenants") struct FleetMailTests {
    @Test("the index is mailed once, and no tenant sends a mail of its own") func mail() throws {
        let scratch = try TemporaryFolder()
        let mailer = try scratch.write("#!/bin/sh\ncat >> \"$0.eml\"; env > \"$0.environment\"\n", to: "mailer")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: mailer)
        let fleet = try FleetFixture(
            common: [
                "mail-from: reports@example.com", "mail-to: ops@example.com", "send: true", "sendmail: \(mailer)",
                "mail-attach: json", "format: [html, json, email, eml]", "metrics: \(scratch.path)/fleet.prom",
                "report-url: 'https://reports.example.com/{name}.html'",
            ],
            tenants: [
                FleetFixture.saved("a", jobs: 3, in: scratch), FleetFixture.saved("b", jobs: 4, in: scratch),
                ["name: c", "tenant: https://c.example", "api-key-variable: KEY_OF_C", "timeout: 1s"],
            ],
            scratch: scratch
        )
        let result = try fleet.run(environment: ["KEY_OF_C": ""])
        #expect(result.status == 78, "\(result.errors)")
        let message = String(decoding: try scratch.bytes("mailer.eml"), as: UTF8.self)
        #expect(message.matches(of: /(?m)^Message-ID:/).count == 1)
        #expect(message.contains("Subject: [3 tenants] 1 of 3 tenants without a current report, "))
        #expect(message.contains("filename=\"retry-jobs.json\""))
        let lines = message.split(whereSeparator: \.isNewline)
        #expect(lines.contains("https://reports.example.com/index.html"), "\(message)")
        let body = String(decoding: try scratch.bytes("out/index.email.html"), as: UTF8.self)
        #expect(body.contains("href=\"https://reports.example.com/index.html\""))
        let tenant = String(decoding: try scratch.bytes("out/a/retry-jobs.email.html"), as: UTF8.self)
        #expect(tenant.contains("href=\"https://reports.example.com/a/retry-jobs.html\""))
        let names = try scratch.names("out")
        #expect(
            names.filter { $0.hasPrefix("index.") } == [
                "index.email.html", "index.eml", "index.html", "index.json", "index.md",
            ]
        )
        let metrics = String(decoding: try scratch.bytes("fleet.prom"), as: UTF8.self)
        #expect(metrics.contains("\nretry_report_fleet_tenants_not_current 1\n"))
        #expect(metrics.contains("\nretry_report_fleet_current{tenant=\"a\"} 1\n"))
        let own = String(decoding: try scratch.bytes("fleet-b.prom"), as: UTF8.self)
        #expect(own.contains("tenant=\"b\"} 4"))
        let failed = String(decoding: try scratch.bytes("fleet-c.prom"), as: UTF8.self)
        #expect(failed.contains("retry_report_last_run_exit_status{source=\"https://c.example\",tenant=\"c\"} 78"))
    }
}
#endif
