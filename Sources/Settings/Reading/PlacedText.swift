/// A text of gateway.conf, variables filled in, with its place.
struct PlacedText: Sendable, Equatable {
    let text: String
    let place: Place
}
