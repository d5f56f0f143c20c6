internal import HTTPTypes
internal import Hummingbird

/// Answers only requests for a name that is ours.
///
/// A page of another site can point its own name at 127.0.0.1 and then read what is here (DNS rebinding); the name in
/// `Host` gives it away.
struct HostGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    let allowed: Set<String>

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, self.allowed.contains(Self.name(of: authority)) else {
            return AdminAnswer.problem(
                .misdirectedRequest,
                "This name is not served here; add it to [admin] hosts in gateway.conf if it is yours."
            )
        }
        return try await next(request, context)
    }

    /// The authority without its port, in lower case; an IPv6 address keeps its brackets.
    static func name(of authority: String) -> String {
        let lower = authority.lowercased()
        if lower.hasPrefix("["), let end = lower.firstIndex(of: "]") {
            return String(lower[...end])
        }
        return String(lower.prefix { $0 != ":" })
    }
}
