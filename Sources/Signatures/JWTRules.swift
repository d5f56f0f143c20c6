/// A JSON Web Token (RFC 7519) in a header, with the hash of the body in it.
///
/// Which signature algorithm is taken follows from the key alone (RFC 8725 §3.1): a public key in PEM takes ES256, EdDSA
/// or RS256 by its kind, anything else is the secret of HS256. Keys come from the configuration and are never fetched.
package struct JWTRules: Sendable, Equatable {
    package var header: FieldName
    /// The claim that holds the SHA-256 of the body in base64, or in hex or base64url.
    package var bodyHashClaim: String
    /// Milliseconds that `iat`, `nbf` and `exp` may be off.
    package var toleranceMilliseconds: Int64?

    package init(header: FieldName, bodyHashClaim: String, toleranceMilliseconds: Int64?) {
        self.header = header
        self.bodyHashClaim = bodyHashClaim
        self.toleranceMilliseconds = toleranceMilliseconds
    }
}
