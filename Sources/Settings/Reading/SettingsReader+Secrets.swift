import Events
import Signatures

extension SettingsReader {
    /// Whether a secret is there and is one, with the warnings that belong to it.
    func isUsable(_ secret: SecretText, _ place: Place, subject: String, isLiteral: Bool) -> Bool {
        guard !secret.isBlank else {
            self.context.report(
                .emptySecret,
                place,
                "\(subject): the secret is empty, so anyone could know it",
                fix: "set the secret that both sides share; `hookgate secret` makes a new one"
            )
            return false
        }
        guard secret.revealed.utf8.count <= Limits.secretBytesMax else {
            self.context.report(
                .badSecret,
                place,
                "\(subject): the secret has more than \(SizeText.shown(Int64(Limits.secretBytesMax)))",
                fix: "look whether the right file or variable is named; 32 bytes are plenty"
            )
            return false
        }
        if isLiteral {
            self.context.report(
                .secretInFile,
                place,
                "\(subject): the secret stands in the file itself, where everybody who reads the file learns it",
                fix: "write \"env:NAME\" or \"file:/path\" and keep the secret there"
            )
        }
        return true
    }

    /// A secret of a source or target, decoded for its scheme; `nil` after a report.
    func key(_ node: TomlNode, _ key: SettingsKey, _ table: TableReader, decoding: KeyDecoding)
        -> (key: SecretKey, text: SecretText)?
    {
        guard case .string(let raw) = node.content else {
            table.refuse(node, key, expected: key.form.example)
            return nil
        }
        switch self.context.secret(raw, at: node.place, subject: table.subject) {
        case .invalid: return nil
        case .notSet(let names):
            self.context.report(
                .missingSecret,
                node.place,
                "\(table.subject): \(key.name) cannot be read, \(Self.unset(names))",
                fix:
                    "set \(names.joined(separator: " or ")) to the secret that both sides share (`hookgate secret` makes a new one)"
            )
            return nil
        case .found(let text, let isLiteral):
            guard self.isUsable(text, node.place, subject: table.subject, isLiteral: isLiteral) else { return nil }
            do throws(SchemeError) {
                return (try SecretKey(text: text.revealed, decoding: decoding), text)
            } catch {
                self.context.report(
                    error.code == .emptySecret ? .emptySecret : .badSecret,
                    node.place,
                    "\(table.subject): \(error.problem)",
                    fix: error.fix
                )
                return nil
            }
        }
    }
}
