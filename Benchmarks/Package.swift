// swift-tools-version: 6.2
// The micro-benchmarks: a package of its own, so that nobody who builds the gateway builds them. Its rooms are links to
// the gateway's, compiled as they are there; only Outbound is opened (`-enable-testing`), because making a request is
// nobody's business outside it.

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "hookgate-micro",
    dependencies: [.package(url: "https://github.com/apple/swift-log", from: "1.16.2")],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CShims", dependencies: ["CCurl"]),
        room("Events"),
        room("Payload"),
        room("Signatures", ["Events", "Payload", "COpenSSL"]),
        room("Store", ["Events", "CSQLite", "CShims"]),
        room("Telemetry", ["Events", logging]),
        room(
            "Outbound",
            ["Events", "Payload", "Signatures", "Store", "Telemetry", "CCurl", "CShims", logging],
            [.unsafeFlags(["-enable-testing"])]
        ),
        .executableTarget(
            name: "Micro",
            dependencies: ["Events", "Payload", "Signatures", "Store", "Telemetry", "Outbound"],
            swiftSettings: strict,
            // Stripped: valgrind gives up on debugging information that is newer than itself.
            linkerSettings: [.unsafeFlags(["-Xlinker", "-s"])]
        ),
    ]
)
