extension SenderPreset {
    /// The senders that most people have.
    static let leading: [SenderPreset] = [
        SenderPreset(
            "standard-webhooks",
            title: "Standard Webhooks: OpenAI, Clerk, Resend, Supabase, Render, Replicate, Brex and others",
            setup:
                "Add an endpoint with the URL of the source. Copy its signing secret, `whsec_` and base64.",
            sample: #"{"type":"order.created","data":{"n":1}}"#,
            [
                .signature: "header:webhook-signature",
                .layout: "tagged",
                .tag: "v1",
                .encoding: "base64",
                .content: "{id}.{timestamp}.{body}",
                .timestamp: "header:webhook-timestamp",
                .keyDecoding: "whsec",
                .event: "json:/type",
                .id: "header:webhook-id",
                .time: "json:/timestamp",
            ]
        ),
        SenderPreset(
            "standard-webhooks-v1a",
            title: "Standard Webhooks with a key pair",
            setup:
                "Add an endpoint with the URL of the source. Copy its public key, `whpk_` and base64.",
            sample: #"{"type":"order.created","data":{"n":1}}"#,
            [
                .proof: "ed25519",
                .signature: "header:webhook-signature",
                .layout: "tagged",
                .tag: "v1a",
                .encoding: "base64",
                .content: "{id}.{timestamp}.{body}",
                .timestamp: "header:webhook-timestamp",
                .keyDecoding: "whpk",
                .event: "json:/type",
                .id: "header:webhook-id",
                .time: "json:/timestamp",
            ]
        ),
        SenderPreset(
            "svix",
            title: "Svix, and senders that use it under the old header names",
            setup:
                "Add an endpoint with the URL of the source. Copy its signing secret, `whsec_` and base64.",
            sample: #"{"type":"order.created","data":{"n":1}}"#,
            [
                .signature: "header:svix-signature",
                .layout: "tagged",
                .tag: "v1",
                .encoding: "base64",
                .content: "{id}.{timestamp}.{body}",
                .timestamp: "header:svix-timestamp",
                .keyDecoding: "whsec",
                .event: "json:/type",
                .id: "header:svix-id",
                .time: "json:/timestamp",
            ]
        ),
        SenderPreset(
            "github",
            title: "GitHub",
            setup:
                "Settings, Webhooks, Add webhook: the URL of the source as payload URL, `application/json` as content type, the secret.",
            sample: #"{"action":"opened","number":1}"#,
            [
                .signature: "header:X-Hub-Signature-256",
                .prefix: "sha256=",
                .event: "header:X-GitHub-Event + json:/action",
                .unsignedEvent: "true",
                .id: "header:X-GitHub-Delivery",
            ]
        ),
        SenderPreset(
            "gitlab",
            title: "GitLab with a secret token",
            setup:
                "Settings, Webhooks: the URL of the source and the secret token.",
            sample: #"{"object_kind":"push"}"#,
            [
                .proof: "token",
                .signature: "header:X-Gitlab-Token",
                .event: "json:/object_kind | json:/event_name",
                .id: "header:X-Gitlab-Event-UUID",
            ]
        ),
        SenderPreset(
            "gitlab-signed",
            title: "GitLab 19.0 and newer with a signing token",
            isExperimental: true,
            setup:
                "Settings, Webhooks: the URL of the source; copy the signing token, `whsec_` and base64.",
            sample: #"{"object_kind":"push"}"#,
            [
                .signature: "header:webhook-signature",
                .layout: "tagged",
                .tag: "v1",
                .encoding: "base64",
                .content: "{id}.{timestamp}.{body}",
                .timestamp: "header:webhook-timestamp",
                .keyDecoding: "whsec",
                .event: "json:/object_kind | json:/event_name",
                .id: "header:webhook-id",
            ]
        ),
        SenderPreset(
            "bitbucket",
            title: "Bitbucket",
            setup:
                "Repository settings, Webhooks, Add webhook: the URL of the source and the secret.",
            sample: #"{"push":{"changes":[]}}"#,
            [
                .signature: "header:X-Hub-Signature",
                .prefix: "sha256=",
                .event: "header:X-Event-Key",
                .unsignedEvent: "true",
                .id: "header:X-Request-UUID",
            ]
        ),
        SenderPreset(
            "jira",
            title: "Jira",
            setup:
                "System, WebHooks, Create: the URL of the source and the secret.",
            sample: #"{"webhookEvent":"jira:issue_created","timestamp":1700000000000}"#,
            [
                .signature: "header:X-Hub-Signature",
                .layout: "method",
                .digest: "sha256, sha512",
                .event: "json:/webhookEvent",
                .id: "header:X-Atlassian-Webhook-Identifier",
                .time: "json:/timestamp",
            ]
        ),
        SenderPreset(
            "stripe",
            title: "Stripe",
            setup:
                "Developers, Webhooks, Add endpoint: the URL of the source. Reveal the signing secret and use it whole, `whsec_` included.",
            sample: #"{"id":"evt_1","type":"charge.succeeded","created":1700000000}"#,
            [
                .signature: "header:Stripe-Signature",
                .layout: "pairs",
                .tag: "v1",
                .content: "{timestamp}.{body}",
                .timestamp: "pair:t",
                .event: "json:/type",
                .id: "json:/id",
                .time: "json:/created",
            ]
        ),
        SenderPreset(
            "slack",
            title: "Slack",
            setup:
                "Your app, Event Subscriptions: the URL of the source as request URL. The secret is the signing secret under Basic Information.",
            sample: #"{"type":"event_callback","event_id":"Ev1","event":{"type":"message"}}"#,
            [
                .signature: "header:X-Slack-Signature",
                .prefix: "v0=",
                .content: "v0:{timestamp}:{body}",
                .timestamp: "header:X-Slack-Request-Timestamp",
                .event: "json:/event/type | json:/type",
                .id: "json:/event_id",
                .time: "json:/event_time",
                .handshake: "slack",
            ]
        ),
        SenderPreset(
            "shopify",
            title: "Shopify",
            setup:
                "Settings, Notifications, Webhooks: the URL of the source, format JSON. The secret is shown below the list; for an app it is the client secret.",
            sample: #"{"id":1}"#,
            [
                .signature: "header:X-Shopify-Hmac-Sha256",
                .encoding: "base64",
                .event: "header:X-Shopify-Topic",
                .unsignedEvent: "true",
                .id: "header:X-Shopify-Webhook-Id",
                .time: "header:X-Shopify-Triggered-At",
            ]
        ),
        SenderPreset(
            "twilio",
            title: "Twilio, form requests",
            setup:
                "Set the URL of the source where Twilio asks for a webhook, and the same as `public_url`. The secret is the auth token of the account.",
            sample: "MessageSid=SM1&Body=hello",
            [
                .signature: "header:X-Twilio-Signature",
                .encoding: "base64",
                .digest: "sha1",
                .content: "{url}{form}",
                .event: "const:twilio",
            ]
        ),
        SenderPreset(
            "twilio-json",
            title: "Twilio, JSON requests",
            setup:
                "Set the URL of the source where Twilio asks for a webhook, and the same as `public_url`. The secret is the auth token of the account.",
            sample: #"{"type":"message"}"#,
            [
                .signature: "header:X-Twilio-Signature",
                .encoding: "base64",
                .digest: "sha1",
                .content: "{url}",
                .event: "json:/type | json:/0/type | const:twilio",
                .bodyHash: "query:bodySHA256",
            ]
        ),
        SenderPreset(
            "sendgrid",
            title: "SendGrid event webhook",
            setup:
                "Settings, Mail Settings, Event Webhooks: the URL of the source, signed. The secret of the source is the verification key.",
            sample: #"[{"event":"delivered","sg_event_id":"1"}]"#,
            [
                .proof: "ecdsa-p256",
                .signature: "header:X-Twilio-Email-Event-Webhook-Signature",
                .encoding: "base64",
                .content: "{timestamp}{body}",
                .timestamp: "header:X-Twilio-Email-Event-Webhook-Timestamp",
                .keyDecoding: "base64",
                .event: "json:/0/event",
                .id: "json:/0/sg_event_id",
                .time: "json:/0/timestamp",
            ]
        ),
        SenderPreset(
            "discord",
            title: "Discord",
            isExperimental: true,
            setup:
                "Developer Portal, your application: the URL of the source as interactions or webhook events URL. The secret of the source is the public key.",
            sample: #"{"type":2,"id":"1"}"#,
            [
                .proof: "ed25519",
                .signature: "header:X-Signature-Ed25519",
                .content: "{timestamp}{body}",
                .timestamp: "header:X-Signature-Timestamp",
                .keyDecoding: "hex",
                .event: "json:/event/type | json:/type",
                .id: "json:/id",
                .handshake: "discord",
            ]
        ),
        SenderPreset(
            "square",
            title: "Square",
            setup:
                "Developer Console, Webhooks: the URL of the source as notification URL, and the same as `public_url`. The secret is the signature key.",
            sample: #"{"type":"payment.created","event_id":"1"}"#,
            [
                .signature: "header:x-square-hmacsha256-signature",
                .encoding: "base64",
                .content: "{url}{body}",
                .event: "json:/type",
                .id: "json:/event_id",
                .time: "json:/created_at",
            ]
        ),
    ]
}
