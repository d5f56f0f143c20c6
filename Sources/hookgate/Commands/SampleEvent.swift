import Events

/// Bodies as CubeConnect writes them, for `hookgate send`.
enum SampleEvent {
    /// The body of an event by its name, with the present time and a number that makes it unlike the one before.
    static func body(event: String, now: Timestamp, number: UInt64) -> String {
        let quoted = event.unicodeScalars.reduce(into: "") { text, character in
            switch character {
            case "\"", "\\": text += "\\\(character)"
            default: text.unicodeScalars.append(character)
            }
        }
        let head = #""event":"\#(quoted)","tenant_id":1,"timestamp":"\#(now.offsetForm)""#
        let fields = Self.fields(event: event, number: number).map { ",\($0)" } ?? #","test":\#(number)"#
        return "{\(head)\(fields)}"
    }

    /// Fields of the sender's documentation (sender-cubeconnect page, read 2026-03).
    private static func fields(event: String, number: UInt64) -> String? {
        switch event {
        case "message.status_updated":
            #""whatsapp_account_id":5,"message_id":"wamid.TEST\#(number)","status":"delivered","#
                + #""recipient":"966501234567","errors":null"#
        case "message.received":
            #""whatsapp_account_id":5,"wa_message_id":"wamid.TEST\#(number)","from":"966501234567","#
                + #""sender_name":"\u0645\u062d\u0645\u062f","type":"text","content":"https:\/\/example.com\/orders\/42""#
        case "campaign.created", "campaign.started":
            #""campaign_id":\#(number),"name":"Spring""#
        case "campaign.completed":
            #""campaign_id":\#(number),"name":"Spring","sent_count":1200,"failed_count":3"#
        case "template.submitted":
            #""template_name":"welcome_\#(number)""#
        case "template.status_changed":
            #""template_name":"welcome_\#(number)","status":"approved""#
        case "flow.session_started", "flow.session_completed", "flow.session_cancelled":
            #""session_id":\#(number),"customer_phone":"966501234567""#
        case "account.quality_event":
            #""type":"blocked","user_phone":"966501234567","number":\#(number)"#
        default: nil
        }
    }
}
