extension SenderPreset {
    /// Everybody else.
    static let rest: [SenderPreset] = [
        SenderPreset(
            "sanity",
            title: "Sanity",
            setup:
                "API, Webhooks: the URL of the source and the secret.",
            sample: #"{"_id":"resume"}"#,
            [
                .signature: "header:sanity-webhook-signature",
                .layout: "pairs",
                .tag: "v1",
                .encoding: "base64url",
                .content: "{timestamp}.{body}",
                .timestamp: "pair:t",
                .timestampFormat: "milliseconds",
                .tolerance: "off",
                .event: "const:document",
                .id: "header:idempotency-key",
            ]
        ),
        SenderPreset(
            "xero",
            title: "Xero",
            setup:
                "Your app, Webhooks: the URL of the source as delivery URL. The secret is the webhooks key.",
            sample: #"{"events":[{"eventType":"CREATE"}]}"#,
            [
                .signature: "header:x-xero-signature",
                .encoding: "base64",
                .event: "json:/events/0/eventType | const:intent_to_receive",
            ]
        ),
        SenderPreset(
            "okta",
            title: "Okta event hooks",
            isExperimental: true,
            setup:
                "Workflow, Event Hooks: the URL of the source, `Authorization` as authentication field and the secret as its value.",
            sample: #"{"eventId":"1","data":{"events":[{"eventType":"user.lifecycle.create"}]}}"#,
            [
                .proof: "token",
                .signature: "header:Authorization",
                .event: "json:/data/events/0/eventType",
                .id: "json:/eventId",
                .time: "json:/eventTime",
                .handshake: "okta",
            ]
        ),
        SenderPreset(
            "asana",
            title: "Asana",
            setup:
                "Create a webhook by the API with the URL of the source as target. The secret is what Asana sends as `X-Hook-Secret` in the first request.",
            sample: #"{"events":[{"action":"changed"}]}"#,
            [
                .signature: "header:X-Hook-Signature",
                .event: "json:/events/0/action | const:heartbeat",
                .handshake: "asana",
            ]
        ),
        SenderPreset(
            "dropbox",
            title: "Dropbox",
            setup:
                "App Console, your app, Webhooks: the URL of the source. The secret is the app secret.",
            sample: #"{"list_folder":{"accounts":["1"]}}"#,
            [
                .signature: "header:X-Dropbox-Signature",
                .event: "const:changes",
                .handshake: "dropbox",
            ]
        ),
        SenderPreset(
            "authorize-net",
            title: "Authorize.Net",
            setup:
                "Account, Webhooks: the URL of the source. The secret is the signature key, which is hexadecimal.",
            sample: #"{"notificationId":"1","eventType":"net.authorize.payment.capture.created"}"#,
            [
                .signature: "header:X-ANET-Signature",
                .prefix: "sha512=",
                .digest: "sha512",
                .keyDecoding: "hex",
                .event: "json:/eventType",
                .id: "json:/notificationId",
                .time: "json:/eventDate",
            ]
        ),
        SenderPreset(
            "paystack",
            title: "Paystack",
            setup:
                "Settings, API Keys & Webhooks: the URL of the source. The secret is the secret key.",
            sample: #"{"event":"charge.success"}"#,
            [
                .signature: "header:x-paystack-signature",
                .digest: "sha512",
                .event: "json:/event",
            ]
        ),
        SenderPreset(
            "vercel",
            title: "Vercel",
            setup:
                "Settings, Webhooks: the URL of the source. Copy the secret that is shown once.",
            sample: #"{"id":"1","type":"deployment.created"}"#,
            [
                .signature: "header:x-vercel-signature",
                .digest: "sha1",
                .event: "json:/type",
                .id: "json:/id",
                .time: "json:/createdAt",
            ]
        ),
        SenderPreset(
            "webflow",
            title: "Webflow",
            setup:
                "Site settings, Integrations, Webhooks: the URL of the source. Copy its secret; for an app it is the client secret.",
            sample: #"{"triggerType":"form_submission"}"#,
            [
                .signature: "header:x-webflow-signature",
                .content: "{timestamp}:{body}",
                .timestamp: "header:x-webflow-timestamp",
                .timestampFormat: "milliseconds",
                .event: "json:/triggerType",
            ]
        ),
        SenderPreset(
            "elevenlabs",
            title: "ElevenLabs",
            isExperimental: true,
            setup:
                "Settings, Webhooks: the URL of the source. Copy the shared secret.",
            sample: #"{"type":"post_call_transcription"}"#,
            [
                .signature: "header:ElevenLabs-Signature",
                .layout: "pairs",
                .tag: "v0",
                .content: "{timestamp}.{body}",
                .timestamp: "pair:t",
                .tolerance: "30m",
                .event: "json:/type",
                .time: "json:/event_timestamp",
            ]
        ),
        SenderPreset(
            "trello",
            title: "Trello",
            setup:
                "Create a webhook by the API with the URL of the source as callback, and the same as `public_url`. The secret is the secret of the API key.",
            sample: #"{"action":{"id":"1","type":"createCard"}}"#,
            [
                .signature: "header:X-Trello-Webhook",
                .encoding: "base64",
                .digest: "sha1",
                .content: "{body}{url}",
                .event: "json:/action/type",
                .id: "json:/action/id",
                .time: "json:/action/date",
                .handshake: "trello",
            ]
        ),
        SenderPreset(
            "recurly",
            title: "Recurly",
            setup:
                "Integrations, Webhooks: the URL of the source, JSON. Copy the endpoint's secret key.",
            sample: #"{"uuid":"1","event_type":"created"}"#,
            [
                .signature: "header:recurly-signature",
                .layout: "positional",
                .content: "{timestamp}.{body}",
                .timestamp: "first",
                .timestampFormat: "any",
                .event: "json:/event_type",
                .id: "json:/uuid",
                .time: "json:/event_time",
            ]
        ),
        SenderPreset(
            "mercado-pago",
            title: "Mercado Pago",
            setup:
                "Your integrations, Webhooks: the URL of the source. Copy the secret signature.",
            sample: #"{"type":"payment","data":{"id":"1"}}"#,
            [
                .signature: "header:x-signature",
                .layout: "pairs",
                .tag: "v1",
                .content: "{?id:{query:data.id};}{?request-id:{header:x-request-id};}ts:{timestamp};",
                .timestamp: "pair:ts",
                .timestampFormat: "any",
                .tolerance: "off",
                .event: "json:/type",
                .unsignedEvent: "true",
                .id: "header:x-request-id",
                .time: "json:/date_created",
                .unsignedBody: "true",
            ]
        ),
        SenderPreset(
            "fusionauth",
            title: "FusionAuth",
            isExperimental: true,
            setup:
                "Settings, Webhooks: the URL of the source, signed by a key of yours. The secret of the source is the public key in PEM, or the secret of an HMAC key.",
            sample: #"{"event":{"id":"1","type":"user.create"}}"#,
            [
                .proof: "jwt",
                .signature: "header:X-FusionAuth-Signature-JWT",
                .event: "json:/event/type",
                .id: "json:/event/id",
                .time: "json:/event/createInstant",
                .bodyHash: "claim:request_body_sha256",
            ]
        ),
        SenderPreset(
            "chargebee",
            title: "Chargebee",
            isExperimental: true,
            setup:
                "Settings, Webhooks: the URL of the source, protected by Basic authentication. The secret is `user:password`.",
            sample: #"{"id":"1","event_type":"customer_created"}"#,
            [
                .proof: "basic",
                .event: "json:/event_type",
                .id: "json:/id",
                .time: "json:/occurred_at",
            ]
        ),
        SenderPreset(
            "postmark",
            title: "Postmark",
            isExperimental: true,
            setup:
                "Your server, Webhooks: the URL of the source with Basic authentication. The secret is `user:password`.",
            sample: #"{"RecordType":"Delivery","MessageID":"1"}"#,
            [
                .proof: "basic",
                .event: "json:/RecordType",
                .id: "json:/MessageID",
            ]
        ),
        SenderPreset(
            "cloudevents",
            title: "CloudEvents senders and Azure Event Grid",
            setup:
                "Subscribe the URL of the source, with the secret as value of the header `Authorization`.",
            sample: #"{"type":"order.created"}"#,
            [
                .proof: "token",
                .signature: "header:Authorization",
                .event: "header:ce-type | json:/type | json:/0/type",
                .id: "header:ce-id",
                .time: "header:ce-time",
                .handshake: "cloudevents",
            ]
        ),
    ]
}
