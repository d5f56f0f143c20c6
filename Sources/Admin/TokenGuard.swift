internal import HTTPTypes
internal import Hummingbird

/// Lets in who presents the configured token; health and readiness need none.
struct TokenGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    let isValid: (@Sendable (String) -> Bool)?

    private static let open: Set<String> = ["/healthz", "/readyz"]

    @concurrent func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let isValid = self.isValid, !Self.open.contains(request.uri.path) else {
            return try await next(request, context)
        }
        guard let token = Self.bearer(request.headers[.authorization]), isValid(token) else {
            var response = AdminAnswer.problem(
                .unauthorized,
                "This needs the token of [admin] in gateway.conf: Authorization: Bearer …"
            )
            response.headers[.wwwAuthenticate] = "Bearer realm=\"hookgate\""
            return response
        }
        return try await next(request, context)
    }

    private static func bearer(_ value: String?) -> String? {
        guard let value, value.utf8.count > 7, value.prefix(7).lowercased() == "bearer " else { return nil }
        return String(value.dropFirst(7))
    }
}
