import Events
import GatewayTesting
import Signatures
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct DispatcherSigningTests {
    private static let secret = "a secret of thirty-two characters"

    /// What a receiver behind the gateway sees of a request.
    private struct ReceivedHead: RequestHead {
        let request: StubRequest
        var method: String { self.request.method }
        var target: String { self.request.target }

        func header(_ name: String) -> HeaderValue {
            let values = Set(self.request.values(name))
            return values.isEmpty ? .absent : values.count == 1 ? .one(values.first ?? "") : .conflicting
        }
    }

    /// Judges a request as the receiver does: its own secret, its own clock.
    private func isGenuine(_ request: StubRequest, at now: Timestamp, scheme: SignatureScheme) throws -> Bool {
        let verifier = try Verifier(
            scheme: scheme,
            secrets: [SecretKey(text: Self.secret, decoding: scheme.keyDecoding)]
        )
        return request.body.withUnsafeBytes { body in
            (try? verifier.verify(ReceivedHead(request: request), body: body, now: now, using: HMACContext())) != nil
        }
    }

    private func signer(_ scheme: SignatureScheme) throws -> Signer {
        try Signer(scheme: scheme, secret: SecretKey(text: Self.secret, decoding: scheme.keyDecoding))
    }

    @Test func everyAttemptIsSignedAfreshOverTheSameBody() async throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        let stub = StubTarget([StubAnswer(status: 503)])
        let signer = try self.signer(scheme)
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stub.url()) { target in
                target.signer = signer
                target.retry.backoff = .fixed
                target.retry.delayMilliseconds = 600_000
            }
        ])
        // As PHP writes it; the second attempt reads it back from the store and normalizes it again.
        let raw = #"{"event":"message.received","link":"https:\/\/a.b","name":"\u0645\u0631\u062d\u0628\u0627" }"#
        let normalized = #"{"event":"message.received","link":"https://a.b","name":"مرحبا"}"#
        bench.accept(bench.content(raw, normalized: normalized))
        let first = await stub.nextRequest()
        _ = await bench.backlog.nextRecord()
        let firstTime = bench.clock.now()
        bench.advance(seconds: 600)
        let second = await stub.nextRequest()
        #expect((await bench.backlog.nextRecord()).state == .delivered)
        #expect(String(decoding: first.body, as: UTF8.self) == normalized)
        #expect(first.body == second.body)
        #expect(try self.isGenuine(first, at: firstTime, scheme: scheme))
        #expect(try self.isGenuine(second, at: bench.clock.now(), scheme: scheme))
        #expect(try !self.isGenuine(first, at: bench.clock.now(), scheme: scheme), "ten minutes old")
        #expect(first.value("X-Webhook-Timestamp") == "2026-01-01T00:00:00+00:00")
        #expect(second.value("X-Webhook-Timestamp") == "2026-01-01T00:10:00+00:00")
        #expect(first.value("X-Webhook-Signature") != second.value("X-Webhook-Signature"))
        await bench.stop()
        stub.stop()
    }

    @Test func rawBodiesAreSignedAsTheyAreSent() async throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        let stub = StubTarget()
        let signer = try self.signer(scheme)
        let bench = try DispatcherBench([
            DispatcherBench.target(1, url: stub.url()) { target in
                target.signer = signer
                target.format = .raw
            }
        ])
        bench.accept(bench.content(#"{ "event" : "a" }"#, normalized: #"{"event":"a"}"#))
        let request = await stub.nextRequest()
        #expect(try self.isGenuine(request, at: bench.clock.now(), scheme: scheme))
        _ = await bench.backlog.nextRecord()
        await bench.stop()
        stub.stop()
    }

    @Test func targetWithoutSecretGetsNoSignature() async throws {
        let stub = StubTarget()
        let bench = try DispatcherBench([DispatcherBench.target(1, url: stub.url())])
        bench.accept()
        let request = await stub.nextRequest()
        #expect(request.headers.allSatisfy { !$0.name.lowercased().contains("signature") })
        _ = await bench.backlog.nextRecord()
        await bench.stop()
        stub.stop()
    }
}
