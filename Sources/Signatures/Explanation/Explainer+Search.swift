import Events
import Payload

extension Explainer {
    /// The fewest mistakes that explain the request; `nil` where none of those that were tried do.
    func search(
        _ source: Source,
        _ head: CapturedHead,
        _ body: UnsafeRawBufferPointer,
        _ context: HMACContext
    ) -> [Mistake]? {
        switch source.scheme.proof {
        case .none: return nil
        case .token(let header): return self.searchToken(source, header, head, context)
        case .hmac(let rules):
            let presented = PresentedCandidates(rules, head, context)
            guard !presented.candidates.isEmpty else { return nil }
            let document = try? context.normalizer.normalize(
                body,
                extracting: FrameTrials.occurrence(of: source.scheme)
            )
            var search = Search(
                rules: rules,
                frames: FrameTrials(source.scheme, rules, head, document: document).frames,
                bodies: BodyTrials.of(body, context.normalizer),
                keys: KeyTrials.of(
                    source.secrets,
                    decoding: source.scheme.keyDecoding,
                    foreign: self.foreignKeys(of: source)
                ),
                presented: presented.candidates,
                budget: self.budget
            )
            return search.run(context)
        }
    }

    /// The token in other clothes, or another one that we know.
    private func searchToken(
        _ source: Source,
        _ header: FieldName,
        _ head: CapturedHead,
        _ context: HMACContext
    ) -> [Mistake]? {
        guard let value = head.text(of: header.lowercased) else { return nil }
        let keys = KeyTrials.of(
            source.secrets,
            decoding: source.scheme.keyDecoding,
            foreign: self.foreignKeys(of: source)
        )
        let bare = value.split(separator: " ", maxSplits: 1).last.map { Array($0.utf8) } ?? []
        for (bytes, mistakes) in [
            (Array(value.utf8), []), (bare, [Mistake.signatureForm("the token and nothing before it")]),
        ] {
            let digest = Self.digest(bytes, context)
            for key in keys where Self.isEqual(digest, Self.digest(key.bytes, context)) {
                let all = mistakes + (key.mistake.map { [$0] } ?? [])
                if !all.isEmpty { return all }
            }
        }
        return nil
    }

    private static func digest(_ bytes: [UInt8], _ context: HMACContext) -> [UInt8] {
        bytes.withUnsafeBytes { context.hash($0) }
        return Array(UnsafeRawBufferPointer(start: context.tag, count: DigestAlgorithm.sha256.byteCount))
    }

    /// Compares two digests.
    fileprivate static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count
            && left.withUnsafeBytes { left in
                right.withUnsafeBytes { right in
                    // Both `!` because a digest has bytes.
                    TagComparison.isEqual(left.baseAddress!, right.baseAddress!, byteCount: left.count)
                }
            }
    }

    /// Every frame around every body with every key, those with the fewest mistakes first.
    private struct Search {
        let rules: HMACRules
        let frames: [FrameTrials.Frame]
        let bodies: [BodyTrials.Body]
        let keys: [KeyTrials.Key]
        let presented: [PresentedCandidates.Candidate]
        var budget: Budget

        /// Mistakes that one sender is thought to make at once, besides how it writes the signature.
        private static let mistakesMax = 2

        mutating func run(_ context: HMACContext) -> [Mistake]? {
            let digests = DigestAlgorithm.allCases.filter { digest in
                self.presented.contains { $0.bytes.count == digest.byteCount }
            }
            for count in 0...Self.mistakesMax {
                for digest in digests {
                    if let found = self.run(digest, mistakes: count, context) { return found }
                    guard self.budget.trials > 0, self.budget.bytes > 0 else { return nil }
                }
            }
            return nil
        }

        /// All trials with so many mistakes.
        private mutating func run(
            _ digest: DigestAlgorithm,
            mistakes count: Int,
            _ context: HMACContext
        ) -> [Mistake]? {
            guard let fetched = digest.fetched else { return nil }
            for key in self.keys {
                var prepared: HMACKey?
                for frame in self.frames {
                    for body in self.bodies {
                        let mistakes = [frame.mistake, body.mistake, key.mistake].compactMap { $0 }
                        guard mistakes.count == count else { continue }
                        let cost = frame.before.count + body.bytes.count + frame.after.count
                        guard self.budget.trials > 0, self.budget.bytes >= cost else { return nil }
                        self.budget.trials -= 1
                        self.budget.bytes -= cost
                        let hmac = prepared ?? HMACKey(key.bytes, digest: digest, fetched: fetched)
                        prepared = hmac
                        guard let written = self.match(hmac, frame, body, context) else { continue }
                        return mistakes + self.spelling(written, digest)
                    }
                }
            }
            return nil
        }

        /// What the matching candidate says; `nil` where none matches.
        private func match(
            _ key: HMACKey,
            _ frame: FrameTrials.Frame,
            _ body: BodyTrials.Body,
            _ context: HMACContext
        ) -> [Mistake]? {
            context.frame.clear()
            context.frame.append(frame.before)
            context.frame.markBody()
            context.frame.append(frame.after)
            body.bytes.withUnsafeBytes { key.authenticate(body: $0, in: context) }
            let tag = Array(UnsafeRawBufferPointer(start: context.tag, count: key.byteCount))
            return self.presented.first { Explainer.isEqual($0.bytes, tag) }?.mistakes
        }

        /// What is wrong with how the signature is written; with another digest no form of it can be right.
        private func spelling(_ written: [Mistake], _ digest: DigestAlgorithm) -> [Mistake] {
            guard !self.rules.digests.contains(digest) else { return written }
            let digest = Mistake.digest("HMAC-\(digest.title)", expected: "HMAC-\(self.rules.digest.title)")
            return [digest] + written.filter { $0.finding != .signatureForm }
        }
    }
}
