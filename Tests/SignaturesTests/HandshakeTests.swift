import Events
import Signatures
import Testing

/// Each handshake as its sender's documentation shows it, and every forgery of it.
struct HandshakeTests {
    private typealias Question = HandshakePlayer.Question

    private static func text(_ body: String) -> HandshakePlayer.Outcome {
        .step(.answer(HandshakeAnswer(contentType: "text/plain; charset=utf-8", body: body)))
    }

    private static func json(_ body: String) -> HandshakePlayer.Outcome {
        .step(.answer(HandshakeAnswer(contentType: "application/json", body: body)))
    }

    private static let refused = HandshakePlayer.Outcome.step(.refuse(.handshakeRefused))
    private static let notAsked = HandshakePlayer.Outcome.step(.notAsked)

    // MARK: Questions that are signed

    /// The question of each sender that signs it, and its answer.
    static let signed: [(handshake: Handshake, headers: [(String, String)], body: String, answer: String)] = [
        (
            .slack, [],
            #"{"token":"t","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7","type":"url_verification"}"#,
            "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7"
        ),
        (
            .twitch, [("Twitch-Eventsub-Message-Type", "webhook_callback_verification")],
            #"{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"status":"webhook_callback_verification_pending"}}"#,
            "pogchamp-kappa-360noscope-vohiyo"
        ),
        (.discord, [], #"{"type":1,"version":1}"#, #"{"type":1}"#),
        (
            .zoom, [],
            #"{"payload":{"plainToken":"abc123"},"event_ts":1654503849680,"event":"endpoint.url_validation"}"#,
            // openssl dgst -sha256 -hmac 'a secret of the handshake tests'
            #"{"plainToken":"abc123","encryptedToken":"36fb079881055b08d987b194a2d341a927f77999756f65e9b59c75393c2b24c6"}"#
        ),
    ]

    @Test(arguments: 0..<4)
    func signedQuestionIsAnswered(index: Int) throws {
        let sample = Self.signed[index]
        let player = try HandshakePlayer(HandshakeTerms(sample.handshake))
        let question = Question(headers: sample.headers, body: sample.body, secret: HandshakePlayer.secret)
        guard case .step(.answer(let answer)) = try player.ask(question) else {
            Issue.record("\(sample.handshake) is not answered")
            return
        }
        #expect(answer.status == 200)
        #expect(answer.body == sample.answer)
        #expect(answer.contentType == (sample.answer.hasPrefix("{") ? "application/json" : "text/plain; charset=utf-8"))
    }

    @Test(arguments: 0..<4)
    func signedQuestionIsNotAnsweredToAnybodyElse(index: Int) throws {
        let sample = Self.signed[index]
        let player = try HandshakePlayer(HandshakeTerms(sample.handshake))
        var question = Question(headers: sample.headers, body: sample.body)
        #expect(try player.ask(question) == .unverified(.missingSignature))
        question.secret = "another secret"
        #expect(try player.ask(question) == .unverified(.signatureMismatch))
        question.secret = HandshakePlayer.secret
        question.ageMilliseconds = 301_000
        #expect(try player.ask(question) == .unverified(.staleTimestamp))
        question.ageMilliseconds = -301_000
        #expect(try player.ask(question) == .unverified(.futureTimestamp))
        question.ageMilliseconds = 0
        question.method = "GET"
        #expect(try player.ask(question) == Self.notAsked)
    }

    @Test(arguments: [
        (Handshake.slack, #"{"type":"event_callback","challenge":"x"}"#),
        (.slack, #"{"type":["url_verification"],"challenge":"x"}"#), (.slack, "token=x&challenge=y"),
        (.zoom, #"{"event":"meeting.started","payload":{"plainToken":"x"}}"#),
        (.discord, #"{"type":2}"#), (.discord, #"{"type":"1"}"#), (.discord, #"{"type":1,"event":{"type":"A"}}"#),
        (.twitch, #"{"challenge":"x"}"#), (.awsSNS, #"{"Type":"Notification","Token":"x","TopicArn":"y"}"#),
    ])
    func signedEventIsNoQuestion(handshake: Handshake, body: String) throws {
        let player = try HandshakePlayer(HandshakeTerms(handshake))
        #expect(try player.ask(Question(body: body, secret: HandshakePlayer.secret)) == Self.notAsked)
    }

    @Test func capturedEventOfTwitchIsNoQuestionWithAnotherHeader() throws {
        let player = try HandshakePlayer(HandshakeTerms(.twitch))
        var question = Question(body: #"{"event":{"a":1},"challenge":"x"}"#, secret: HandshakePlayer.secret)
        question.headers = [("Twitch-Eventsub-Message-Type", "webhook_callback_verification")]
        #expect(try player.ask(question) == Self.notAsked)
    }

    @Test(arguments: [
        (Handshake.slack, #"{"type":"url_verification"}"#), (.slack, #"{"type":"url_verification","challenge":7}"#),
        (.slack, #"{"type":"url_verification","challenge":"<script>alert(1)</script>"}"#),
        (.slack, #"{"type":"url_verification","challenge":""}"#),
        (.slack, #"{"type":"url_verification","challenge":"\#(String(repeating: "x", count: 513))"}"#),
        (.slack, #"{"type":"url_verification","challenge":"a\r\nSet-Cookie: b"}"#),
        // What is signed for Zoom begins with v0: and holds colons, so no plain token can be such a message.
        (.zoom, #"{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1700000000:x"}}"#),
        (.zoom, #"{"event":"endpoint.url_validation","payload":{"plainToken":"{\"a\":1}"}}"#),
        (
            .zoom,
            #"{"event":"endpoint.url_validation","payload":{"plainToken":"\#(String(repeating: "x", count: 129))"}}"#
        ),
        (.zoom, #"{"event":"endpoint.url_validation"}"#),
    ])
    func challengeThatCouldBeMoreIsRefused(handshake: Handshake, body: String) throws {
        let player = try HandshakePlayer(HandshakeTerms(handshake))
        #expect(try player.ask(Question(body: body, secret: HandshakePlayer.secret)) == Self.refused)
    }

    @Test func pingOfDiscordsEventsIsAnsweredWithoutABody() throws {
        let player = try HandshakePlayer(HandshakeTerms(.discord))
        let answer = try player.ask(Question(body: #"{"version":1,"type":0}"#, secret: HandshakePlayer.secret))
        #expect(answer == .step(.answer(HandshakeAnswer(status: 204))))
    }

    @Test func zoomIsAnsweredWithTheSecretThatItSignedWith() throws {
        let player = try HandshakePlayer(HandshakeTerms(.zoom), secrets: ["the old one", HandshakePlayer.secret])
        let body = Self.signed[3].body
        #expect(
            try player.ask(Question(body: body, secret: HandshakePlayer.secret)) == Self.json(Self.signed[3].answer)
        )
        #expect(try player.ask(Question(body: body, secret: "the old one")) != Self.json(Self.signed[3].answer))
    }

    // MARK: Questions in the address

    private static func get(_ target: String, _ headers: [(String, String)] = []) -> Question {
        Question(method: "GET", target: target, headers: headers)
    }

    @Test func challengeOfXIsSigned() throws {
        let player = try HandshakePlayer(HandshakeTerms(.x), secrets: ["whsec_test_secret", "another"])
        let answer = try player.ask(Self.get("/hook?crc_token=abc123&nonce=7"))
        #expect(answer == Self.json(#"{"response_token":"sha256=lum+kwBvqcoXZfMG+B1ULfOnKaE3QsDTzRe7jksUOx4="}"#))
    }

    @Test(arguments: [
        "%7B%22event%22%3A1%7D", "%5B%5D", "a%20b", "a+b", "a.b", "", "a%00", "%22x%22", "a%0A", "é", "a%2",
        "abc&crc_token=def",
        String(repeating: "a", count: 129),
    ])
    func whatCouldBeARequestIsNeverSignedForX(token: String) throws {
        let player = try HandshakePlayer(HandshakeTerms(.x))
        #expect(try player.ask(Self.get("/hook?crc_token=\(token)")) == Self.refused)
    }

    @Test func bodyThatXCouldHaveHadSignedIsReserved() throws {
        let x = try HandshakePlayer(HandshakeTerms(.x)).responder
        func reserves(_ responder: HandshakeResponder, _ body: String) -> Bool {
            Array(body.utf8).withUnsafeBytes { responder.reserves($0) }
        }
        for body in ["123", "true", "null", "-1", "abc="] { #expect(reserves(x, body), "\(body)") }
        for body in ["{}", "[1]", "1.5", "\"a\"", "", String(repeating: "1", count: 129)] {
            #expect(!reserves(x, body), "\(body)")
        }
        for handshake in Handshake.allCases where handshake != .x {
            #expect(!reserves(try HandshakePlayer(HandshakeTerms(handshake)).responder, "123"), "\(handshake)")
        }
    }

    @Test func metaMustKnowTheWord() throws {
        let word = try SecretKey(text: "the word", decoding: .utf8)
        let player = try HandshakePlayer(HandshakeTerms(.meta, verifyToken: word))
        func ask(_ query: String) throws -> HandshakePlayer.Outcome { try player.ask(Self.get("/hook?\(query)")) }
        #expect(
            try ask("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=the%20word")
                == Self.text("1158201444")
        )
        for query in [
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=another", "hub.mode=subscribe&hub.challenge=1",
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=the+word&hub.verify_token=x",
            "hub.mode=subscribe&hub.challenge=%3Cb%3E&hub.verify_token=the+word",
            "hub.mode=subscribe&hub.verify_token=the+word",
        ] {
            #expect(try ask(query) == Self.refused, "\(query)")
        }
        #expect(
            try ask("hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=the+word") == .unverified(.missingSignature)
        )
        let without = try HandshakePlayer(HandshakeTerms(.meta))
        #expect(try without.ask(Self.get("/?hub.mode=subscribe&hub.challenge=1&hub.verify_token=")) == Self.refused)
    }

    @Test func dropboxAndGraphAndOktaGetTheirChallengeBack() throws {
        let dropbox = try HandshakePlayer(HandshakeTerms(.dropbox))
        #expect(try dropbox.ask(Self.get("/hook?challenge=bGlrZS10aGlz_-")) == Self.text("bGlrZS10aGlz_-"))
        let graph = try HandshakePlayer(HandshakeTerms(.microsoftGraph))
        let token = "Validation%3a+Testing+client+application+reachability+for+subscription+Request-Id%3a+522a8e7e"
        #expect(
            try graph.ask(Question(target: "/hook?validationToken=\(token)"))
                == Self.text(
                    "Validation: Testing client application reachability for subscription Request-Id: 522a8e7e"
                )
        )
        let okta = try HandshakePlayer(HandshakeTerms(.okta))
        #expect(
            try okta.ask(Self.get("/hook", [("X-Okta-Verification-Challenge", "hC9Jv6ZP7K")]))
                == Self.json(#"{"verification":"hC9Jv6ZP7K"}"#)
        )
    }

    @Test(arguments: ["%3Cscript%3E", "a%26b", "%22", "'", "%0d%0aX:1", "%00", "%C3%A9", "", "\\", "`"])
    func scriptIsNeverSentBack(challenge: String) throws {
        let dropbox = try HandshakePlayer(HandshakeTerms(.dropbox))
        #expect(try dropbox.ask(Self.get("/hook?challenge=\(challenge)")) == Self.refused)
        let graph = try HandshakePlayer(HandshakeTerms(.microsoftGraph))
        #expect(try graph.ask(Question(target: "/hook?validationToken=\(challenge)")) == Self.refused)
        guard challenge != "", !challenge.contains("%") else { return }
        let okta = try HandshakePlayer(HandshakeTerms(.okta))
        #expect(try okta.ask(Self.get("/hook", [("X-Okta-Verification-Challenge", challenge)])) == Self.refused)
    }

    @Test func eventOfGraphIsNoQuestionWithATokenInItsAddress() throws {
        let graph = try HandshakePlayer(HandshakeTerms(.microsoftGraph))
        var question = Question(target: "/hook?validationToken=x", body: #"{"value":[]}"#)
        #expect(try graph.ask(question) == .unverified(.missingSignature))
        question.secret = HandshakePlayer.secret
        #expect(try graph.ask(question) == Self.notAsked)
    }

    // MARK: Questions that the operator has agreed to

    @Test func originIsAnsweredOnlyWhereItIsAllowed() throws {
        let terms = HandshakeTerms(.cloudEvents, allowedOrigins: ["eventgrid.azure.net"], allowedRate: 120)
        let player = try HandshakePlayer(terms)
        func ask(_ headers: [(String, String)]) throws -> HandshakePlayer.Outcome {
            try player.ask(Question(method: "OPTIONS", headers: headers))
        }
        let name = "WebHook-Request-Origin"
        let callback = ("WebHook-Request-Callback", "http://192.0.2.1/confirm")
        let expected = [
            SignedHeader(name: "Allow", value: "POST, OPTIONS"),
            SignedHeader(name: "WebHook-Allowed-Origin", value: "EventGrid.azure.net"),
            SignedHeader(name: "WebHook-Allowed-Rate", value: "120"),
        ]
        #expect(
            try ask([(name, "EventGrid.azure.net"), callback]) == .step(.answer(HandshakeAnswer(headers: expected)))
        )
        for origin in ["evil.example", "eventgrid.azure.net.evil.example", "*", "eventgrid.azure.net, *", "a b", ""] {
            #expect(try ask([(name, origin)]) == Self.refused, "\(origin)")
        }
        #expect(try ask([(name, "eventgrid.azure.net"), (name, "evil.example")]) == Self.refused)
        #expect(try ask([]) == .unverified(.missingSignature))
    }

    @Test func keyOfAsanaIsOnlyHandedOn() throws {
        let player = try HandshakePlayer(HandshakeTerms(.asana))
        let key = "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"
        let answer = HandshakeAnswer(headers: [SignedHeader(name: "X-Hook-Secret", value: key)])
        #expect(
            try player.ask(Question(headers: [("x-hook-secret", key)])) == .step(.exchange(key: key, answer: answer))
        )
        #expect(try player.ask(Question(headers: [("X-Hook-Secret", "a b")])) == Self.refused)
        #expect(try player.ask(Question(headers: [("X-Hook-Secret", "a"), ("X-Hook-Secret", "b")])) == Self.refused)
        #expect(try player.ask(Question(body: "{}")) == .unverified(.missingSignature))
    }

    @Test func subscriptionIsConfirmedAtItsTopicAndNowhereElse() throws {
        let arn = "arn:aws:sns:eu-west-1:123456789012:orders"
        let player = try HandshakePlayer(HandshakeTerms(.awsSNS, topics: [try #require(SNSTopic(arn))]))
        func ask(_ topic: String, _ token: String) throws -> HandshakePlayer.Outcome {
            let body =
                #"{"Type":"SubscriptionConfirmation","Token":"\#(token)","TopicArn":"\#(topic)","#
                + #""SubscribeURL":"https://evil.example/?Action=ConfirmSubscription"}"#
            return try player.ask(Question(body: body, secret: HandshakePlayer.secret))
        }
        let url =
            "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&"
            + "TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A123456789012%3Aorders&Token=2336412f37fb687f5d51e6e2425dacbb"
        #expect(
            try ask(arn, "2336412f37fb687f5d51e6e2425dacbb") == .step(.confirm(url: url, answer: HandshakeAnswer()))
        )
        #expect(try ask("arn:aws:sns:eu-west-1:999999999999:orders", "23") == Self.refused)
        for token in ["", "a&b=c", "a/../b", "a b", "a#b", String(repeating: "a", count: 513)] {
            #expect(try ask(arn, token) == Self.refused, "\(token)")
        }
    }

    @Test(arguments: [
        "", "orders", "arn:aws:sns:eu-west-1:123456789012", "arn:aws:sns:evil.example/:123456789012:a",
        "arn:aws:sns::123456789012:a", "arn:aws:sqs:eu-west-1:123456789012:a", "arn:aws:sns:eu-west-1:12345:a",
        "arn:aws:sns:eu-west-1:123456789012:a:b", "arn:aws:sns:eu-west-1:123456789012:a&b",
        "arn:aws-cn:sns:cn-north-1:123456789012:a",
        "arn:aws:sns:eu-west-1@evil:123456789012:a",
    ])
    func whatIsNoTopicIsRefused(text: String) {
        #expect(SNSTopic(text) == nil)
    }

    @Test func trelloOnlyLooks() throws {
        let player = try HandshakePlayer(HandshakeTerms(.trello))
        #expect(try player.ask(Question(method: "HEAD")) == .step(.answer(HandshakeAnswer(status: 200))))
        #expect(try player.ask(Question(method: "GET")) == .unverified(.missingSignature))
    }

    @Test(arguments: Handshake.allCases)
    func nothingIsAskedByAnEmptyRequest(handshake: Handshake) throws {
        let player = try HandshakePlayer(HandshakeTerms(handshake))
        let outcome = try player.ask(Question(body: "{}"))
        #expect(outcome == .unverified(.missingSignature))
    }
}
