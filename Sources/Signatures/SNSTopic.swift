/// A topic of Amazon SNS, by its name: `arn:aws:sns:REGION:ACCOUNT:NAME`.
package struct SNSTopic: Sendable, Equatable {
    package let arn: String
    private let region: String

    /// Reads the name; `nil` where it is none in Amazon's own cloud.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", ["aws", "aws-us-gov"].contains(parts[1]), parts[2] == "sns",
            Self.isRegion(parts[3]), parts[4].utf8.count == 12, parts[4].utf8.allSatisfy(Self.isDigit),
            Self.isName(parts[5])
        else { return nil }
        self.arn = text
        self.region = parts[3]
    }

    /// The call that confirms a subscription (Amazon SNS API Reference, ConfirmSubscription).
    ///
    /// It is made of the topic that the operator named, so the only part of it that a stranger can choose is the token.
    func confirmationURL(token: String) -> String {
        let topic = self.arn.replacing(":", with: "%3A")
        return "https://sns.\(self.region).amazonaws.com/?Action=ConfirmSubscription&TopicArn=\(topic)&Token=\(token)"
    }

    private static func isRegion(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                Self.isDigit($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
            }
    }

    private static func isName(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                Self.isDigit($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "_-.".utf8.contains($0)
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
