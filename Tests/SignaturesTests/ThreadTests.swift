import Events
import Signatures
import Testing

/// Keys are shared by all event loops; each has its own context.
struct ThreadTests {
    @Test func oneVerifierServesManyThreads() async throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        let verifier = try Verifier(scheme, "old-secret-of-tests", CubeConnectExample.secret)
        let refused = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (CubeConnectExample.all + CubeConnectExample.all).count { example in
                        verifier.refusal(example.head, example.body, at: CubeConnectExample.now) != nil
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(refused == 0)
    }
}
