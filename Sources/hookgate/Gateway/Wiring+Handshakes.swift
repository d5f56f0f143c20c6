import Admin
import Events
import Inbound
import Logging
import Settings
import Signatures

// Handshakes: what they need besides a decision. A key is written to its file, a subscription is confirmed.

extension Wiring {
    /// The exchanges of keys, by the name of their source.
    static func exchanges(_ settings: GatewaySettings) -> [String: KeyExchange] {
        var exchanges: [String: KeyExchange] = [:]
        for source in settings.sources {
            guard let path = source.keyFile else { continue }
            let logger = Logger(label: "inbound")
            exchanges[source.name] = KeyExchange(scheme: source.scheme, hasKey: !source.secrets.isEmpty) { key in
                do throws(KeyFile.Failure) {
                    try KeyFile.create(path, key)
                    return true
                } catch {
                    logger.error("the sender's key cannot be kept: \(error)", metadata: ["source": "\(source.name)"])
                    return false
                }
            }
        }
        return exchanges
    }

    /// What the requests of a source are proven with.
    ///
    /// Where the sender has yet to hand its key over, nothing can prove them: then it is a key that nobody knows, made for
    /// this run and written nowhere.
    static func secrets(of source: SourceSettings) throws(SchemeError) -> [SecretKey] {
        guard source.secrets.isEmpty, source.keyFile != nil else { return source.secrets }
        let decoding = source.scheme.keyDecoding
        return [try SecretKey(text: try SecretKey.randomText(decoding: decoding), decoding: decoding)]
    }

    func handshake(_ source: SourceSettings, _ confirmer: SubscriptionConfirmer) throws -> SourceHandshake? {
        guard let terms = source.handshake else { return nil }
        return SourceHandshake(
            responder: try HandshakeResponder(terms, secrets: source.secrets),
            exchange: self.exchanges[source.name],
            confirm: { url in confirmer.confirm(url, source: source.name) }
        )
    }

    func arm(_ source: String) -> ArmingAnswer {
        guard self.settings.sources.contains(where: { $0.name == source }) else { return .unknownSource }
        guard let exchange = self.exchanges[source] else { return .noExchange }
        return switch exchange.arm(now: self.clock.monotonicNanoseconds()) {
        case .armed(let seconds): .armed(seconds: seconds)
        case .keyExists: .keyExists
        }
    }
}
