// The table of the handshakes: what each sender asks, as its own documentation says, and what it is answered.
//
// Where a question comes without a signature, its answer must be worth nothing to a stranger: it holds what he sent, as
// plain text or inside JSON, and never a signature that a request of his could carry.

extension Handshake {
    /// The method besides POST that the sender asks with.
    package var method: String? {
        self.rules.map(\.method).first { $0 != "POST" }
    }

    /// Whether its questions are only answered once they are signed and fresh.
    package var needsFreshProof: Bool {
        switch self {
        case .slack, .zoom, .twitch, .discord: true
        default: false
        }
    }

    /// Whether it signs something, so that the source must have secrets for an HMAC.
    package var needsHMAC: Bool { self.rules.contains(where: \.signsChallenge) }

    var rules: [HandshakeRules] {
        switch self {
        case .slack:
            // https://api.slack.com/events/url_verification
            [
                HandshakeRules(
                    isProven: true,
                    conditions: [.equals(.json("/type"), #""url_verification""#)],
                    challenge: .json("/challenge"),
                    reply: .echo
                )
            ]
        case .meta:
            // https://developers.facebook.com/docs/graph-api/webhooks/getting-started
            [
                HandshakeRules(
                    method: "GET",
                    conditions: [.equals(.query("hub.mode"), "subscribe")],
                    challenge: .query("hub.challenge"),
                    admission: .verifyToken(.query("hub.verify_token")),
                    reply: .echo
                )
            ]
        case .x:
            // https://docs.x.com/x-api/webhooks: the challenge-response check.
            [
                HandshakeRules(
                    method: "GET",
                    conditions: [.exists(.query("crc_token"))],
                    challenge: .query("crc_token"),
                    text: .token,
                    reply: .json([.literal(#"{"response_token":"sha256="#), .signature(.base64), .literal(#""}"#)])
                )
            ]
        case .zoom: [Self.zoomRules]
        case .microsoftGraph:
            // https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
            [
                HandshakeRules(
                    conditions: [.exists(.query("validationToken")), .emptyBody],
                    challenge: .query("validationToken"),
                    text: .sentence,
                    reply: .echo
                )
            ]
        case .okta:
            // https://developer.okta.com/docs/concepts/event-hooks: one-time verification request.
            [
                HandshakeRules(
                    method: "GET",
                    conditions: [.exists(.header("X-Okta-Verification-Challenge"))],
                    challenge: .header("X-Okta-Verification-Challenge"),
                    text: .sentence,
                    reply: .json([.literal(#"{"verification":""#), .challenge, .literal(#""}"#)])
                )
            ]
        case .dropbox:
            // https://www.dropbox.com/developers/reference/webhooks
            [
                HandshakeRules(
                    method: "GET",
                    conditions: [.exists(.query("challenge"))],
                    challenge: .query("challenge"),
                    reply: .echo
                )
            ]
        case .asana, .cloudEvents, .awsSNS: [self.consentRules]
        case .twitch:
            // https://dev.twitch.tv/docs/eventsub/handling-webhook-events. The header is not signed, so the body must be
            // a challenge too: else anybody could turn a captured event into one that is answered and not stored.
            [
                HandshakeRules(
                    isProven: true,
                    conditions: [
                        .equals(.header("Twitch-Eventsub-Message-Type"), "webhook_callback_verification"),
                        .exists(.json("/challenge")), .absent(.json("/event")),
                    ],
                    challenge: .json("/challenge"),
                    reply: .echo
                )
            ]
        case .discord:
            // https://discord.com/developers/docs: interactions ask with type 1, webhook events with type 0.
            [
                HandshakeRules(
                    isProven: true,
                    conditions: [.equals(.json("/type"), "1"), .absent(.json("/event")), .absent(.json("/data"))],
                    reply: .json([.literal(#"{"type":1}"#)])
                ),
                HandshakeRules(
                    isProven: true,
                    conditions: [.equals(.json("/type"), "0"), .absent(.json("/event"))],
                    reply: .empty(status: 204)
                ),
            ]
        case .trello:
            // https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks
            [HandshakeRules(method: "HEAD", conditions: [], reply: .empty(status: 200))]
        }
    }

    /// https://developers.zoom.us/docs/api/webhooks: the challenge-response check.
    private static let zoomRules = HandshakeRules(
        isProven: true,
        conditions: [.equals(.json("/event"), #""endpoint.url_validation""#)],
        challenge: .json("/payload/plainToken"),
        text: .base64,
        reply: .json([
            .literal(#"{"plainToken":""#), .challenge, .literal(#"","encryptedToken":""#), .signature(.hex),
            .literal(#""}"#),
        ])
    )

    /// The ones that the operator has to agree to.
    private var consentRules: HandshakeRules {
        switch self {
        case .asana:
            // https://developers.asana.com/docs/webhooks-guide
            HandshakeRules(
                conditions: [.exists(.header("X-Hook-Secret"))],
                challenge: .header("X-Hook-Secret"),
                reply: .exchange(header: "X-Hook-Secret")
            )
        case .awsSNS:
            // https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html
            HandshakeRules(
                isProven: true,
                conditions: [.equals(.json("/Type"), #""SubscriptionConfirmation""#)],
                challenge: .json("/Token"),
                text: .plain,
                admission: .topic(.json("/TopicArn")),
                reply: .confirmation
            )
        default:
            // https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md §4.1
            HandshakeRules(
                method: "OPTIONS",
                conditions: [.exists(.header("WebHook-Request-Origin"))],
                challenge: .header("WebHook-Request-Origin"),
                admission: .origin,
                reply: .permission
            )
        }
    }
}
