import Testing

@testable import Events

struct IdempotencyKeyPartTests {
    @Test(arguments: [
        ("event", IdempotencyKeyPart.event), ("timestamp", .timestamp), ("body", .body), ("id", .id),
        ("header:x-id", .header("x-id")),
        ("json:/data/id", .json("/data/id")), ("json:/", .json("/")), ("header::", .header(":")),
    ])
    func partIsReadAndWrittenAlike(text: String, part: IdempotencyKeyPart) {
        #expect(IdempotencyKeyPart(text) == part)
        #expect(part.description == text)
    }

    @Test func headerNameIsKeptInLowerCase() {
        #expect(IdempotencyKeyPart("header:X-Request-ID") == .header("x-request-id"))
    }

    @Test(arguments: ["", "Event", "event ", "header:", "header", "json:", "json:a", "json", "bodies", "HEADER:x"])
    func anythingElseIsNoPart(text: String) {
        #expect(IdempotencyKeyPart(text) == nil)
    }
}
