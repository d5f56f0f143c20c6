internal import HTTPTypes
internal import Hummingbird

/// Lets a request change something only where it says that it comes from here.
///
/// A page of another site can make a browser post to this listener, but it cannot choose `Origin` or `Sec-Fetch-Site`
/// (Fetch Standard §4.4, Fetch Metadata §2.3). Programs send `Origin` with the address that they post to.
struct OriginGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isReading = request.method == .get || request.method == .head
        guard isReading || Self.isFromHere(request) else {
            return AdminAnswer.problem(
                .forbidden,
                "Changes are taken from this address only; send Origin: http://HOST:PORT as in Host."
            )
        }
        return try await next(request, context)
    }

    private static func isFromHere(_ request: Request) -> Bool {
        let origin = request.headers[.origin]
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        guard origin != nil || site != nil, let authority = request.head.authority?.lowercased() else { return false }
        if let site, site != "same-origin" { return false }
        guard let origin = origin?.lowercased() else { return true }
        return origin == "http://\(authority)" || origin == "https://\(authority)"
    }
}
