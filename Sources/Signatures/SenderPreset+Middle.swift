extension SenderPreset {
    /// Senders with a handshake, payments and operations.
    static let middle: [SenderPreset] = [
        SenderPreset(
            "meta",
            title: "Meta: WhatsApp, Messenger, Instagram",
            setup:
                "Your app, Webhooks: the URL of the source as callback URL. The secret is the app secret.",
            sample: #"{"object":"page","entry":[{"changes":[{"field":"feed"}]}]}"#,
            [
                .signature: "header:X-Hub-Signature-256",
                .prefix: "sha256=",
                .event: "json:/entry/0/changes/0/field | json:/object",
                .handshake: "meta",
            ]
        ),
        SenderPreset(
            "x",
            title: "X (Twitter)",
            setup:
                "Register the URL of the source as webhook. The secret is the consumer secret of the app.",
            sample: #"{"for_user_id":"1"}"#,
            [
                .signature: "header:x-twitter-webhooks-signature",
                .prefix: "sha256=",
                .encoding: "base64",
                .event: "const:account_activity",
                .handshake: "x",
            ]
        ),
        SenderPreset(
            "zoom",
            title: "Zoom",
            setup:
                "Your app, Feature, Event Subscriptions: the URL of the source. The secret is the secret token.",
            sample: #"{"event":"meeting.started","event_ts":1700000000000}"#,
            [
                .signature: "header:x-zm-signature",
                .prefix: "v0=",
                .content: "v0:{timestamp}:{body}",
                .timestamp: "header:x-zm-request-timestamp",
                .event: "json:/event",
                .time: "json:/event_ts",
                .handshake: "zoom",
            ]
        ),
        SenderPreset(
            "microsoft-graph",
            title: "Microsoft Graph",
            setup:
                "Create a subscription with the URL of the source as `notificationUrl` and the secret as `clientState`.",
            sample: #"{"value":[{"id":"1","changeType":"created","clientState":"SECRET"}]}"#,
            [
                .proof: "token",
                .signature: "json:/value/0/clientState",
                .event: "json:/value/0/changeType | json:/value/0/lifecycleEvent",
                .id: "json:/value/0/id",
                .handshake: "microsoft-graph",
            ]
        ),
        SenderPreset(
            "aws-sns",
            title: "Amazon SNS, signature version 2",
            isExperimental: true,
            setup:
                "Set the topic's attribute `SignatureVersion` to 2 and subscribe the URL of the source. The secret of the source is the certificate that `SigningCertURL` names, in PEM, fetched by you.",
            sample: #"{"Type":"Notification"}"#,
            [
                .proof: "rsa",
                .signature: "json:/Signature",
                .encoding: "base64",
                .content:
                    "Message\n{json:/Message}\nMessageId\n{json:/MessageId}\n{?Subject\n{json:/Subject}\n}{?SubscribeURL\n{json:/SubscribeURL}\n}Timestamp\n{json:/Timestamp}\n{?Token\n{json:/Token}\n}TopicArn\n{json:/TopicArn}\nType\n{json:/Type}\n",
                .event: "json:/Type",
                .id: "json:/MessageId",
                .time: "json:/Timestamp",
                .unsignedBody: "true",
                .handshake: "aws-sns",
            ]
        ),
        SenderPreset(
            "paypal",
            title: "PayPal",
            isExperimental: true,
            setup:
                "Apps & Credentials, your app, Webhooks: the URL of the source; its webhook id is the `sender_id`. The secret of the source is the certificate that `PAYPAL-CERT-URL` names, in PEM, fetched by you.",
            sample: #"{"id":"WH-1","event_type":"PAYMENT.SALE.COMPLETED"}"#,
            [
                .proof: "rsa",
                .signature: "header:PAYPAL-TRANSMISSION-SIG",
                .encoding: "base64",
                .content: "{id}|{timestamp}|{sender_id}|{crc32}",
                .timestamp: "header:PAYPAL-TRANSMISSION-TIME",
                .timestampFormat: "iso8601",
                .tolerance: "1h",
                .event: "json:/event_type",
                .unsignedEvent: "true",
                .id: "header:PAYPAL-TRANSMISSION-ID",
                .time: "json:/create_time",
                .unsignedBody: "true",
            ]
        ),
        SenderPreset(
            "adyen",
            title: "Adyen standard webhook",
            setup:
                "Developers, Webhooks: the URL of the source, JSON. Generate the HMAC key, which is hexadecimal.",
            sample:
                #"{"notificationItems":[{"NotificationRequestItem":{"pspReference":"1","merchantAccountCode":"M","merchantReference":"R","amount":{"value":1130,"currency":"EUR"},"eventCode":"AUTHORISATION","success":"true","additionalData":{"hmacSignature":"SIGNATURE"}}}]}"#,
            [
                .signature: "json:/notificationItems/0/NotificationRequestItem/additionalData/hmacSignature",
                .encoding: "base64",
                .content:
                    "{json:/notificationItems/0/NotificationRequestItem/pspReference}:{?{json:/notificationItems/0/NotificationRequestItem/originalReference}}:{json:/notificationItems/0/NotificationRequestItem/merchantAccountCode}:{json:/notificationItems/0/NotificationRequestItem/merchantReference}:{json:/notificationItems/0/NotificationRequestItem/amount/value}:{json:/notificationItems/0/NotificationRequestItem/amount/currency}:{json:/notificationItems/0/NotificationRequestItem/eventCode}:{json:/notificationItems/0/NotificationRequestItem/success}",
                .keyDecoding: "hex",
                .event: "json:/notificationItems/0/NotificationRequestItem/eventCode",
                .time: "json:/notificationItems/0/NotificationRequestItem/eventDate",
                .unsignedBody: "true",
                .mustBeAbsent: "/notificationItems/1",
            ]
        ),
        SenderPreset(
            "paddle",
            title: "Paddle",
            setup:
                "Developer tools, Notifications: the URL of the source. The secret is the destination's secret key.",
            sample: #"{"event_id":"evt_1","event_type":"transaction.completed"}"#,
            [
                .signature: "header:Paddle-Signature",
                .layout: "pairs",
                .separator: ";",
                .tag: "h1",
                .content: "{timestamp}:{body}",
                .timestamp: "pair:ts",
                .event: "json:/event_type",
                .id: "json:/event_id",
                .time: "json:/occurred_at",
            ]
        ),
        SenderPreset(
            "pagerduty",
            title: "PagerDuty v3",
            setup:
                "Integrations, Generic Webhooks (v3): the URL of the source. Copy the secret that is shown once.",
            sample: #"{"event":{"id":"1","event_type":"incident.triggered"}}"#,
            [
                .signature: "header:X-PagerDuty-Signature",
                .layout: "pairs",
                .tag: "v1",
                .event: "json:/event/event_type",
                .id: "json:/event/id",
                .time: "json:/event/occurred_at",
            ]
        ),
        SenderPreset(
            "circleci",
            title: "CircleCI",
            setup:
                "Project Settings, Webhooks: the URL of the source and the secret token.",
            sample: #"{"id":"1","type":"workflow-completed"}"#,
            [
                .signature: "header:circleci-signature",
                .layout: "pairs",
                .tag: "v1",
                .event: "json:/type",
                .id: "json:/id",
                .time: "json:/happened_at",
            ]
        ),
        SenderPreset(
            "linear",
            title: "Linear",
            setup:
                "Settings, API, Webhooks: the URL of the source. Copy the signing secret.",
            sample: #"{"type":"Issue","action":"create","webhookTimestamp":TIMESTAMP}"#,
            [
                .signature: "header:Linear-Signature",
                .timestamp: "json:/webhookTimestamp",
                .timestampFormat: "milliseconds",
                .tolerance: "1m",
                .event: "json:/type + json:/action",
                .id: "header:Linear-Delivery",
                .time: "json:/createdAt",
            ]
        ),
        SenderPreset(
            "zendesk",
            title: "Zendesk",
            setup:
                "Admin Center, Apps and integrations, Webhooks: the URL of the source. Reveal the signing secret.",
            sample: #"{"type":"zen:event-type:ticket.created"}"#,
            [
                .signature: "header:X-Zendesk-Webhook-Signature",
                .encoding: "base64",
                .content: "{timestamp}{body}",
                .timestamp: "header:X-Zendesk-Webhook-Signature-Timestamp",
                .timestampFormat: "iso8601",
                .event: "json:/type",
                .id: "header:X-Zendesk-Webhook-Invocation-Id",
                .time: "json:/time",
            ]
        ),
        SenderPreset(
            "hubspot",
            title: "HubSpot, signature v3",
            setup:
                "Your app, Webhooks: the URL of the source as target URL, and the same as `public_url`. The secret is the client secret.",
            sample: #"[{"eventId":1,"subscriptionType":"contact.creation"}]"#,
            [
                .signature: "header:X-HubSpot-Signature-v3",
                .encoding: "base64",
                .content: "{method}{url}{body}{timestamp}",
                .timestamp: "header:X-HubSpot-Request-Timestamp",
                .timestampFormat: "milliseconds",
                .event: "json:/0/subscriptionType",
                .id: "json:/0/eventId",
                .time: "json:/0/occurredAt",
            ]
        ),
        SenderPreset(
            "twitch",
            title: "Twitch EventSub",
            setup:
                "Create a subscription with the URL of the source as callback and the secret.",
            sample: #"{"subscription":{"type":"channel.follow"}}"#,
            [
                .signature: "header:Twitch-Eventsub-Message-Signature",
                .prefix: "sha256=",
                .content: "{id}{timestamp}{body}",
                .timestamp: "header:Twitch-Eventsub-Message-Timestamp",
                .timestampFormat: "iso8601",
                .tolerance: "10m",
                .event: "json:/subscription/type",
                .id: "header:Twitch-Eventsub-Message-Id",
                .handshake: "twitch",
            ]
        ),
        SenderPreset(
            "intercom",
            title: "Intercom",
            setup:
                "Developer Hub, your app, Webhooks: the URL of the source. The secret is the client secret.",
            sample: #"{"id":"1","topic":"user.created"}"#,
            [
                .signature: "header:X-Hub-Signature",
                .prefix: "sha1=",
                .digest: "sha1",
                .event: "json:/topic",
                .id: "json:/id",
                .time: "json:/created_at",
            ]
        ),
        SenderPreset(
            "mailgun",
            title: "Mailgun",
            setup:
                "Sending, Webhooks: the URL of the source. The secret is the HTTP webhook signing key.",
            sample:
                #"{"signature":{"timestamp":"TIMESTAMP","token":"tok","signature":"SIGNATURE"},"event-data":{"event":"opened"}}"#,
            [
                .signature: "json:/signature/signature",
                .content: "{timestamp}{json:/signature/token}",
                .timestamp: "json:/signature/timestamp",
                .event: "json:/event-data/event",
                .unsignedEvent: "true",
                .id: "json:/signature/token",
                .time: "json:/event-data/timestamp",
                .unsignedBody: "true",
            ]
        ),
        SenderPreset(
            "typeform",
            title: "Typeform",
            setup:
                "Your form, Connect, Webhooks: the URL of the source and the secret.",
            sample: #"{"event_id":"1","event_type":"form_response"}"#,
            [
                .signature: "header:Typeform-Signature",
                .prefix: "sha256=",
                .encoding: "base64",
                .event: "json:/event_type",
                .id: "json:/event_id",
            ]
        ),
        SenderPreset(
            "calendly",
            title: "Calendly",
            setup:
                "Create a webhook subscription by the API, with the URL of the source and the signing key.",
            sample: #"{"event":"invitee.created"}"#,
            [
                .signature: "header:Calendly-Webhook-Signature",
                .layout: "pairs",
                .tag: "v1",
                .content: "{timestamp}.{body}",
                .timestamp: "pair:t",
                .event: "json:/event",
                .time: "json:/created_at",
            ]
        ),
        SenderPreset(
            "docusign",
            title: "DocuSign Connect",
            setup:
                "Settings, Connect: the URL of the source, JSON, HMAC signature included. The secrets are the Connect keys.",
            sample: #"{"event":"envelope-completed"}"#,
            [
                .signature: "header:X-DocuSign-Signature-*",
                .encoding: "base64",
                .event: "json:/event",
                .time: "json:/generatedDateTime",
            ]
        ),
        SenderPreset(
            "box",
            title: "Box, v2 webhooks",
            setup:
                "Developer Console, your app, Webhooks: the URL of the source, and generate both keys: they are the two secrets of the source.",
            sample: #"{"trigger":"FILE.UPLOADED"}"#,
            [
                .signature: "header:BOX-SIGNATURE-PRIMARY | header:BOX-SIGNATURE-SECONDARY",
                .encoding: "base64",
                .content: "{body}{timestamp}",
                .timestamp: "header:BOX-DELIVERY-TIMESTAMP",
                .timestampFormat: "iso8601",
                .tolerance: "10m",
                .event: "json:/trigger",
                .id: "header:BOX-DELIVERY-ID",
                .time: "json:/created_at",
            ]
        ),
        SenderPreset(
            "workos",
            title: "WorkOS",
            setup:
                "Developer, Webhooks: the URL of the source. Copy the signing secret.",
            sample: #"{"id":"1","event":"user.created"}"#,
            [
                .signature: "header:WorkOS-Signature",
                .layout: "pairs",
                .tag: "v1",
                .content: "{timestamp}.{body}",
                .timestamp: "pair:t",
                .timestampFormat: "milliseconds",
                .event: "json:/event",
                .id: "json:/id",
                .time: "json:/created_at",
            ]
        ),
    ]
}
