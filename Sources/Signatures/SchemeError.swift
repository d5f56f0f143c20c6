/// Why a scheme or its secrets cannot be used.
///
/// It is found at start, never while a request is verified. It never holds a secret or a part of one.
package struct SchemeError: Error, Sendable, Equatable {
    /// The closed list of causes.
    package enum Code: String, Sendable, CaseIterable {
        case emptySecret = "empty_secret"
        case undecodableSecret = "undecodable_secret"
        case noSecret = "no_secret"
        case tooManySecrets = "too_many_secrets"
        case needlessSecret = "needless_secret"
        case invalidHeaderName = "invalid_header_name"
        case invalidTemplate = "invalid_template"
        case invalidLayout = "invalid_layout"
        case missingTimestampRules = "missing_timestamp_rules"
        case unsignedTimestamp = "unsigned_timestamp"
        case invalidTolerance = "invalid_tolerance"
        case missingIDHeader = "missing_id_header"
        case digestUnavailable = "digest_unavailable"
        case cannotSign = "cannot_sign"
        case unusableKey = "unusable_key"
        case missingPublicURL = "missing_public_url"
        case missingSenderID = "missing_sender_id"
        case invalidSetting = "invalid_setting"
        case unsignedBody = "unsigned_body"
        case noRandomness = "no_randomness"
    }

    package let code: Code
    /// What was read and why it cannot work.
    package let problem: String
    /// What to do instead.
    package let fix: String

    package init(_ code: Code, _ problem: String, fix: String) {
        self.code = code
        self.problem = problem
        self.fix = fix
    }
}

extension SchemeError: CustomStringConvertible {
    package var description: String { "\(self.problem); \(self.fix)" }
}
