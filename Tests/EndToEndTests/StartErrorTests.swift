import Testing

@Suite struct StartErrorTests {
    @Test func missingSecretIsAnErrorWithItsPlace() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let gateway = try GatewayProcess(
                stage,
                GatewayFile([("one", receiver)]),
                environment: ["OTHER": "x"],
                waiting: false
            )
            #expect(try gateway.process.wait(seconds: 10) == 1)
            #expect(gateway.log.contains(/gateway-\d+-\d+\.conf:\d+:\d+: error: .*WEBHOOK_SECRET/))
            #expect(gateway.log.contains("fix: "))
        }
    }

    @Test func portThatIsTakenIsNamed() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let file = GatewayFile([("one", receiver)])
            let gateway = try GatewayProcess(stage, file, port: receiver.port, waiting: false)
            #expect(try gateway.process.wait(seconds: 20) == 1)
            #expect(gateway.log.contains("\(receiver.port)"))
            #expect(gateway.log.contains("in use"))
        }
    }

    @Test func secondProcessOnOneStoreEndsNamingTheFirst() throws {
        try Stage.run { stage in
            let receiver = try Receiver(stage)
            let file = GatewayFile([("one", receiver)])
            let first = try GatewayProcess(stage, file)
            let second = try GatewayProcess(stage, file, waiting: false)
            // It waits fifteen seconds for the first to end, as at a roll-out.
            #expect(try second.process.wait(seconds: 25) == 1)
            #expect(second.log.contains("\(first.process.pid)"))
            #expect(try stage.post(.message("a"), to: first).outcome == "accepted")
        }
    }

    @Test func unknownOptionIsAUsageError() throws {
        try Stage.run { stage in
            let result = try stage.hookgate("serve", "--no-such-option")
            #expect(result.status == 64)
        }
    }

    @Test func programLinksNeitherFoundationNorUnicodeTables() throws {
        try Stage.run { stage in
            let libraries = try stage.shell(
                #"readelf -d "$BINARY" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'"#,
                environment: ["BINARY": Stage.binary]
            ).split(separator: "\n")
            #expect(!libraries.isEmpty)
            // FoundationEssentials is the small part that encodes JSON; all others bring CoreFoundation or ICU.
            let unwanted = libraries.filter {
                ($0.contains("Foundation") && $0 != "libFoundationEssentials.so") || $0.contains("icu")
            }
            #expect(unwanted == [])
        }
    }
}
