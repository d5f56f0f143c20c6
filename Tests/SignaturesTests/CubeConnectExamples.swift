import Events
import Signatures
import Testing

/// Requests as CubeConnect sends them: PHP's escapes, no line break at the end; every event of its documentation.
struct CubeConnectExample: Sendable, CustomTestStringConvertible {
    let signature: String
    let body: String

    static let secret = "hookgate-example-secret"
    static let timestamp = "2026-03-10T14:30:00+03:00"
    /// The same moment.
    static let now = Timestamp(seconds: 1_773_142_200)

    var testDescription: String { String(self.body.prefix(40)) }

    var head: SampleHead {
        SampleHead([
            ("Content-Type", "application/json"), ("X-Webhook-Timestamp", Self.timestamp),
            ("X-Webhook-Signature", self.signature),
        ])
    }

    static let all = [
        CubeConnectExample(
            signature: "61b9e74f9a0c8bb0f2b058125bb8e490ed593eafba130f5ca4b1907f358fa560",
            body: #"{"event":"message.status_updated","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:0"#
                + #"0","whatsapp_account_id":5,"message_id":"wamid.HBgLMTIzNDU2Nzg5MBUCABIYFjNFQjBGQUFGRT"#
                + #"U1MzkA","status":"delivered","recipient":"966501234567","errors":null}"#
        ),
        CubeConnectExample(
            signature: "ab000bbb5e8f1a14b8b1fc55df82d053b4f66fb6194d959ed12a977f60d782af",
            body: #"{"event":"message.status_updated","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:0"#
                + #"0","whatsapp_account_id":5,"message_id":"wamid.HBgLMTIzNDU2Nzg5MBUCABIYFjNFQjBGQUFGRT"#
                + #"U1MzkB","status":"failed","recipient":"966501234567","errors":[{"code":131047,"title""#
                + #":"Message failed to send because more than 24 hours have passed since the customer la"#
                + #"st replied."}]}"#
        ),
        CubeConnectExample(
            signature: "eb4683493092603df9eba12c955454c44ca2bf6e927396db9b3cca97a09d9aaf",
            body: #"{"event":"message.received","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00","wh"#
                + #"atsapp_account_id":5,"wa_message_id":"wamid.HBgLMTIzNDU2Nzg5MBUCABIYFjNFQjBGQUFGRTU1M"#
                + #"zkC","from":"966501234567","sender_name":"\u0645\u062d\u0645\u062f","type":"text","co"#
                + #"ntent":"\u0645\u0631\u062d\u0628\u0627\u060c \u0623\u062d\u062a\u0627\u062c \u0645\u0"#
                + #"633\u0627\u0639\u062f\u0629 \u0641\u064a \u0637\u0644\u0628\u064a https:\/\/example.c"#
                + #"om\/orders\/42"}"#
        ),
        CubeConnectExample(
            signature: "3758235de4680c61e4aaee0fdad5557f83e18b6ad136050fae6eae9b1e61edf0",
            body: #"{"event":"campaign.created","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00","ca"#
                + #"mpaign_id":"01JX0000000000000000000001","name":"Offer Reminder \/ \u0639\u0631\u0636""#
                + #","total_count":500}"#
        ),
        CubeConnectExample(
            signature: "c5d2950091e14ca8c0d9049e7e92a14631511fa10f21bebc3a87a0fca65b6eca",
            body: #"{"event":"campaign.started","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00","ca"#
                + #"mpaign_id":"01JX0000000000000000000001","name":"Offer Reminder \/ \u0639\u0631\u0636""#
                + #","total_count":500}"#
        ),
        CubeConnectExample(
            signature: "cf86b226d987ba05ec254917f456091981dbd0fd6ad8b83cda624ef35ddfa14c",
            body: #"{"event":"campaign.completed","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00",""#
                + #"campaign_id":"01JX0000000000000000000001","name":"Offer Reminder \/ \u0639\u0631\u063"#
                + #"6","sent_count":488,"failed_count":12}"#
        ),
        CubeConnectExample(
            signature: "51fbf883f5f8927b5482519b6eabf262a5b825e76ce0593b84fe58c5d187882b",
            body: #"{"event":"template.submitted","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00",""#
                + #"template_name":"order_confirmation","status":"pending"}"#
        ),
        CubeConnectExample(
            signature: "cb9a7ef00c301f52e5a7cec96e914ce1b1b481fff579ffac948985e6ed4cb648",
            body: #"{"event":"template.status_changed","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:"#
                + #"00","template_name":"order_confirmation","status":"rejected","reason":"INVALID_FORMAT"#
                + #""}"#
        ),
        CubeConnectExample(
            signature: "02d3b5398950a44c3247c8d3f189e18ccf87592ed379c3ea33ddc8ab2b677740",
            body: #"{"event":"flow.session_started","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00""#
                + #","flow_id":7,"session_id":9001,"customer_phone":"966501234567"}"#
        ),
        CubeConnectExample(
            signature: "c95842b6e705cadd96d92ea581c94ed0cc5676a48416da177f7b3cc3cddfeff3",
            body: #"{"event":"flow.session_completed","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:0"#
                + #"0","flow_id":7,"session_id":9001,"customer_phone":"966501234567","answers":{"1":"yes""#
                + #","10":"no","2":"maybe"}}"#
        ),
        CubeConnectExample(
            signature: "5bd26c3dd492b60b583b692dd7877bd71338c907b95816889f5b85d5d9d8244e",
            body: #"{"event":"flow.session_cancelled","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:0"#
                + #"0","flow_id":7,"session_id":9002,"customer_phone":"966501234567"}"#
        ),
        CubeConnectExample(
            signature: "1133e046382d1028c6ec9ef0bebcebdaefcb8c35d28e3ccff7ca10bd362e01ae",
            body: #"{"event":"account.quality_event","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00"#
                + #"","type":"block","user_phone":"966501234567"}"#
        ),
        CubeConnectExample(
            signature: "0c703042fb988775db4c5322e4b46390b9adff684f94d70e0041a7044074e0aa",
            body: #"{"event":"webhook.test","tenant_id":1,"timestamp":"2026-03-10T14:30:00+03:00","messag"#
                + #"e":"Connection test"}"#
        ),
    ]
}
