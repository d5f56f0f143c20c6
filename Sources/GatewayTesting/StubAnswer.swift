/// What a ``StubTarget`` does with one request.
package struct StubAnswer: Sendable {
    /// What the target does once it has the request.
    package enum Conduct: Sendable {
        /// Answers and keeps the connection.
        case answer
        /// Answers and closes.
        case answerAndClose
        /// Answers when ``StubTarget/release()`` is called.
        case hold
        /// Never answers; the connection stays open until the other side gives up.
        case hang
        /// Breaks the connection with RST.
        case reset
        /// Closes without an answer.
        case close
        /// Sends these bytes as they are, then closes.
        case bytes([UInt8])
        /// Sends these pieces, with a pause of some milliseconds before each, and keeps the connection.
        case pieces([[UInt8]], pauseMilliseconds: Int32)
    }

    package var conduct: Conduct
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        status: Int = 200,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = Array("ok".utf8),
        conduct: Conduct = .answer
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.conduct = conduct
    }

    /// The whole answer as it goes over the wire.
    var wire: [UInt8] {
        var head = "HTTP/1.1 \(self.status) Stub\r\nContent-Length: \(self.body.count)\r\n"
        for header in self.headers { head += "\(header.name): \(header.value)\r\n" }
        if case .answerAndClose = self.conduct { head += "Connection: close\r\n" }
        return Array(head.utf8) + Array("\r\n".utf8) + self.body
    }
}

/// A request as a ``StubTarget`` read it.
package struct StubRequest: Sendable {
    package let method: String
    package let target: String
    /// In order, names as sent.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// Counts the connections of the target from 0.
    package let connection: Int

    /// All values of a header, whatever the case of its name.
    package func values(_ name: String) -> [String] {
        self.headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The only value of a header; `nil` where it is absent or there are several.
    package func value(_ name: String) -> String? {
        let values = self.values(name)
        return values.count == 1 ? values[0] : nil
    }
}
