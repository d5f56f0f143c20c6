import Telemetry
import Testing

struct HealthTests {
    @Test func nothingIsReadyBeforeEveryPartSaysSo() {
        let health = Health()
        #expect(health.troubles.count == Health.Part.allCases.count)
        for part in Health.Part.allCases { health.works(part) }
        #expect(health.troubles.isEmpty)
    }

    @Test func aPartThatFailsSaysWhy() {
        let health = Health()
        for part in Health.Part.allCases { health.works(part) }
        health.fails(.store, because: "the disk is full")
        #expect(health.troubles.map(\.part) == [.store])
        #expect(health.troubles.map(\.reason) == ["the disk is full"])
        health.works(.store)
        #expect(health.troubles.isEmpty)
    }
}
