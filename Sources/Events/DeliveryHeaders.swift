/// Which header fields of a delivery are whose (product.md §3).
///
/// Names are compared in lower case.
package enum DeliveryHeaders {
    /// What the gateway writes on every request.
    package static let ours: Set<String> = [
        "content-length", "content-type", "host", "hookgate-attempt", "hookgate-event", "hookgate-event-id",
        "hookgate-replay", "hookgate-source", "idempotency-key", "traceparent", "user-agent",
    ]
    /// What belongs to one connection and is never passed on (RFC 9110 §7.6.1).
    package static let hopByHop: Set<String> = [
        "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
        "trailer", "transfer-encoding", "upgrade",
    ]
    /// What the sender proves itself with to us.
    package static let personal: Set<String> = ["authorization", "cookie"]

    /// Whether an original header may be passed on to a target (`forward_headers`).
    package static func isForwardable(_ name: String) -> Bool {
        let name = name.lowercased()
        return Self.isFree(name) && !Self.personal.contains(name)
    }

    /// Whether a target may be given a fixed header of this name (`headers`).
    package static func isFree(_ name: String) -> Bool {
        let name = name.lowercased()
        return Self.isToken(name) && !Self.ours.contains(name) && !Self.hopByHop.contains(name)
    }

    /// A field name is a token (RFC 9110 §5.6.2).
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
