internal import Events
internal import NIOHTTP1

/// A request's head, with what the gateway asks of it found in one walk over its fields.
struct ReceivedHead {
    enum Expectation {
        case none
        /// `100-continue`.
        case proceed
        case unknown
    }

    let head: HTTPRequestHead
    /// `Content-Length`, or 0; the gate has seen to it that there is at most one.
    private(set) var announcedBodyBytes = 0
    private(set) var isIdentityEncoded = true
    private(set) var expectation = Expectation.none
    /// Whether the connection ends with the answer: asked for, HTTP/1.0, or an upgrade that is not followed.
    private(set) var closesConnection: Bool
    /// Fields that `Connection` names, in lower case: they are for the next hop alone (RFC 9110 §7.6.1).
    private(set) var hopFields: [Substring] = []

    init(_ head: HTTPRequestHead) {
        self.head = head
        let isOldVersion = head.version.minor == 0
        // The parser takes what follows CONNECT for another protocol. A refusal has a body, and who asked with HEAD would
        // take it for the next answer.
        let isBodiless = head.method != .POST && (head.method == .CONNECT || head.method == .HEAD)
        self.closesConnection = isOldVersion || !head.isKeepAlive || isBodiless
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 6 where name.isEqual(toLowercase: "expect"):
                if !isOldVersion { self.expectation = value.isEqual(toLowercase: "100-continue") ? .proceed : .unknown }
            case 7 where name.isEqual(toLowercase: "upgrade"):
                // The parser stops behind such a request (RFC 9110 §7.8); it is answered as if it had not asked.
                self.closesConnection = true
            case 10 where name.isEqual(toLowercase: "connection"):
                self.readConnection(value)
            case 14 where name.isEqual(toLowercase: "content-length"):
                self.announcedBodyBytes = Int(value) ?? Int.max
            case 16 where name.isEqual(toLowercase: "content-encoding"):
                if !value.isEmpty, !value.isEqual(toLowercase: "identity") { self.isIdentityEncoded = false }
            default: break
            }
        }
    }

    private mutating func readConnection(_ value: String) {
        guard !value.isEqual(toLowercase: "close"), !value.isEqual(toLowercase: "keep-alive") else { return }
        self.hopFields += value.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
    }

    var isPost: Bool { self.head.method == .POST }

    /// The exact bytes of the target before `?`; of an absolute target, what follows the authority (RFC 9112 §3.2.2).
    var path: String {
        let target = self.head.uri
        if target.utf8.first == UInt8(ascii: "/") {
            guard let question = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
            return String(target[..<question])
        }
        for scheme in ["http://", "https://"] where target.utf8.count > scheme.utf8.count {
            let start = target.utf8.index(target.startIndex, offsetBy: scheme.utf8.count)
            guard String(target[..<start]).isEqual(toLowercase: scheme) else { continue }
            let rest = target[start...]
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
            guard let slash = rest[..<end].utf8.firstIndex(of: UInt8(ascii: "/")) else { return "/" }
            return String(rest[slash..<end])
        }
        return target
    }

    /// Whether there is a field, and whether all fields of the name say the same.
    func field(_ lowercasedName: String) -> Field {
        var found: String?
        for (name, value) in self.head.headers where name.isEqual(toLowercase: lowercasedName) {
            if let found, found != value { return .conflicting }
            found = value
        }
        return found.map(Field.one) ?? .absent
    }

    enum Field {
        case absent
        case one(String)
        case conflicting
    }
}

extension String {
    /// Compares without regard to the case of ASCII letters; `other` is in lower case.
    func isEqual(toLowercase other: String) -> Bool {
        guard self.utf8.count == other.utf8.count else { return false }
        let isEqual = self.utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { others in
                for index in 0..<bytes.count where bytes[index].lowercasedASCII != others[index] { return false }
                return true
            }
        }
        return (isEqual ?? nil) ?? (self.lowercased() == other)
    }
}
