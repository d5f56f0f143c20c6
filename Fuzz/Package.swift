// swift-tools-version: 6.2
// Fuzzers of the parsers. A package of its own: it builds the rooms, through links, with coverage and the address
// sanitizer, which the gateway's package must not. How to run one stands in README.md.

import PackageDescription

let instrumented: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"]),
]

func fuzzer(_ name: String, _ room: Target.Dependency) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["FuzzDriver", room],
        swiftSettings: instrumented,
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]
    )
}

let package = Package(
    name: "hookgate-fuzz",
    targets: [
        .target(name: "Events", swiftSettings: instrumented),
        .target(name: "Payload", swiftSettings: instrumented),
        .target(name: "FuzzDriver", swiftSettings: instrumented),
        fuzzer("FuzzNormalizer", "Payload"),
        fuzzer("FuzzTimestamp", "Events"),
        fuzzer("FuzzPatterns", "Events"),
    ]
)
