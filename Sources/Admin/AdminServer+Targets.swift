internal import HTTPTypes
internal import Hummingbird

extension AdminServer {
    /// `GET /api/v1/targets`, `POST /api/v1/targets/{name}/pause` and `…/resume`.
    static func addTargets(_ control: TargetControl, to router: Router<BasicRequestContext>) {
        router.get("/api/v1/targets") { _, _ in
            try AdminAnswer.encoded(TargetControl.List(targets: control.list()))
        }
        router.post("/api/v1/targets/{name}/pause") { _, context in
            try await Self.setPaused(true, control, context)
        }
        router.post("/api/v1/targets/{name}/resume") { _, context in
            try await Self.setPaused(false, control, context)
        }
    }

    private static func setPaused(
        _ isPaused: Bool,
        _ control: TargetControl,
        _ context: BasicRequestContext
    ) async throws -> Response {
        let name = try context.parameters.require("name")
        guard await control.setPaused(name, isPaused), let target = control.list().first(where: { $0.name == name })
        else {
            let names = control.list().map(\.name).joined(separator: ", ")
            return AdminAnswer.problem(.notFound, "There is no target of this name; there are: \(names).")
        }
        return try AdminAnswer.encoded(target)
    }
}
