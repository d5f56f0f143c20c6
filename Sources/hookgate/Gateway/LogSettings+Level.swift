import Logging
import Settings

extension LogSettings {
    /// The level as the logging library names it.
    var loggerLevel: Logger.Level {
        switch self.level {
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        }
    }
}
