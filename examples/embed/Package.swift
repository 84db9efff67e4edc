// swift-tools-version: 6.2
import PackageDescription

/// A tool that makes reports itself, with a format of its own. In a package elsewhere the first dependency is
/// `.package(url: ".../retry-report", from: "...")`.
let package = Package(
    name: "embed",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "retry-report", path: "../..")],
    targets: [
        .executableTarget(
            name: "embed",
            dependencies: [.product(name: "RetryReportKit", package: "retry-report")]
        ),
        .testTarget(
            name: "EmbedTests",
            dependencies: ["embed", .product(name: "RetryReportTesting", package: "retry-report")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
