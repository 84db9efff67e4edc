// swift-tools-version: 6.2
import PackageDescription

/// The rules for all sources.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Files of the system, where the system has no module of its own for them.
let systemPackage = Target.Dependency.product(
    name: "SystemPackage",
    package: "swift-system",
    condition: .when(platforms: [.linux])
)
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
/// A product that only a live tenant and the program need. Without the trait it is neither fetched nor built.
func live(_ product: String, _ package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: ["LiveTenant"]))
}
let arguments = live("ArgumentParser", "swift-argument-parser")
let logging = live("Logging", "swift-log")
let nio = [live("NIOCore", "swift-nio"), live("NIOHTTP1", "swift-nio"), live("NIOPosix", "swift-nio")]
let tls = live("NIOSSL", "swift-nio-ssl")
let yams = live("Yams", "Yams")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let products: [Product] = [
    .library(name: "RetryReport", targets: ["RetryJobs", "RetryReport", "RetryReportHTML", "TinesRetryJobs"]),
    .library(name: "RetryReportKit", targets: ["RetryReportKit"]),
    .library(name: "RetryReportTesting", targets: ["RetryReportTesting"]),
    .library(name: "RetryReportMail", targets: ["RetryReportMail"]),
    .library(name: "RetryHistory", targets: ["RetryHistory"]),
    .library(name: "TinesTenant", targets: ["TinesTenant"]),
    .executable(name: "retry-report", targets: ["retry-report"]),
    .executable(name: "sample-tenant", targets: ["sample-tenant"]),
]

var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.26.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
]
// `scripts/docs` alone needs it; embedders need not fetch it.
if Context.environment["RETRY_REPORT_DOCS"] != nil {
    dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

let targets: [Target] = [
    // The faces of the C libraries; nothing else calls C.
    .systemLibrary(
        name: "CLibXML2",
        pkgConfig: "libxml-2.0",
        providers: [.apt(["libxml2-dev", "pkg-config"]), .brew(["libxml2"])]
    ),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // Not a library's face: what must be right before anything else of the program runs.
    .target(name: "CProcessStart"),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),

    // The core: the model, the report, its renderers.
    .target(name: "RetryJobs", swiftSettings: strict),
    .target(
        name: "ReportTemplates",
        path: "templates",
        exclude: ["README.md"],
        sources: ["ReportTemplates.swift"],
        resources: [
            .embedInCode("report.html"),
            .embedInCode("email.html"),
            .embedInCode("report.md.mustache"),
            .embedInCode("report.xsd"),
            .embedInCode("email.xsd"),
            .embedInCode("report.schema.json"),
            .embedInCode("index.html"),
            .embedInCode("index-email.html"),
            .embedInCode("index.md.mustache"),
            .embedInCode("index.schema.json"),
        ],
        swiftSettings: [.swiftLanguageMode(.v6)]
    ),
    .target(
        name: "RetryReport",
        dependencies: [
            "RetryJobs", "ReportTemplates", mustache, .product(name: "Algorithms", package: "swift-algorithms"),
        ],
        swiftSettings: strict
    ),
    .target(
        name: "RetryReportHTML",
        dependencies: ["RetryReport", "ReportTemplates", "CLibXML2"],
        swiftSettings: strict
    ),

    // Programs that are started, and the formats that they write.
    .target(
        name: "RetryReportPrograms",
        dependencies: ["RetryReport", subprocess, systemPackage],
        swiftSettings: strict
    ),

    // A message ready to send, around whatever renderer makes its HTML, and its hand-over to a mail program.
    .target(
        name: "RetryReportMail",
        dependencies: ["RetryJobs", "RetryReport", "RetryReportPrograms"],
        swiftSettings: strict
    ),

    // Every job of every run, in files for query engines.
    .target(
        name: "RetryArchive",
        dependencies: ["RetryJobs", "RetryReport", "RetryReportPrograms", "CZlib"],
        swiftSettings: strict
    ),

    // The memory of earlier reports, in SQLite.
    .target(
        name: "RetryHistory",
        dependencies: [
            "RetryJobs", "RetryReport", .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "Algorithms", package: "swift-algorithms"),
        ],
        swiftSettings: strict
    ),

    // What the API says on the wire, and pages that were saved.
    .target(name: "TinesRetryJobs", dependencies: ["RetryJobs", "CSimdJSON", "CZlib"], swiftSettings: strict),

    // For embedders: one import, and a check of what a renderer promises.
    .target(
        name: "RetryReportKit",
        dependencies: [
            "RetryArchive", "RetryHistory", "RetryJobs", "RetryReport", "RetryReportHTML", "RetryReportMail",
            "RetryReportPrograms", "TinesRetryJobs",
            .target(name: "TinesTenant", condition: .when(traits: ["LiveTenant"])),
        ],
        swiftSettings: strict
    ),
    .target(
        name: "RetryReportTesting",
        dependencies: ["RetryReport", "RetryReportPrograms"],
        swiftSettings: strict
    ),

    // What several test targets use; no product has it.
    .target(
        name: "TestSupport",
        dependencies: ["RetryJobs", "RetryReport"],
        path: "Tests/TestSupport",
        swiftSettings: strict
    ),

    .testTarget(name: "RetryJobsTests", dependencies: ["RetryJobs", "TinesRetryJobs"], swiftSettings: strict),
    .testTarget(
        name: "RetryReportTests",
        dependencies: ["RetryJobs", "RetryReport", "ReportTemplates", "TestSupport", "TinesRetryJobs"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "RetryReportHTMLTests",
        dependencies: ["RetryReport", "RetryReportHTML", "ReportTemplates", "TestSupport"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "RetryReportMailTests",
        dependencies: [
            "RetryReport", "RetryReportMail", "RetryReportHTML", "TestSupport", subprocess, systemPackage,
        ],
        exclude: ["Fixtures"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "RetryArchiveTests",
        dependencies: ["RetryArchive", "RetryJobs", "RetryReport", "TestSupport"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "RetryReportProgramsTests",
        dependencies: ["RetryReport", "RetryReportPrograms", "RetryReportTesting", "TestSupport"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "RetryHistoryTests",
        dependencies: [
            "RetryHistory", "RetryJobs", "RetryReport", "TestSupport",
            .product(name: "GRDB", package: "GRDB.swift"),
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "TinesRetryJobsTests",
        dependencies: ["RetryJobs", "TestSupport", "TinesRetryJobs"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "RetryReportKitTests",
        dependencies: [
            "RetryJobs", "RetryReport", "RetryReportKit", "RetryReportTesting", "RetryReportMail", "TestSupport",
            "TinesRetryJobs",
        ],
        swiftSettings: strict
    ),

    // A live tenant, and the program; with the trait only.
    .target(
        name: "TinesTenant",
        dependencies: [
            "RetryJobs", "TinesRetryJobs", logging, tls, live("AsyncHTTPClient", "async-http-client"),
            live("NIOHTTPCompression", "swift-nio-extras"),
        ] + nio,
        swiftSettings: strict
    ),
    .target(
        name: "RetryReportRunner",
        dependencies: [
            "RetryArchive", "RetryHistory", "RetryJobs", "RetryReport", "RetryReportHTML", "RetryReportKit",
            "RetryReportMail", "RetryReportPrograms", "RetryReportTesting", "ReportTemplates", "TinesRetryJobs",
            "TinesTenant", "CProcessStart", arguments, logging, yams,
            systemPackage,
        ],
        swiftSettings: strict
    ),
    .executableTarget(name: "retry-report", dependencies: ["RetryReportRunner"], swiftSettings: strict),

    // A Tines tenant in miniature, for the demo and the tests.
    .target(name: "SampleTenant", dependencies: ["RetryJobs", tls] + nio, swiftSettings: strict),
    .executableTarget(name: "sample-tenant", dependencies: ["SampleTenant", arguments], swiftSettings: strict),

    // Prints what the ways to read a moving set miss and cost; see Paging.md.
    .executableTarget(
        name: "paging-benchmark",
        dependencies: [
            "RetryJobs", "RetryReport", "RetryReportTesting", "TinesRetryJobs", "TinesTenant", "SampleTenant",
            arguments, tls,
            live("AsyncHTTPClient", "async-http-client"),
        ] + nio,
        path: "Benchmarks/Paging",
        exclude: ["run"],
        swiftSettings: strict
    ),

    // Plays weeks of reports with a history, and compares what they say of jobs with the tenant's own log.
    .executableTarget(
        name: "history-benchmark",
        dependencies: [
            "RetryHistory", "RetryJobs", "RetryReport", "TinesRetryJobs", "TinesTenant", "SampleTenant", arguments,
        ],
        path: "Benchmarks/History",
        swiftSettings: strict
    ),
    .testTarget(
        name: "FateSequenceTests",
        dependencies: ["history-benchmark", "RetryHistory"],
        swiftSettings: strict
    ),

    .testTarget(
        name: "SampleTenantTests",
        dependencies: ["SampleTenant", "RetryJobs", "TestSupport", tls] + nio,
        swiftSettings: strict
    ),
    .testTarget(
        name: "TinesTenantTests",
        dependencies: ["RetryJobs", "TestSupport", "TinesRetryJobs", "TinesTenant", "SampleTenant", logging] + nio,
        swiftSettings: strict
    ),
    .testTarget(
        name: "RetryReportRunnerTests",
        dependencies: [
            "RetryReportKit", "RetryReportRunner", "SampleTenant", "TestSupport", "retry-report", arguments, yams,
        ],
        swiftSettings: strict
    ),
]

let package = Package(
    name: "retry-report",
    platforms: [.macOS(.v15)],
    products: products,
    traits: [
        .trait(name: "LiveTenant", description: "Read a live tenant: brings an HTTP client, and the program."),
        .default(enabledTraits: ["LiveTenant"]),
    ],
    dependencies: dependencies,
    targets: targets,
    cxxLanguageStandard: .cxx17
)
