import Events
import Payload

/// What a sender may have put around the body instead of what the scheme says.
struct FrameTrials {
    /// One such arrangement, and what it means.
    struct Frame: Equatable {
        let before: [UInt8]
        let after: [UInt8]
        let mistake: Mistake?
    }

    /// A part of the signed content with its text found.
    private enum Piece: Equatable {
        case text(String)
        case timestamp
        case body
    }

    /// A text that could be a timestamp, and where it stands.
    private struct Candidate {
        let place: String
        let text: String
    }

    private(set) var frames: [Frame] = []
    private let pieces: [Piece]

    /// - Parameters:
    ///   - scheme: The scheme, for the id and the time of the event.
    ///   - rules: Its HMAC.
    ///   - head: The request's.
    ///   - document: Its body, where that is JSON, read with ``occurrence(of:)``.
    init(_ scheme: SignatureScheme, _ rules: HMACRules, _ head: CapturedHead, document: NormalizedDocument?) {
        self.pieces = rules.signedContent.parts.map { part in
            switch part {
            case .literal(let text): .text(text)
            case .timestamp: .timestamp
            case .body: .body
            case .id: .text(scheme.idHeader.flatMap { head.text(of: $0.lowercased) } ?? "")
            case .header(let name): .text(head.text(of: name) ?? "")
            }
        }
        let sent = Self.sentTimestamp(rules, head)
        if let sent {
            self.add(self.pieces, sent.text, nil)
        } else if !self.pieces.contains(.timestamp) {
            self.add(self.pieces, "", nil)
        }
        let others = Self.candidates(rules, head, document: document, except: sent)
        if self.pieces.contains(.timestamp) {
            self.addTimestamps(sent, others)
        } else {
            for other in (sent.map { [$0] } ?? []) + others { self.addNeedless(other) }
        }
        self.add([.body], "", .partsArranged("the body alone"))
    }

    /// Where the body says when it happened.
    static func occurrence(of scheme: SignatureScheme) -> Extraction {
        if case .json(let pointer)? = scheme.occurredAt { Extraction([pointer]) } else { Extraction([]) }
    }

    // MARK: Timestamps

    private static func sentTimestamp(_ rules: HMACRules, _ head: CapturedHead) -> Candidate? {
        switch rules.timestamp?.source {
        case .header(let name)?: head.text(of: name.lowercased).map { Candidate(place: name.text, text: $0) }
        case .signaturePair(let key)?:
            head.text(of: rules.header.lowercased)?.split { $0 == "," || $0 == ";" || $0 == " " }
                .first { $0.hasPrefix("\(key)=") }
                .map { Candidate(place: rules.header.text, text: String($0.dropFirst(key.utf8.count + 1))) }
        case .json?, nil: nil
        }
    }

    /// Other texts that could be the timestamp, at most ``Limits/explanationTimestampsMax``.
    private static func candidates(
        _ rules: HMACRules,
        _ head: CapturedHead,
        document: NormalizedDocument?,
        except sent: Candidate?
    ) -> [Candidate] {
        var found: [Candidate] = []
        if let document, let value = document.values.first, value != nil {
            let text = document.string(0) ?? document.withValueBytes(0) { String(decoding: $0, as: UTF8.self) }
            if let text, text != sent?.text { found.append(Candidate(place: "the body", text: text)) }
        }
        for field in head.fields where field.value != sent?.text && Self.time(field.value) != nil {
            found.append(Candidate(place: "the header \(field.name)", text: field.value))
        }
        return Array(found.prefix(Limits.explanationTimestampsMax))
    }

    private static func time(_ text: String) -> Timestamp? {
        guard text.utf8.count >= 10, text.utf8.count <= 40 else { return nil }
        var text = text
        return text.withUTF8 { TimestampFormat.any.read(UnsafeRawBufferPointer($0)) }
    }

    private mutating func addTimestamps(_ sent: Candidate?, _ others: [Candidate]) {
        if let sent, let time = Self.time(sent.text) {
            for (name, text) in time.writtenForms { self.add(self.pieces, text, .timestampFormat(name)) }
        }
        for other in others { self.add(self.pieces, other.text, .timestampElsewhere(other.place)) }
        self.add(self.piecesWithoutTimestamp, "", .timestampLeftOut)
        guard let sent, let stamp = self.pieces.firstIndex(of: .timestamp), let body = self.pieces.firstIndex(of: .body)
        else { return }
        var swapped = self.pieces
        swapped.swapAt(stamp, body)
        self.add(swapped, sent.text, .partsArranged("the body before the timestamp"))
        guard stamp + 1 == body || stamp + 2 == body else { return }
        for (separator, name) in Self.separators {
            let middle: [Piece] = separator.isEmpty ? [] : [.text(separator)]
            let pieces = Array(self.pieces[...stamp]) + middle + Array(self.pieces[body...])
            self.add(pieces, sent.text, .partsArranged("\(name) between timestamp and body"))
        }
    }

    private static let separators = [
        ("", "nothing"), (".", "a full stop"), (":", "a colon"), ("\n", "a line feed"), ("|", "a bar"),
        (" ", "a space"),
    ]

    /// The signed content without its timestamp and the text that divides it from the rest.
    private var piecesWithoutTimestamp: [Piece] {
        guard let stamp = self.pieces.firstIndex(of: .timestamp) else { return self.pieces }
        var pieces = self.pieces
        pieces.remove(at: stamp)
        if stamp < pieces.count, case .text = pieces[stamp] {
            pieces.remove(at: stamp)
        } else if stamp > 0, case .text = pieces[stamp - 1] {
            pieces.remove(at: stamp - 1)
        }
        return pieces
    }

    /// A timestamp that was signed although the scheme does not.
    private mutating func addNeedless(_ candidate: Candidate) {
        for (separator, name) in Self.separators.prefix(3) {
            let middle: [Piece] = separator.isEmpty ? [] : [.text(separator)]
            let mistake = Mistake.partsArranged("the timestamp of \(candidate.place), \(name), and the body")
            self.add([.timestamp] + middle + [.body], candidate.text, mistake)
        }
        let mistake = Mistake.partsArranged("the body and the timestamp of \(candidate.place) behind it")
        self.add([.body, .timestamp], candidate.text, mistake)
    }

    private mutating func add(_ pieces: [Piece], _ timestamp: String, _ mistake: Mistake?) {
        var before: [UInt8] = []
        var after: [UInt8] = []
        var isBehind = false
        for piece in pieces {
            switch piece {
            case .body: isBehind = true
            case .timestamp: isBehind ? after += Array(timestamp.utf8) : (before += Array(timestamp.utf8))
            case .text(let text): isBehind ? after += Array(text.utf8) : (before += Array(text.utf8))
            }
        }
        guard !self.frames.contains(where: { $0.before == before && $0.after == after }) else { return }
        self.frames.append(Frame(before: before, after: after, mistake: mistake))
    }
}

extension CapturedHead {
    /// A value that is there and said once.
    func text(of lowercasedName: String) -> String? {
        guard case .one(let text) = self.header(lowercasedName), !text.isEmpty else { return nil }
        return text
    }
}

extension Timestamp {
    /// The forms that senders write times in, with their names.
    fileprivate var writtenForms: [(name: String, text: String)] {
        let seconds = Timestamp(seconds: self.milliseconds / 1_000)
        let whole = seconds.rfc3339.dropLast()
        let digits = String(self.milliseconds % 1_000)
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        return [
            ("Unix seconds", TimestampFormat.seconds.write(self)),
            ("Unix milliseconds", TimestampFormat.milliseconds.write(self)),
            ("ISO 8601 with Z", whole + "Z"),
            ("ISO 8601 with Z and milliseconds", whole + ".\(fraction)Z"),
            ("ISO 8601 with +00:00", self.offsetForm),
            ("ISO 8601 with milliseconds and +00:00", whole + ".\(fraction)+00:00"),
        ]
    }
}
