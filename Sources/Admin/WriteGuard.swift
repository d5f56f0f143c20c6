internal import HTTPTypes
internal import Hummingbird

/// Refuses what changes something when a page of another site asks for it.
///
/// A browser says where a request comes from, in `Sec-Fetch-Site` and in `Origin`; a program sends neither, and no page
/// can make a browser leave both out.
struct WriteGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get || request.method == .head || Self.isSameOrigin(request) else {
            return AdminAnswer.problem(.forbidden, "This changes something, so it must be asked for from its own page.")
        }
        return try await next(request, context)
    }

    private static func isSameOrigin(_ request: Request) -> Bool {
        // because: a literal that is a valid field name.
        if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!], site != "same-origin" { return false }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority?.lowercased() else { return false }
        return origin.lowercased() == "http://\(authority)" || origin.lowercased() == "https://\(authority)"
    }
}
