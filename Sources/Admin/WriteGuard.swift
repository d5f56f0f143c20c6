internal import HTTPTypes
internal import Hummingbird

/// Keeps pages of other sites from doing anything here in the name of the person who looks at them.
///
/// A browser says where a request comes from (`Sec-Fetch-Site`, and `Origin` with every write); programs say neither.
enum WriteGuard {
    static func allows(_ request: Request) -> Bool {
        // because: the name is a constant, and a token.
        let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!]
        if let site, site != "same-origin", site != "none" { return false }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority else { return false }
        return origin.lowercased() == "http://\(authority.lowercased())"
    }

    static var refusal: Response {
        AdminAnswer.problem(.forbidden, "This comes from a page of another site, and changes something.")
    }
}
