/// What the sender of a handshake reads.
package struct HandshakeAnswer: Sendable, Equatable {
    /// 200, or 204 without a body.
    package let status: Int
    /// `nil` without a body.
    package let contentType: String?
    /// Besides the ones that every answer has.
    package let headers: [SignedHeader]
    /// ASCII without anything that a browser would run.
    package let body: String

    package init(
        status: Int = 200,
        contentType: String? = nil,
        headers: [SignedHeader] = [],
        body: String = ""
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }
}
