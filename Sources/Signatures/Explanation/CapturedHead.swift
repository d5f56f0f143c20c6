/// The head of a request that was kept or written to a file.
package struct CapturedHead: RequestHead, Sendable, Equatable {
    /// One header field; the name in lower case.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name.lowercased()
            self.value = value
        }
    }

    package let method: String
    package let target: String
    /// In the order of the request.
    package let fields: [Field]

    package init(method: String = "POST", target: String = "/", fields: [Field]) {
        self.method = method
        self.target = target
        self.fields = fields
    }

    /// Looks up a header by walking over all of them: a head is read a few times here, and not on the hot path.
    package func header(_ lowercasedName: String) -> HeaderValue {
        var found: String?
        for field in self.fields where field.name == lowercasedName {
            if let found, found != field.value { return .conflicting }
            found = field.value
        }
        return found.map(HeaderValue.one) ?? .absent
    }

    /// The same head with another value under this name, whatever stood there; the name in lower case.
    func replacing(_ name: String, with value: String) -> CapturedHead {
        let others = self.fields.filter { $0.name != name }
        return CapturedHead(
            method: self.method,
            target: self.target,
            fields: others + [Field(name: name, value: value)]
        )
    }
}
