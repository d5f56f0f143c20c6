internal import Events
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// `/api/v1/rejections`: what was refused, why, and once more.
struct RejectionRoutes: Sendable {
    let access: RejectionAccess
    let logger: Logger

    func add(to router: Router<BasicRequestContext>) {
        router.get("/api/v1/rejections") { request, _ in try self.list(request) }
        router.get("/api/v1/rejections/:id") { _, context in try self.show(context) }
        router.post("/api/v1/rejections/:id/replay") { _, context in try await self.replay(context) }
    }

    private static let parameters: Set<String> = ["before", "limit", "source", "cause"]

    private func list(_ request: Request) throws -> Response {
        var filter = RejectionAccess.Filter(limit: Limits.rejectionsPerPageDefault)
        for (name, value) in request.uri.queryParameters {
            let text = String(value)
            switch name {
            case "before":
                guard let before = Int64(text), before > 0 else {
                    return AdminAnswer.problem(.badRequest, "before is the number that the page before named as next")
                }
                filter.before = before
            case "limit":
                guard let limit = Int(text), (1...Limits.rejectionsPerPageMax).contains(limit) else {
                    return AdminAnswer.problem(.badRequest, "limit is 1 to \(Limits.rejectionsPerPageMax)")
                }
                filter.limit = limit
            case "source": filter.source = text
            case "cause":
                guard let cause = RejectionCause(rawValue: text) else {
                    let known = RejectionCause.allCases.map(\.rawValue).joined(separator: ", ")
                    return AdminAnswer.problem(.badRequest, "there is no such cause; there are: \(known)")
                }
                filter.cause = cause
            default:
                let known = Self.parameters.sorted().joined(separator: ", ")
                return AdminAnswer.problem(.badRequest, "an unknown parameter; there are: \(known)")
            }
        }
        return try AdminAnswer.encoded(try self.access.list(filter))
    }

    private func show(_ context: BasicRequestContext) throws -> Response {
        guard let id = Self.id(context), let found = try self.access.find(id) else { return Self.notFound }
        return try AdminAnswer.encoded(found)
    }

    private func replay(_ context: BasicRequestContext) async throws -> Response {
        guard let id = Self.id(context) else { return Self.notFound }
        let answer: RejectionReplay
        do {
            answer = try await self.access.replay(id)
        } catch let error as RejectionAccess.Unreplayable {
            return Self.problem(error)
        }
        self.logger.notice(
            "rejection replayed",
            metadata: ["rejection": "\(id)", "result": "\(answer.status)", "event": "\(answer.id ?? "")"]
        )
        let cause = answer.cause.flatMap { RejectionCause(rawValue: $0) }
        let status: HTTPResponse.Status =
            cause.map { $0.fault == .gateway ? .serviceUnavailable : .unprocessableContent } ?? .ok
        var response = try AdminAnswer.encoded(answer)
        response.status = status
        return response
    }

    private static func id(_ context: BasicRequestContext) -> Int64? { context.parameters.get("id", as: Int64.self) }

    private static var notFound: Response {
        AdminAnswer.problem(.notFound, "There is no rejection of this number; it may have made room for newer ones.")
    }

    private static func problem(_ error: RejectionAccess.Unreplayable) -> Response {
        switch error {
        case .notFound: Self.notFound
        case .notWhole:
            AdminAnswer.problem(
                .conflict,
                "It cannot be verified again: a credential was taken out of it, or its body was too large to be kept."
            )
        case .replayed(let event): AdminAnswer.problem(.conflict, "It was replayed already and is \(event).")
        }
    }
}
