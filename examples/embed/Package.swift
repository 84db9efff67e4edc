// swift-tools-version: 6.2
import PackageDescription

/// A tool that makes reports itself, with a format of its own. It reads saved pages only, so it leaves out the trait
/// that brings the HTTP client; with `EMBED_LIVE=1` in the environment it has it. In a package elsewhere the dependency is
/// `.package(url: "https://…/retry-report", from: "…", traits: [])`.
let traits: Set<Package.Dependency.Trait> = Context.environment["EMBED_LIVE"] == nil ? [] : [.defaults]

let package = Package(
    name: "embed",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "retry-report", path: "../..", traits: traits)],
    targets: [
        .executableTarget(
            name: "embed",
            dependencies: [.product(name: "RetryReportKit", package: "retry-report")]
        ),
        .testTarget(
            name: "EmbedTests",
            dependencies: [
                "embed", .product(name: "RetryReportKit", package: "retry-report"),
                .product(name: "RetryReportTesting", package: "retry-report"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
