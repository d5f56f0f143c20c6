import Events

extension CommitLoop {
    /// Reads one piece of the first page that somebody waits for, and replies when it is complete.
    ///
    /// Every record that came before it is committed by then, so the page does not show what is done.
    func servePage(_ now: UInt64) {
        guard self.mode != .failed, self.records.isEmpty, !self.pages.isEmpty, now >= self.pagesAt else { return }
        let page = self.pages.removeFirst()
        do throws(StoreError) {
            switch page {
            case .pending(let target, let after, let limit, let found, let reply):
                let scan = try self.store.pending(target: target, after: after, limit: limit - found.count)
                let all = found + scan.deliveries
                guard let next = scan.next else {
                    reply(all)
                    return
                }
                self.pages.insert(
                    .pending(target: target, after: next, limit: limit, found: all, reply: reply),
                    at: 0
                )
            case .retries(let target, let after, let limit, let reply):
                reply(try self.store.retries(target: target, after: after, limit: limit))
            case .pause(let pause, let target, let reply):
                try self.store.setPause(pause, of: target)
                reply()
            }
        } catch {
            // A pause stays in front: the next word about the same target must not be overtaken by it.
            if case .pause = page { self.pages.insert(page, at: 0) } else { self.pages.append(page) }
            guard error.code == .corrupt else {
                self.fail(error)
                return
            }
            self.pagesAt = now + 30 * 1_000_000_000
            self.observer?.noticed("a target's backlog cannot be read, its oldest deliveries wait: \(error)")
        }
    }
}
