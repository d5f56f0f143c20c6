import Events
import Payload
import Signatures
import Testing

struct SchemeTests {
    @Test func thePresetsAreKnownByName() throws {
        #expect(SignatureScheme.presetNames.starts(with: ["cubeconnect", "hmac", "none", "standard-webhooks"]))
        #expect(Set(SignatureScheme.presetNames).count == SignatureScheme.presetNames.count)
        for name in SignatureScheme.presetNames {
            let scheme = try #require(SignatureScheme.preset(name))
            #expect(scheme.name == name)
            try scheme.validate()
        }
        #expect(SignatureScheme.preset("CubeConnect") == nil)
        #expect(SignatureScheme.preset("git-hub") == nil)
    }

    @Test(arguments: ProviderSchemes.signing + [ProviderSchemes.gitLabToken, ProviderSchemes.linear])
    func theSchemesOfRealSendersAreValid(_ scheme: SignatureScheme) throws {
        try scheme.validate()
    }

    @Test(arguments: [
        (ProviderSchemes.gitHub, "body"), (ProviderSchemes.gitLabToken, "body"), (ProviderSchemes.shopify, "body"),
        (ProviderSchemes.bitbucket, "body"), (ProviderSchemes.jira, "body"), (ProviderSchemes.stripe, "id, body"),
        (ProviderSchemes.slack, "id, body"), (ProviderSchemes.standardWebhooks, "id, body"),
        (ProviderSchemes.twitch, "id, body"), (ProviderSchemes.zoom, "header:x-zm-request-timestamp, body"),
        (ProviderSchemes.box, "header:box-delivery-timestamp, body"), (ProviderSchemes.linear, "body"),
        (ProviderSchemes.sanity, "body"),
    ])
    func theDefaultKeyHoldsSignedPartsOnly(scheme: SignatureScheme, key: String) {
        #expect(scheme.defaultKey.map(\.description).joined(separator: ", ") == key)
    }

    @Test func aTimestampHeaderThatIsTheTimeOfTheEventIsCalledTimestamp() {
        var scheme = ProviderSchemes.zoom
        scheme.occurredAt = .header("x-zm-request-timestamp")
        #expect(scheme.defaultKey == [.timestamp, .body])
    }

    @Test func aNameOutsideTheSignatureIsNoPartOfTheKey() throws {
        var scheme = try #require(SignatureScheme.preset("cubeconnect"))
        scheme.eventName = .header("x-event")
        #expect(scheme.defaultKey == [.timestamp, .body])
    }

    @Test(arguments: [
        "{body}", "{timestamp}.{body}", "v0:{timestamp}:{body}", "{id}.{timestamp}.{body}", "{body}{timestamp}",
        "{header:x-tenant}/{body}", "a}b{body}",
    ])
    func aTemplateSaysWhatItWasMadeOf(_ template: String) throws {
        #expect(try SignedContent(template: template).template == template)
    }

    @Test func aTemplateIsReadIntoParts() throws {
        #expect(
            try SignedContent(template: "v0:{timestamp}:{body}")
                == SignedContent(.literal("v0:"), .timestamp, .literal(":"), .body)
        )
        #expect(try SignedContent(template: "{header:X-Tenant}{body}") == SignedContent(.header("x-tenant"), .body))
    }

    @Test(arguments: [
        "", "{timestamp}", "{body}{body}", "{body", "{Body}", "{bodies}", "{}{body}", "{header:}{body}",
        "{header:a b}{body}", "body",
    ])
    func aTemplateThatCannotBeSignedIsRefused(_ template: String) {
        let error = #expect(throws: SchemeError.self) { try SignedContent(template: template) }
        #expect(error?.code == .invalidTemplate)
        #expect(error?.fix.isEmpty == false)
    }

    /// A change to the scheme of CubeConnect after which it cannot work.
    struct Contradiction: Sendable {
        let code: SchemeError.Code
        let change: @Sendable (inout SignatureScheme) -> Void

        init(code: SchemeError.Code, _ change: @escaping @Sendable (inout SignatureScheme) -> Void) {
            self.code = code
            self.change = change
        }
    }

    static let contradictions = [
        Contradiction(code: .missingTimestampRules) { $0.hmac?.timestamp = nil },
        Contradiction(code: .invalidTemplate) { $0.hmac?.signedContent = SignedContent(.timestamp) },
        Contradiction(code: .unsignedTimestamp) { $0.hmac?.signedContent = SignedContent(.body) },
        Contradiction(code: .missingIDHeader) { $0.hmac?.signedContent = SignedContent(.id, .timestamp, .body) },
        Contradiction(code: .invalidHeaderName) { $0.hmac?.header = "X Signature" },
        Contradiction(code: .invalidHeaderName) { $0.hmac?.header = "" },
        Contradiction(code: .invalidHeaderName) { $0.hmac?.timestamp?.source = .header("X-Time:") },
        Contradiction(code: .invalidHeaderName) { $0.eventName = .header("x\r\ny") },
        Contradiction(code: .invalidTolerance) { $0.hmac?.timestamp?.toleranceMilliseconds = 0 },
        Contradiction(code: .invalidTolerance) { $0.hmac?.timestamp?.toleranceMilliseconds = -1 },
        Contradiction(code: .invalidTolerance) { $0.hmac?.timestamp?.toleranceMilliseconds = .max },
        Contradiction(code: .invalidLayout) { $0.hmac?.timestamp?.source = .signaturePair(key: "t") },
        Contradiction(code: .invalidLayout) { $0.hmac?.layout = .pairs(separator: "=", key: "v1") },
        Contradiction(code: .invalidLayout) { $0.hmac?.layout = .pairs(separator: ",", key: "") },
        Contradiction(code: .invalidLayout) { $0.hmac?.layout = .method(allowed: [.sha512]) },
        Contradiction(code: .invalidLayout) { $0.hmac?.layout = .tagged(tag: "v 1") },
    ]

    @Test(arguments: contradictions)
    func aSchemeThatContradictsItselfIsRefused(_ contradiction: Contradiction) throws {
        var scheme = try #require(SignatureScheme.preset("cubeconnect"))
        contradiction.change(&scheme)
        let key = try SecretKey(text: "a-secret-of-tests", decoding: .utf8)
        #expect(#expect(throws: SchemeError.self) { try scheme.validate() }?.code == contradiction.code)
        #expect(throws: SchemeError.self) { try Verifier(scheme: scheme, secrets: [key]) }
        #expect(throws: SchemeError.self) { try Signer(scheme: scheme, secret: key) }
    }

    @Test func secretsMustFitTheScheme() throws {
        let scheme = try #require(SignatureScheme.preset("cubeconnect"))
        let none = try #require(SignatureScheme.preset("none"))
        let key = try SecretKey(text: "a-secret-of-tests", decoding: .utf8)
        func code(_ scheme: SignatureScheme, _ count: Int) -> SchemeError.Code? {
            do {
                _ = try Verifier(scheme: scheme, secrets: Array(repeating: key, count: count))
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(scheme, 0) == .noSecret)
        #expect(code(ProviderSchemes.gitLabToken, 0) == .noSecret)
        #expect(code(scheme, 1) == nil)
        #expect(code(scheme, Limits.secretsPerSourceMax) == nil)
        #expect(code(scheme, Limits.secretsPerSourceMax + 1) == .tooManySecrets)
        #expect(code(none, 0) == nil)
        #expect(code(none, 1) == .needlessSecret)
    }

    @Test func whatCannotBeSignedIsRefusedAtStart() throws {
        let key = try SecretKey(text: "a-secret-of-tests", decoding: .utf8)
        var tenant = ProviderSchemes.gitHub
        tenant.hmac?.signedContent = SignedContent(.header("x-tenant"), .body)
        for scheme in [try #require(SignatureScheme.preset("none")), tenant] {
            let error = #expect(throws: SchemeError.self) { try Signer(scheme: scheme, secret: key) }
            #expect(error?.code == .cannotSign)
        }
    }

    @Test func theSummarySaysWhatIsCheckedAndHow() throws {
        #expect(
            try #require(SignatureScheme.preset("cubeconnect")).summary == [
                "proof: HMAC-SHA-256 over {timestamp}.{body}", "signature: X-Webhook-Signature, hex",
                "secret: used as text",
                "freshness: X-Webhook-Timestamp (ISO 8601, Unix seconds or milliseconds) at most 300 s early or late",
                "event name: /event", "time of the event: /timestamp",
            ]
        )
        #expect(
            ProviderSchemes.stripe.summary.prefix(4) == [
                "proof: HMAC-SHA-256 over {timestamp}.{body}",
                #"signature: Stripe-Signature, hex, every "v1=" of a list apart by ",""#, "secret: used as text",
                #"freshness: "t=" of Stripe-Signature (Unix seconds) at most 300 s early or late"#,
            ]
        )
        #expect(ProviderSchemes.gitHub.summary.contains("delivery id: header x-github-delivery (not signed)"))
        #expect(try #require(SignatureScheme.preset("none")).summary.first == "proof: none, every request is believed")
    }
}
