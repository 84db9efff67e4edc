// swift-tools-version: 6.2
import PackageDescription

/// Micro-benchmarks of each stage; `Benchmarks/stages/run` builds and runs them. A package of its own, so that nobody
/// who uses the library fetches them.
let package = Package(
    name: "stages",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Without the trait LiveTenant: no stage needs an HTTP client.
        .package(name: "retry-report", path: "../..", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // Without the trait for jemalloc: malloc as the program has it.
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Stages",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "RetryReportKit", package: "retry-report"),
            ],
            path: "Benchmarks/Stages",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ],
    swiftLanguageModes: [.v6]
)
