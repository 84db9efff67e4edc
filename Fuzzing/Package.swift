// swift-tools-version: 6.2
import PackageDescription

/// Fuzz targets; `scripts/fuzz` builds and runs them. A package of its own, so that nobody who uses the library meets
/// libFuzzer. It speaks C (libFuzzer's entry and cmark-gfm), hence without strict memory safety.
let package = Package(
    name: "Fuzzing",
    platforms: [.macOS(.v15)],
    // Without the trait LiveTenant: no target needs an HTTP client.
    dependencies: [.package(name: "retry-report", path: "..", traits: [])],
    targets: [
        .target(
            name: "CFuzzer",
            linkerSettings: [.linkedLibrary("cmark-gfm-extensions"), .linkedLibrary("cmark-gfm")]
        ),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CFuzzer", .product(name: "RetryReport", package: "retry-report"),
                .product(name: "RetryReportMail", package: "retry-report"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        ),
    ]
)
