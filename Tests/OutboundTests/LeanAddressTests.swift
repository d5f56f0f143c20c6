import Testing

@testable import Outbound

struct LeanAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:3000/cube/hook?a=b#c", "127.0.0.1:3000", "/cube/hook?a=b", 1),
        ("http://127.0.0.1", "127.0.0.1", "/", 1),
        ("http://10.0.0.1:80/x", "10.0.0.1", "/x", 1),
        ("http://10.0.0.1?x=1", "10.0.0.1", "/?x=1", 1),
        ("http://[::1]:8080/", "[::1]:8080", "/", 1),
        ("http://localhost:3000/hook", "localhost:3000", "/hook", 2),
        ("http://LOCALHOST/", "LOCALHOST", "/", 2),
    ])
    func addressesAndLocalhostNeedNoResolver(url: String, host: String, target: String, addresses: Int) throws {
        let address = try #require(LeanAddress(url: url))
        #expect(address.host == host)
        #expect(address.target == target)
        #expect(address.addresses.count == addresses)
    }

    @Test(arguments: [
        "https://127.0.0.1/", "http://crm:3000/", "http://example.com/", "http://user:pw@127.0.0.1/", "http://127.1/",
        "http://127.0.0.1:0/", "http://127.0.0.1:70000/", "http://127.0.0.1:x/", "http://[::1/", "http://[127.0.0.1]/",
        "http:///x", "http://127.0.0.1/a b", "http://127.0.0.1/é", "HTTP://127.0.0.1/", "", "http://",
    ])
    func everythingElseIsLibcurls(url: String) {
        #expect(LeanAddress(url: url) == nil)
    }
}
