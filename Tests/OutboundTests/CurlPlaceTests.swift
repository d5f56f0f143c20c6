import Testing

@testable import Outbound

struct CurlPlaceTests {
    @Test func urlStaysWithoutServerName() {
        let place = CurlPlace(url: "https://app:8443/x?y=1", serverName: nil)
        #expect(place == CurlPlace(url: "https://app:8443/x?y=1", serverName: nil))
        #expect(place.url == "https://app:8443/x?y=1")
        #expect(place.route == nil)
        #expect(place.hostLine == nil)
    }

    @Test(arguments: [
        ("https://10.0.0.7/x", "https://a.example:443/x", "a.example:443:10.0.0.7:443", "Host: 10.0.0.7"),
        ("https://app:8443?y=1", "https://a.example:8443?y=1", "a.example:8443:app:8443", "Host: app:8443"),
        ("https://[::1]/", "https://a.example:443/", "a.example:443:[::1]:443", "Host: [::1]"),
        ("https://[::1]:444/", "https://a.example:444/", "a.example:444:[::1]:444", "Host: [::1]:444"),
    ])
    func serverNameTakesTheHostsPlace(url: String, wanted: String, route: String, host: String) {
        let place = CurlPlace(url: url, serverName: "a.example")
        #expect(place.url == wanted)
        #expect(place.route == route)
        #expect(place.hostLine == host)
    }
}
