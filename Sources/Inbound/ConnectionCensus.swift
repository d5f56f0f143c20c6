internal import Synchronization

/// Counts the open connections, in all and by peer, and says who may stay.
final class ConnectionCensus: Sendable {
    private struct State {
        var total = 0
        var byPeer: [PeerAddress: Int] = [:]

        mutating func admit(_ peer: PeerAddress, totalMax: Int, perPeerMax: Int) -> Bool {
            guard self.total < totalMax, self.byPeer[peer, default: 0] < perPeerMax else { return false }
            self.total += 1
            self.byPeer[peer, default: 0] += 1
            return true
        }

        mutating func leave(_ peer: PeerAddress) {
            // because: only an admitted connection leaves, and it leaves once.
            let left = self.byPeer[peer]! - 1
            self.byPeer[peer] = left == 0 ? nil : left
            self.total -= 1
        }
    }

    private let totalMax: Int
    private let perPeerMax: Int
    private let state = Mutex(State())

    init(totalMax: Int, perPeerMax: Int) {
        self.totalMax = totalMax
        self.perPeerMax = perPeerMax
    }

    /// Counts a connection in; `false` where a cap is reached and it must be closed.
    func admit(_ peer: PeerAddress) -> Bool {
        self.state.withLock { $0.admit(peer, totalMax: self.totalMax, perPeerMax: self.perPeerMax) }
    }

    /// Counts an admitted connection out.
    func leave(_ peer: PeerAddress) {
        self.state.withLock { $0.leave(peer) }
    }
}
