// swift-tools-version: 6.2
// The manifest states which room may import which (docs/ARCHITECTURE.md); the build refuses the rest with
// `--explicit-target-dependency-import-check error`.

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ room: String,
    _ dependencies: [Target.Dependency] = [],
    resources: [Resource]? = nil,
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(room)Tests",
        dependencies: dependencies,
        exclude: exclude,
        resources: resources,
        swiftSettings: strict
    )
}

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "hookgate",
    products: [.executable(name: "hookgate", targets: ["hookgate"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // No traits: with them it would link the whole of Foundation (docs/decisions/0005).
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: System libraries and the least C that Swift cannot say
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CShims", dependencies: ["CCurl"]),
        .target(name: "CToml"),

        // MARK: Ground floor: values and rules, no I/O
        room("Events"),
        room("Payload"),

        // MARK: First floor: one craft each
        room("Signatures", ["Events", "Payload", "COpenSSL"]),
        room("Store", ["Events", "CSQLite", "CShims"]),
        room("Telemetry", ["Events", logging]),

        // MARK: Landing: gateway.conf names schemes, so it stands one step above Signatures
        room("Settings", ["Events", "Payload", "Signatures", "CToml"]),

        // MARK: Second floor: the two sides of the network, and the operator's side
        room(
            "Inbound",
            ["Events", "Payload", "Signatures", "Store", "Telemetry", nioCore, nioPosix, nioHTTP1, nioSSL, logging]
        ),
        room("Outbound", ["Events", "Payload", "Signatures", "Store", "Telemetry", "CCurl", "CShims", logging]),
        room("Admin", ["Events", "Telemetry", hummingbird, httpTypes, nioCore, nioPosix, logging]),

        // MARK: Roof: commands and wiring
        .executableTarget(
            name: "hookgate",
            dependencies: [
                "Events", "Payload", "Signatures", "Settings", "Store", "Telemetry", "Inbound", "Outbound", "Admin",
                "CShims", "CCurl", argumentParser, httpTypes, hummingbird, logging, nioCore, nioPosix, serviceLifecycle,
                unixSignals,
            ],
            resources: [.embedInCode("Resources/gateway.conf")],
            swiftSettings: strict
        ),

        // MARK: Tests
        .target(
            name: "GatewayTesting",
            dependencies: ["Events", "Store"],
            swiftSettings: strict
        ),
        tests("Events", ["Events", "GatewayTesting"]),
        tests("Payload", ["Payload", "GatewayTesting"], exclude: ["normalize.js"]),
        tests("Signatures", ["Signatures", "Events", "Payload", "GatewayTesting"]),
        tests("Settings", ["Settings", "Events", "Signatures"], exclude: ["Golden"]),
        tests("Store", ["Store", "Events", "GatewayTesting", "CSQLite"]),
        tests("Telemetry", ["Telemetry", "Events"]),
        tests(
            "Inbound",
            [
                "Inbound", "Events", "Signatures", "Store", "Telemetry", "GatewayTesting", nioCore, nioPosix, nioHTTP1,
                nioEmbedded, nioSSL, logging,
            ]
        ),
        tests("Outbound", ["Outbound", "Events", "Signatures", "Store", "Telemetry", "GatewayTesting", logging]),
        tests("EndToEnd", [], exclude: ["Receivers", "Senders"]),
        tests("Tidy", []),
    ],
    cxxLanguageStandard: .cxx17
)
