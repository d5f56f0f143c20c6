package import Events
import Payload

/// Finds out what was wrong with a refused request, by trying what people get wrong (product.md §5).
///
/// Only off the hot path: one explanation may cost some milliseconds. A value without state of its own; what it may
/// spend is bounded by ``Budget``.
package struct Explainer: Sendable {
    /// A source with its secrets.
    package struct Source: Sendable {
        package let name: String
        package let scheme: SignatureScheme
        package let secrets: [SecretKey]
        let verifier: Verifier

        /// - Throws: ``SchemeError`` where ``Verifier`` would.
        package init(name: String, scheme: SignatureScheme, secrets: [SecretKey]) throws(SchemeError) {
            self.name = name
            self.scheme = scheme
            self.secrets = secrets
            self.verifier = try Verifier(scheme: scheme, secrets: secrets)
        }
    }

    /// What one explanation may cost.
    package struct Budget: Sendable {
        /// HMACs that are computed.
        package var trials: Int
        /// Bytes that are hashed for them.
        package var bytes: Int

        package init(trials: Int = Limits.explanationTrialsMax, bytes: Int = Limits.explanationBytesMax) {
            self.trials = trials
            self.bytes = bytes
        }
    }

    private let sources: [Source]
    let budget: Budget

    /// - Parameters:
    ///   - sources: All of the gateway: a request is often another's.
    ///   - budget: What one explanation may cost.
    package init(sources: [Source], budget: Budget = Budget()) {
        self.sources = sources
        self.budget = budget
    }

    /// Explains a request that was refused.
    ///
    /// - Parameters:
    ///   - name: Of the source that it came for.
    ///   - head: The head as received.
    ///   - body: The whole body as received.
    ///   - receivedAt: When it was complete.
    ///   - context: The calling thread's own.
    /// - Returns: `nil` where the source is not known, or the request verifies.
    package func explain(
        source name: String,
        head: CapturedHead,
        body: UnsafeRawBufferPointer,
        receivedAt: Timestamp,
        using context: HMACContext
    ) -> Explanation? {
        guard let source = self.sources.first(where: { $0.name == name }) else { return nil }
        let refusal: VerificationError
        do throws(VerificationError) {
            _ = try source.verifier.verify(head, body: body, now: receivedAt, using: context)
            return nil
        } catch {
            refusal = error
        }
        if let clock = Self.clock(refusal) { return clock }
        if let other = self.otherSource(than: source, head, body, receivedAt, context) { return other }
        if let found = self.search(source, head, body, context) { return Explanation(found) }
        return Explanation([.unknown], Self.unknown(refusal))
    }

    /// Right, but not in time.
    private static func clock(_ refusal: VerificationError) -> Explanation? {
        guard let skew = refusal.skewMilliseconds else { return nil }
        let distance = Self.duration(milliseconds: skew.magnitude)
        let text =
            skew > 0
            ? "the signature is right, but it was made \(distance) before the request arrived; look at both clocks, and "
                + "sign anew when sending again"
            : "the signature is right, but its timestamp is \(distance) in the future; set the sender's clock"
        return Explanation([.clock], text)
    }

    /// Whether a source of another scheme takes it as it is; with the same scheme it is a matter of the secret.
    private func otherSource(
        than source: Source,
        _ head: CapturedHead,
        _ body: UnsafeRawBufferPointer,
        _ receivedAt: Timestamp,
        _ context: HMACContext
    ) -> Explanation? {
        for other in self.sources.prefix(Limits.explanationSourcesMax)
        where other.scheme.needsSecret && other.scheme != source.scheme {
            do throws(VerificationError) {
                _ = try other.verifier.verify(head, body: body, now: receivedAt, using: context)
            } catch {
                // The clock is looked at last: a request that is only late is proven.
                guard error.skewMilliseconds != nil else { continue }
            }
            return Explanation(
                [.otherSource],
                "the request is one of source \"\(other.name)\", whose scheme and secret it fits; "
                    + "send it to that source's path"
            )
        }
        return nil
    }

    /// Keys of other sources, each once.
    func foreignKeys(of source: Source) -> [KeyTrials.Foreign] {
        self.sources.prefix(Limits.explanationSourcesMax).filter { $0.name != source.name }.flatMap { other in
            other.secrets.map { KeyTrials.Foreign(owner: "source \"\(other.name)\"", secret: $0) }
        }
    }

    private static func unknown(_ refusal: VerificationError) -> String {
        guard refusal.cause == .signatureMismatch else { return "\(refusal)" }
        return
            "no secret of this gateway made the signature over these bytes, in any of the ways that were tried; compare "
            + "the secrets on both sides, then what the sender signs with what the scheme says"
    }

    /// `7 min 12 s`.
    static func duration(milliseconds: UInt64) -> String {
        let seconds = milliseconds / 1_000
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3_600: "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        }
    }
}
