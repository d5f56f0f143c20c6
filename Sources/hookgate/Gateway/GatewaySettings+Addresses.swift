import Events
import Settings
import Signatures
import Store

extension ServerSettings {
    /// `http` or `https`.
    var urlScheme: String { self.tls == nil ? "http" : "https" }

    /// Where a command on this machine reaches the senders' listener.
    var clientURL: String {
        guard let address = self.listen.first else { return "http://127.0.0.1:8080" }
        return "\(self.urlScheme)://\(address.reachable)"
    }
}

extension AdminSettings {
    /// Where a command on this machine reaches the operator's listener.
    var clientURL: String { "http://\(self.listen.reachable)" }
}

extension Settings.ListenAddress {
    /// The address itself, or loopback where it stands for every address.
    var reachable: String {
        switch self.host {
        case "0.0.0.0": "127.0.0.1:\(self.port)"
        case "::": "[::1]:\(self.port)"
        default: self.description
        }
    }
}

extension GatewaySettings {
    /// How the store is to behave.
    ///
    /// The window may shrink under pressure, but never below what the sender may still repeat: its own retries and both
    /// sides of the tolerance.
    var storeOptions: SQLiteStoreOptions {
        let tolerance = self.sources.compactMap { $0.scheme.hmac?.timestamp?.toleranceMilliseconds }.max() ?? 0
        var options = SQLiteStoreOptions()
        options.retentionMilliseconds = self.store.retentionMilliseconds
        options.deadRetentionMilliseconds = self.store.deadRetentionMilliseconds
        options.dedupeWindowMilliseconds = self.store.dedupeWindowMilliseconds
        options.dedupeKeysMax = self.store.maxKeys
        options.dedupeSpanMillisecondsMin = Limits.senderRetrySpanMilliseconds + 2 * tolerance
        return options
    }
}
