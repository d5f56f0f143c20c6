import Events
import Payload
import Signatures

/// The schemes of real senders that the type must be able to say, before they become presets.
enum ProviderSchemes {
    static let gitHub = SignatureScheme(
        name: "github",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.body),
                header: "X-Hub-Signature-256",
                layout: .plain(prefix: "sha256=")
            )
        ),
        eventName: .header("x-github-event"),
        deliveryID: .header("x-github-delivery")
    )
    static let gitLabToken = SignatureScheme(
        name: "gitlab",
        proof: .token(header: "X-Gitlab-Token"),
        eventName: .header("x-gitlab-event"),
        deliveryID: .header("x-gitlab-event-uuid")
    )
    static let bitbucket = SignatureScheme(
        name: "bitbucket",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.body),
                header: "X-Hub-Signature",
                layout: .plain(prefix: "sha256=")
            )
        ),
        eventName: .header("x-event-key"),
        deliveryID: .header("x-request-uuid")
    )
    static let jira = SignatureScheme(
        name: "jira",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.body),
                header: "X-Hub-Signature",
                layout: .method(allowed: [.sha256, .sha512])
            )
        ),
        eventName: .json(pointer("/webhookEvent")),
        deliveryID: .header("x-atlassian-webhook-identifier")
    )
    static let stripe = SignatureScheme(
        name: "stripe",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.timestamp, .literal("."), .body),
                header: "Stripe-Signature",
                layout: .pairs(separator: ",", key: "v1"),
                timestamp: TimestampRules(source: .signaturePair(key: "t"), format: .seconds)
            )
        ),
        eventName: .json(pointer("/type")),
        deliveryID: .json(pointer("/id"))
    )
    static let slack = SignatureScheme(
        name: "slack",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.literal("v0:"), .timestamp, .literal(":"), .body),
                header: "X-Slack-Signature",
                layout: .plain(prefix: "v0="),
                timestamp: TimestampRules(source: .header("X-Slack-Request-Timestamp"), format: .seconds)
            )
        ),
        eventName: .json(pointer("/event/type")),
        deliveryID: .json(pointer("/event_id"))
    )
    static let shopify = SignatureScheme(
        name: "shopify",
        proof: .hmac(
            HMACRules(signedContent: SignedContent(.body), header: "X-Shopify-Hmac-Sha256", encoding: .base64)
        ),
        eventName: .header("x-shopify-topic"),
        occurredAt: .header("x-shopify-triggered-at"),
        deliveryID: .header("x-shopify-webhook-id")
    )
    static let standardWebhooks = SignatureScheme(
        name: "standard-webhooks",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.id, .literal("."), .timestamp, .literal("."), .body),
                header: "webhook-signature",
                layout: .tagged(tag: "v1"),
                encoding: .base64,
                timestamp: TimestampRules(source: .header("webhook-timestamp"), format: .seconds)
            )
        ),
        keyDecoding: .whsec,
        eventName: .json(pointer("/type")),
        deliveryID: .header("webhook-id")
    )
    static let circleCI = bodyOnly("circleci", "circleci-signature", .pairs(separator: ",", key: "v1"))
    static let pagerDuty = bodyOnly("pagerduty", "X-PagerDuty-Signature", .pairs(separator: ",", key: "v1"))
    static let intercom = bodyOnly("intercom", "X-Hub-Signature", .plain(prefix: "sha1="), .sha1)
    static let payStack = bodyOnly("paystack", "x-paystack-signature", .plain(prefix: ""), .sha512)
    static let x = bodyOnly("x", "x-twitter-webhooks-signature", .plain(prefix: "sha256="), encoding: .base64)
    static let adyenField = bodyOnly("adyen", "hmac-signature", .plain(prefix: ""), encoding: .base64, key: .hex)
    static let sanity = SignatureScheme(
        name: "sanity",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.timestamp, .literal("."), .body),
                header: "sanity-webhook-signature",
                layout: .pairs(separator: ",", key: "v1"),
                encoding: .base64url,
                timestamp: TimestampRules(
                    source: .signaturePair(key: "t"),
                    format: .milliseconds,
                    toleranceMilliseconds: nil
                )
            )
        ),
        eventName: .constant("document")
    )
    static let paddle = SignatureScheme(
        name: "paddle",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.timestamp, .literal(":"), .body),
                header: "Paddle-Signature",
                layout: .pairs(separator: ";", key: "h1"),
                timestamp: TimestampRules(source: .signaturePair(key: "ts"), format: .seconds)
            )
        ),
        eventName: .json(pointer("/event_type")),
        deliveryID: .json(pointer("/event_id"))
    )
    static let zoom = SignatureScheme(
        name: "zoom",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.literal("v0:"), .timestamp, .literal(":"), .body),
                header: "x-zm-signature",
                layout: .plain(prefix: "v0="),
                timestamp: TimestampRules(source: .header("x-zm-request-timestamp"), format: .seconds)
            )
        ),
        eventName: .json(pointer("/event"))
    )
    static let box = SignatureScheme(
        name: "box",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.body, .timestamp),
                header: "BOX-SIGNATURE-PRIMARY",
                encoding: .base64,
                timestamp: TimestampRules(
                    source: .header("BOX-DELIVERY-TIMESTAMP"),
                    format: .iso8601,
                    toleranceMilliseconds: 600_000
                )
            )
        ),
        eventName: .json(pointer("/trigger")),
        deliveryID: .header("box-delivery-id")
    )
    static let twitch = SignatureScheme(
        name: "twitch",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.id, .timestamp, .body),
                header: "Twitch-Eventsub-Message-Signature",
                layout: .plain(prefix: "sha256="),
                timestamp: TimestampRules(
                    source: .header("Twitch-Eventsub-Message-Timestamp"),
                    format: .iso8601,
                    toleranceMilliseconds: 600_000
                )
            )
        ),
        eventName: .header("twitch-eventsub-subscription-type"),
        deliveryID: .header("twitch-eventsub-message-id")
    )
    static let linear = SignatureScheme(
        name: "linear",
        proof: .hmac(
            HMACRules(
                signedContent: SignedContent(.body),
                header: "Linear-Signature",
                timestamp: TimestampRules(
                    source: .json(pointer("/webhookTimestamp")),
                    format: .milliseconds,
                    toleranceMilliseconds: 60_000
                )
            )
        ),
        eventName: .json(pointer("/type")),
        deliveryID: .header("linear-delivery")
    )

    /// All that sign; for tests that hold for every scheme.
    static let signing = [
        gitHub, bitbucket, jira, stripe, slack, shopify, standardWebhooks, circleCI, pagerDuty, intercom, payStack, x,
        sanity, paddle, zoom, box, twitch,
    ]

    private static func bodyOnly(
        _ name: String,
        _ header: FieldName,
        _ layout: SignatureLayout,
        _ digest: DigestAlgorithm = .sha256,
        encoding: SignatureEncoding = .hex,
        key: KeyDecoding = .utf8
    ) -> SignatureScheme {
        SignatureScheme(
            name: name,
            proof: .hmac(
                HMACRules(
                    signedContent: SignedContent(.body),
                    header: header,
                    layout: layout,
                    encoding: encoding,
                    digest: digest
                )
            ),
            keyDecoding: key,
            eventName: .json(pointer("/type"))
        )
    }

    private static func pointer(_ text: String) -> JSONPointer {
        // `try!` because the texts are constants of this file.
        try! JSONPointer(text)
    }
}
