// swift-tools-version: 6.2
import PackageDescription

/// `RETRY_REPORT_PURE=1` leaves out every target that needs the HTTP client, so that the model,
/// the grouping and the renderers build and test in seconds (see CONTRIBUTING.md).
let pureOnly = Context.environment["RETRY_REPORT_PURE"] != nil

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Programs that we start, and on other systems than Apple's the files that they are given.
let subprocess: [Target.Dependency] = [
    .product(name: "Subprocess", package: "swift-subprocess"),
    .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
]
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

var products: [Product] = [
    .library(name: "RetryReport", targets: ["RetryJobs", "RetryReport", "RetryReportHTML", "TinesRetryJobs"]),
    .library(name: "RetryReportKit", targets: ["RetryReportKit"]),
    .library(name: "RetryReportTesting", targets: ["RetryReportTesting"]),
    .library(name: "RetryReportMail", targets: ["RetryReportMail"]),
]

var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
]

var targets: [Target] = [
    // The C faces; nothing else speaks C.
    .systemLibrary(
        name: "CLibXML2",
        pkgConfig: "libxml-2.0",
        providers: [.apt(["libxml2-dev", "pkg-config"]), .brew(["libxml2"])]
    ),
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
        ],
        swiftSettings: [.swiftLanguageMode(.v6)]
    ),
    .target(
        name: "RetryReport",
        dependencies: ["RetryJobs", "ReportTemplates", mustache],
        swiftSettings: strict
    ),
    .target(
        name: "RetryReportHTML",
        dependencies: ["RetryReport", "ReportTemplates", "CLibXML2"],
        swiftSettings: strict
    ),

    // A message ready to send, around whatever renderer makes its HTML, and its hand-over to a mail program.
    .target(
        name: "RetryReportMail",
        dependencies: ["RetryJobs", "RetryReport"] + subprocess,
        swiftSettings: strict
    ),

    // What the API says on the wire, and pages that were saved.
    .target(name: "TinesRetryJobs", dependencies: ["RetryJobs", "CSimdJSON"], swiftSettings: strict),

    // For those who embed: one import, and a check of what a renderer of theirs promises.
    .target(
        name: "RetryReportKit",
        dependencies: ["RetryJobs", "RetryReport", "RetryReportHTML", "RetryReportMail", "TinesRetryJobs"],
        swiftSettings: strict
    ),
    .target(name: "RetryReportTesting", dependencies: ["RetryReport"], swiftSettings: strict),

    .testTarget(name: "RetryJobsTests", dependencies: ["RetryJobs", "TinesRetryJobs"], swiftSettings: strict),
    .testTarget(name: "RetryReportTests", dependencies: ["RetryReport", "TinesRetryJobs"], swiftSettings: strict),
    .testTarget(name: "RetryReportHTMLTests", dependencies: ["RetryReportHTML"], swiftSettings: strict),
    .testTarget(
        name: "RetryReportMailTests",
        dependencies: ["RetryJobs", "RetryReport", "RetryReportMail", "RetryReportHTML"] + subprocess,
        exclude: ["Fixtures"],
        swiftSettings: strict
    ),
    .testTarget(name: "TinesRetryJobsTests", dependencies: ["TinesRetryJobs"], swiftSettings: strict),
    .testTarget(
        name: "RetryReportKitTests",
        dependencies: ["RetryReportKit", "RetryReportTesting", "RetryReportMail"],
        swiftSettings: strict
    ),
]

if !pureOnly {
    products += [
        .executable(name: "retry-report", targets: ["retry-report"]),
        .executable(name: "sample-tenant", targets: ["sample-tenant"]),
        .library(name: "TinesTenant", targets: ["TinesTenant"]),
    ]
    dependencies += [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.26.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    ]
    let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
    let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
    let nio: [Target.Dependency] = [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
    ]
    let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
    targets += [
        .target(
            name: "TinesTenant",
            dependencies: [
                "RetryJobs", "TinesRetryJobs", logging, tls,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RetryReportRunner",
            dependencies: [
                "RetryJobs", "RetryReport", "RetryReportHTML", "RetryReportKit", "RetryReportMail", "ReportTemplates",
                "TinesRetryJobs", "TinesTenant", arguments, logging,
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(name: "retry-report", dependencies: ["RetryReportRunner", arguments], swiftSettings: strict),

        // A Tines tenant in miniature, for the demo and the tests.
        .target(name: "SampleTenant", dependencies: nio + [tls], swiftSettings: strict),
        .executableTarget(name: "sample-tenant", dependencies: ["SampleTenant", arguments], swiftSettings: strict),

        // Prints what the ways to read a moving set miss and cost; see Paging.md.
        .executableTarget(
            name: "paging-benchmark",
            dependencies: [
                "RetryJobs", "TinesRetryJobs", "TinesTenant", "SampleTenant", arguments,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Benchmarks/Paging",
            exclude: ["run"],
            swiftSettings: strict
        ),

        .testTarget(name: "SampleTenantTests", dependencies: ["SampleTenant", tls] + nio, swiftSettings: strict),
        .testTarget(
            name: "TinesTenantTests",
            dependencies: ["TinesTenant", "SampleTenant"] + nio,
            swiftSettings: strict
        ),
        .testTarget(
            name: "RetryReportRunnerTests",
            dependencies: [
                "RetryReportRunner", "SampleTenant", "retry-report", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
    ]
}

let package = Package(
    name: "retry-report",
    platforms: [.macOS(.v15)],
    products: products,
    dependencies: dependencies,
    targets: targets,
    cxxLanguageStandard: .cxx17
)
