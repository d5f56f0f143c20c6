import Events
import Testing

struct StatusListTests {
    @Test(arguments: [
        ("408, 429, 500-599, !501", [408, 429, 500, 502, 599], [100, 200, 404, 407, 430, 499, 501]),
        ("!410", [100, 404, 409, 411, 599], [410]),
        ("!400-499,!501", [399, 500, 502], [400, 404, 499, 501]),
        ("404", [404], [403, 405, 0, -1, 600, 99, Int.max, Int.min]),
        ("  500 - 503 ,!  502 ", [500, 501, 503], [499, 502, 504]),
        ("!500,500-502", [501, 502], [500]),
        ("100-599", [100, 163, 164, 227, 228, 599], [99, 600]),
    ])
    func namesWhatItSays(text: String, contained: [Int], missing: [Int]) throws {
        let list = try StatusList(text)
        for status in contained { #expect(list.contains(status), "\(status)") }
        for status in missing { #expect(!list.contains(status), "\(status)") }
    }

    @Test(arguments: [
        "", " ", ",", "408,", "600", "99", "4xx", "500-", "-500", "500-600", "503-500", "!", "!!500", "500!", "1-2-3",
        "+500", "５００", "!100-599", "500,!500", "408;429", "408 429",
    ])
    func refusesWhatIsNoList(text: String) {
        #expect(throws: StatusList.ParsingError.self) { try StatusList(text) }
    }
}
