import Events
import GatewayTesting
import Signatures
import Synchronization
import Telemetry
import Testing

@testable import Inbound

/// How handshakes go over the wire: methods, headers, counting, and what is stored.
struct HandshakeWireTests {
    /// A connection to a source that plays a handshake.
    private static func connection(
        _ terms: HandshakeTerms,
        limits: IngestLimits = IngestLimits(),
        scheme: SignatureScheme? = nil,
        exchange: KeyExchange? = nil,
        confirm: (@Sendable (String) -> Bool)? = nil
    ) throws -> TestConnection {
        let responder = try HandshakeResponder(
            terms,
            secrets: [SecretKey(text: "a secret of the test", decoding: .utf8)]
        )
        let handshake = SourceHandshake(responder: responder, exchange: exchange, confirm: confirm)
        return try TestConnection(limits: limits) { sender, metrics in
            sender.source(metrics: metrics, scheme: scheme, handshake: handshake)
        }
    }

    private static func request(_ method: String, _ query: String = "", _ headers: String = "") -> String {
        "\(method) \(TestSender.path)\(query) HTTP/1.1\r\nHost: gateway\r\n\(headers)\r\n"
    }

    @Test func answerIsPlainAndLeavesTheConnectionOpen() throws {
        let connection = try Self.connection(HandshakeTerms(.dropbox))
        let answer = connection.send(Self.request("GET", "?challenge=abc"))
        #expect(
            answer
                == "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n"
                + "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\nabc"
        )
        #expect(connection.isOpen)
        #expect(connection.source.handshakes.value == 1)
        #expect(connection.store.accepted.isEmpty)
        #expect(TestAnswer.statuses(connection.send(connection.sender.request())) == [200])
        #expect(connection.store.accepted.count == 1)
        connection.finish()
    }

    @Test(arguments: [
        (Handshake.meta, "Allow: POST, GET\r\n", ["PUT", "OPTIONS", "DELETE"]),
        (.cloudEvents, "Allow: POST, OPTIONS\r\n", ["GET", "PUT"]),
        (.trello, "Allow: POST, HEAD\r\n", ["GET", "OPTIONS"]),
        (.slack, "Allow: POST\r\n", ["GET", "HEAD", "OPTIONS"]),
    ])
    func otherMethodsAreRefusedAndToldWhichWouldDo(handshake: Handshake, allow: String, methods: [String]) throws {
        let connection = try Self.connection(HandshakeTerms(handshake))
        for method in methods where connection.isOpen {
            let answer = connection.send(Self.request(method))
            #expect(answer.hasPrefix("HTTP/1.1 405 "), "\(method)")
            #expect(answer.contains(allow), "\(answer)")
        }
        #expect(connection.source.rejections(.methodNotAllowed) > 0)
        #expect(connection.source.handshakes.value == 0)
        connection.finish()
    }

    @Test(arguments: [
        (Handshake.meta, "GET"), (.cloudEvents, "OPTIONS"), (.x, "GET"), (.okta, "GET"), (.dropbox, "GET"),
    ])
    func methodOfTheQuestionIsOfNoOtherUse(handshake: Handshake, method: String) throws {
        let connection = try Self.connection(HandshakeTerms(handshake))
        #expect(connection.send(Self.request(method)).hasPrefix("HTTP/1.1 403 "))
        let body = TestSender.body("a")
        let event = connection.sender.request(body).replacing("POST ", with: "\(method) ")
        #expect(connection.send(event).hasPrefix("HTTP/1.1 403 "), "not even with the signature of an event")
        #expect(connection.store.accepted.isEmpty)
        connection.finish()
    }

    @Test func sourcesWithoutAHandshakeTakeNothingButPost() throws {
        let connection = try TestConnection()
        let answer = connection.send(Self.request("GET", "?challenge=abc"))
        #expect(answer.hasPrefix("HTTP/1.1 405 ") && answer.contains("Allow: POST\r\n"))
        connection.finish()
    }

    @Test func headIsAnsweredWithoutABody() throws {
        let connection = try Self.connection(HandshakeTerms(.trello))
        let answer = connection.send(Self.request("HEAD"))
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\n"))
        #expect(answer.contains("Content-Length: 0\r\n"))
        connection.finish()
    }

    @Test func permissionNamesOriginAndRate() throws {
        let terms = HandshakeTerms(.cloudEvents, allowedOrigins: ["eventgrid.azure.net"])
        let connection = try Self.connection(terms)
        let answer = connection.send(
            Self.request("OPTIONS", "", "WebHook-Request-Origin: eventgrid.azure.net\r\nWebHook-Request-Rate: 9\r\n")
        )
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("WebHook-Allowed-Origin: eventgrid.azure.net\r\nWebHook-Allowed-Rate: *\r\n"))
        let refused = connection.send(Self.request("OPTIONS", "", "WebHook-Request-Origin: evil.example\r\n"))
        #expect(refused.hasPrefix("HTTP/1.1 403 ") && !refused.contains("Allowed"))
        #expect(connection.source.rejections(.handshakeRefused) == 1)
        connection.finish()
    }

    @Test func signedQuestionIsAnsweredAndNotStored() throws {
        let connection = try Self.connection(HandshakeTerms(.slack))
        let body = #"{"type":"url_verification","challenge":"abc"}"#
        #expect(TestAnswer.all(connection.send(connection.sender.request(body)))?.first?.body == "abc")
        #expect(connection.store.accepted.isEmpty && connection.source.handshakes.value == 1)
        let stale = connection.send(connection.sender.request(body, ageMilliseconds: 301_000))
        #expect(TestAnswer.all(stale)?.first?.body == #"{"error":"Invalid signature"}"#)
        #expect(connection.source.rejections(.staleTimestamp) == 1)
        connection.finish()
    }

    @Test func questionsWithoutProofAreRateLimited() throws {
        var limits = IngestLimits()
        limits.refusalsPerPeerBurst = 3
        limits.refusalsPerPeerPerSecond = 1
        let connection = try Self.connection(HandshakeTerms(.x), limits: limits)
        let statuses = (0..<5).flatMap {
            TestAnswer.statuses(connection.send(Self.request("GET", "?crc_token=t\($0)")))
        }
        #expect(statuses == [200, 200, 200, 429, 429])
        #expect(TestAnswer.statuses(connection.send(connection.sender.request())) == [200], "a sender is not shut out")
        connection.finish()
    }

    @Test func signatureThatXWasGivenIsNoProof() throws {
        let scheme = SignatureScheme(
            name: "hmac",
            proof: .hmac(
                HMACRules(
                    signedContent: SignedContent(.body),
                    header: "x-twitter-webhooks-signature",
                    layout: .plain(prefix: "sha256="),
                    encoding: .base64
                )
            ),
            eventName: .constant("tweet")
        )
        let connection = try Self.connection(HandshakeTerms(.x), scheme: scheme)
        let answer = try #require(TestAnswer.all(connection.send(Self.request("GET", "?crc_token=12345")))?.first)
        let signature = try #require(answer.body.split(separator: "\"").dropFirst(3).first)
        let forged = connection.send(
            "POST \(TestSender.path) HTTP/1.1\r\nHost: gateway\r\nx-twitter-webhooks-signature: \(signature)\r\n"
                + "Content-Length: 5\r\n\r\n12345"
        )
        #expect(TestAnswer.statuses(forged) == [401])
        #expect(connection.store.accepted.isEmpty)
        connection.finish()
    }

    // MARK: Keys that are handed over

    private static func exchange(hasKey: Bool = false, keep: @escaping @Sendable (String) -> Bool) throws -> KeyExchange
    {
        // because: the preset is one of the documented names.
        KeyExchange(scheme: SignatureScheme.preset("cubeconnect")!, hasKey: hasKey, keep: keep)
    }

    private static func handOver(_ key: String) -> String {
        Self.request("POST", "", "X-Hook-Secret: \(key)\r\nContent-Length: 0\r\n")
    }

    @Test func keyIsTakenOnceAndOnlyWhileArmed() throws {
        let kept = Counted()
        let exchange = try Self.exchange { key in
            kept.add(key)
            return true
        }
        let connection = try Self.connection(HandshakeTerms(.asana), exchange: exchange)
        let clock = connection.sender.clock
        #expect(connection.send(Self.handOver("too-early")).hasPrefix("HTTP/1.1 403 "))

        #expect(exchange.arm(now: clock.monotonicNanoseconds()) == .armed(seconds: 600))
        clock.advance(byMilliseconds: 600_000)
        #expect(connection.send(Self.handOver("too-late")).hasPrefix("HTTP/1.1 403 "))

        #expect(exchange.arm(now: clock.monotonicNanoseconds()) == .armed(seconds: 600))
        clock.advance(byMilliseconds: 599_000)
        let answer = connection.send(Self.handOver("the-key"))
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("\r\nX-Hook-Secret: the-key\r\n"))
        #expect(connection.send(Self.handOver("another")).hasPrefix("HTTP/1.1 403 "), "it ends with the first key")
        #expect(exchange.arm(now: clock.monotonicNanoseconds()) == .keyExists)
        #expect(kept.names == ["the-key"])
        #expect(exchange.verifier != nil)
        // The key of before proves nothing any more.
        #expect(TestAnswer.statuses(connection.send(connection.sender.request())) == [401])
        connection.finish()
    }

    @Test func sourceWithAKeyCannotBeArmed() throws {
        let exchange = try Self.exchange(hasKey: true) { _ in
            Issue.record("the key was replaced")
            return true
        }
        let connection = try Self.connection(HandshakeTerms(.asana), exchange: exchange)
        #expect(exchange.arm(now: connection.sender.clock.monotonicNanoseconds()) == .keyExists)
        #expect(connection.send(Self.handOver("another")).hasPrefix("HTTP/1.1 403 "))
        #expect(TestAnswer.statuses(connection.send(connection.sender.request())) == [200])
        connection.finish()
    }

    @Test func keyThatCannotBeKeptIsNotTaken() throws {
        let exchange = try Self.exchange { _ in false }
        let connection = try Self.connection(HandshakeTerms(.asana), exchange: exchange)
        _ = exchange.arm(now: connection.sender.clock.monotonicNanoseconds())
        #expect(connection.send(Self.handOver("the-key")).hasPrefix("HTTP/1.1 503 "))
        #expect(exchange.verifier == nil)
        #expect(connection.source.handshakes.value == 0)
        connection.finish()
    }

    // MARK: Subscriptions

    @Test(arguments: [true, false])
    func confirmationIsHandedOnBehindTheProof(isFree: Bool) throws {
        let asked = Counted()
        let topic = try #require(SNSTopic("arn:aws:sns:eu-west-1:123456789012:orders"))
        let connection = try Self.connection(
            HandshakeTerms(.awsSNS, topics: [topic]),
            confirm: { url in
                asked.add(url)
                return isFree
            }
        )
        let body =
            #"{"Type":"SubscriptionConfirmation","Token":"abc","TopicArn":"\#(topic.arn)","SubscribeURL":"http://evil/"}"#
        let forged = connection.sender.request(body).replacing("\"abc\"", with: "\"abd\"")
        #expect(TestAnswer.statuses(connection.send(forged)) == [401])
        #expect(asked.names.isEmpty)
        #expect(TestAnswer.statuses(connection.send(connection.sender.request(body))) == [isFree ? 200 : 503])
        #expect(asked.names.count == 1 && asked.names[0].hasPrefix("https://sns.eu-west-1.amazonaws.com/?"))
        #expect(connection.store.accepted.isEmpty)
        connection.finish()
    }
}
