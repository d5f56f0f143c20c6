/// How a sender makes sure, before or between its events, that the receiver wants them.
///
/// The closed list; the raw value is its name in gateway.conf. What each one asks and is answered stands with
/// ``HandshakeResponder``.
package enum Handshake: String, Sendable, CaseIterable {
    /// A signed POST of type `url_verification` whose `challenge` comes back.
    case slack
    /// GET with `hub.mode=subscribe`: WhatsApp, Messenger, Instagram.
    case meta
    /// GET with `crc_token`, which is signed.
    case x
    /// A signed POST `endpoint.url_validation` whose `plainToken` is signed.
    case zoom
    /// POST with `?validationToken=`.
    case microsoftGraph = "microsoft-graph"
    /// GET with `X-Okta-Verification-Challenge`.
    case okta
    /// GET with `?challenge=`.
    case dropbox
    /// POST with `X-Hook-Secret`: the key of the source to be.
    case asana
    /// A signed POST of type `webhook_callback_verification`.
    case twitch
    /// A signed POST of type 1.
    case discord
    /// OPTIONS with `WebHook-Request-Origin` (CloudEvents HTTP 1.1 webhooks §4; Azure Event Grid).
    case cloudEvents = "cloudevents"
    /// A signed `SubscriptionConfirmation` whose URL is fetched.
    case awsSNS = "aws-sns"
    /// HEAD.
    case trello
}
