import FoundationEssentials
import Testing

/// Every mistake of product.md §5, made by the programs that people sign with.
@Suite struct ExplanationTests {
    /// One mistake: the program that makes it, the source that gets it, and what is found.
    struct Row: CustomTestStringConvertible, Sendable {
        let program: String
        let mistake: String
        let source: String
        let findings: [String]
        /// What the sentence must say.
        let says: String

        init(_ program: String, _ mistake: String, _ source: String = "cube", _ findings: String..., says: String) {
            self.program = program
            self.mistake = mistake
            self.source = source
            self.findings = findings
            self.says = says
        }

        var testDescription: String { "\(self.program) \(self.mistake)" }
    }

    static let rows = [
        Row("py", "dumps", "cube", "reserialized_body", says: "Python's json.dumps"),
        Row("py", "compacted-on-the-way", "cube", "reserialized_body", says: "two spaces"),
        Row("js", "stringify", "cube", "reserialized_body", says: "JSON.stringify"),
        Row("php", "json_encode", "cube", "reserialized_body", says: "PHP's json_encode"),
        Row("sh", "signed-with-line-feed", "cube", "body_ending", says: "with a line feed"),
        Row("sh", "sent-with-line-feed", "cube", "body_ending", says: "without the line feed"),
        Row("js", "empty", "cube", "empty_body", says: "empty body"),
        Row("py", "timestamp-left-out", "cube", "timestamp_left_out", says: "without the timestamp"),
        Row("py", "timestamp-as-seconds", "cube", "timestamp_format", says: "Unix seconds"),
        Row("py", "timestamp-of-the-body", "cube", "timestamp_place", says: "the body"),
        Row("py", "timestamp-in-another-header", "cube", "timestamp_place", says: "the header x-timestamp"),
        Row("js", "swapped", "cube", "timestamp_place", says: "the body before the timestamp"),
        Row("js", "no-separator", "cube", "timestamp_place", says: "nothing between"),
        Row("py", "other-secret", "cube", "other_secret", says: "source \"other\""),
        Row("php", "other-source", "cube", "other_source", says: "source \"prefixed\""),
        Row("js", "secret-as-text", "key", "secret_encoding", says: "used as text"),
        Row("php", "secret-decoded", "cube", "secret_encoding", says: "decoded from base64"),
        Row("py", "secret-with-line-feed", "cube", "secret_space", says: "a line feed behind it"),
        Row("py", "base64", "cube", "signature_encoding", says: "in base64, not in hex"),
        Row("js", "hex-for-base64", "key", "signature_encoding", says: "in hex, not in base64"),
        Row("php", "base64-of-hex", "cube", "signature_encoding", says: "base64 of the hexadecimal text"),
        Row("php", "prefixed", "cube", "signature_form", says: "the hex text and nothing else"),
        Row("js", "no-prefix", "prefixed", "signature_form", says: "\"sha256=\" and the hex text"),
        Row("js", "upper-case-prefix", "prefixed", "signature_form", says: "\"sha256=\" and the hex text"),
        Row("sh", "whole-line", "cube", "signature_form", says: "the hex text and nothing else"),
        Row("sh", "sha1", "cube", "digest", says: "HMAC-SHA-1, not with HMAC-SHA-256"),
        Row("py", "other-header", "cube", "signature_header", says: "x-hub-signature"),
        Row("py", "stale", "cube", "clock", says: "7 min 1"),
        Row("py", "future", "cube", "clock", says: "1 h 6 min in the future"),
        Row("py", "dumps-without-timestamp", "cube", "timestamp_left_out", "reserialized_body", says: ", and "),
        Row("py", "guessed", "cube", "unknown", says: "no secret of this gateway"),
    ]

    @Test(arguments: Self.rows) func saysWhatWouldHaveMatched(row: Row) throws {
        try Stage.run { stage in
            let environment = try Self.prepare(stage, row)
            let result = try Self.verify(stage, row, environment, "--json")
            #expect(result.status == 1, "\(result.all)")
            let outcome = try JSONDecoder().decode(Outcome.self, from: Data(result.output.utf8))
            #expect(outcome.valid == false)
            #expect(outcome.findings == row.findings, "\(outcome)")
            #expect(outcome.explanation?.contains(row.says) == true, "\(outcome)")
            for secret in Self.secrets.values { #expect(!result.all.contains(secret)) }
        }
    }

    @Test func aRequestWithoutMistakeIsValid() throws {
        try Stage.run { stage in
            let row = Row("py", "nothing", says: "")
            let environment = try Self.prepare(stage, row)
            let result = try Self.verify(stage, row, environment)
            #expect(result.status == 0, "\(result.all)")
            #expect(result.output.hasPrefix("valid, signed at "))
        }
    }

    @Test func peopleReadTheSentence() throws {
        try Stage.run { stage in
            let row = Row("sh", "signed-with-line-feed", says: "")
            let environment = try Self.prepare(stage, row)
            let result = try Self.verify(stage, row, environment)
            #expect(
                result.output == """
                    refused: signature_mismatch
                    the signature fits the body with a line feed behind it; sign and send the same bytes (echo and \
                    editors add a line feed, printf '%s' does not)

                    """
            )
        }
    }

    // MARK: The stage

    private struct Outcome: Decodable {
        let valid: Bool
        let cause: String?
        let findings: [String]?
        let explanation: String?
    }

    /// Made up for the tests; the first can be read as base64, as senders' secrets often can.
    private static let secrets = [
        "WEBHOOK_SECRET": "c2VjcmV0LW9mLXRoZS10ZXN0cy1hcy10ZXh0",
        "OTHER_SECRET": "another-secret-of-the-tests",
        "PREFIXED_SECRET": "a-third-secret-of-the-tests",
        "KEY_SECRET": "YS1zZWNyZXQtdGhhdC1pcy1kZWNvZGVkLWZpcnN0",
    ]

    private static let configuration = """
        [[source]]
        name = "cube"
        path = "/cubeconnect/webhook"
        scheme = "cubeconnect"
        secrets = ["env:WEBHOOK_SECRET"]
        [[source]]
        name = "other"
        path = "/other"
        scheme = "cubeconnect"
        secrets = ["env:OTHER_SECRET"]
        [[source]]
        name = "prefixed"
        path = "/prefixed"
        scheme = "hmac"
        signature_header = "X-Signature"
        prefix = "sha256="
        secrets = ["env:PREFIXED_SECRET"]
        [[source]]
        name = "key"
        path = "/key"
        scheme = "hmac"
        signature_header = "X-Key-Signature"
        encoding = "base64"
        key_decoding = "base64"
        secrets = ["env:KEY_SECRET"]
        [[target]]
        name = "nowhere"
        url = "http://127.0.0.1:9/"
        secret = "env:WEBHOOK_SECRET"
        sign = "cubeconnect"
        """

    /// Makes the mistake in the stage's folder; returns the environment of the gateway.
    private static func prepare(_ stage: Stage, _ row: Row) throws -> [String: String] {
        try File.write("\(stage.folder)/gateway.conf", Self.configuration + "\n")
        var environment = Self.secrets
        // The source of the row is the one that the program signs for.
        if row.source == "prefixed" { environment["WEBHOOK_SECRET"] = Self.secrets["PREFIXED_SECRET"] }
        let interpreter = ["py": "python3", "js": "node", "php": "php", "sh": "bash"][row.program] ?? ""
        let script = "\(Stage.sources)/Senders/mistakes.\(row.program)"
        let made = try stage.finish([interpreter, script, row.mistake], environment: environment)
        #expect(made.status == 0, "\(made.all)")
        return Self.secrets
    }

    private static func verify(
        _ stage: Stage,
        _ row: Row,
        _ environment: [String: String],
        _ options: String...
    ) throws -> Stage.Result {
        let arguments = ["verify", "--source", row.source, "--headers", "headers.txt", "--data", "body.json"]
        return try stage.finish([Stage.binary] + arguments + options, environment: environment)
    }
}
