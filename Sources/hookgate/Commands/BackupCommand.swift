import ArgumentParser
import Settings
import Store

/// `hookgate backup`: a consistent copy of a live store.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store consistently, while the gateway runs.",
        discussion: """
            The copy is complete and can be opened by itself. Do not copy the files of a running store by hand, and do \
            not open them with another program that may checkpoint: with old SQLite versions that can damage them.

            Example:
              hookgate backup /var/backups/hookgate-$(date +%F).db
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The new file; an existing one is never overwritten.")
    var file: String

    func run() throws {
        let settings = try self.configuration.load(quietly: true)
        var shown = -1
        do {
            try SQLiteStore.backup(from: settings.store.path, to: self.file) { done, total in
                let percent = total == 0 ? 100 : done * 100 / total
                if percent / 10 != shown / 10 || percent == 100 {
                    shown = percent
                    Terminal.error("backup: \(percent) %, \(done) of \(total) pages")
                }
            }
        } catch {
            Terminal.error("hookgate: \(error)")
            throw ExitCode(1)
        }
        Terminal.line("wrote \(self.file)")
    }
}
