/// The closed list of what can be wrong with gateway.conf.
///
/// Every code has a golden file in Tests/SettingsTests/Golden.
package enum DiagnosticCode: String, Sendable, CaseIterable {
    // The file.
    case unreadableFile = "unreadable_file"
    case fileTooLarge = "file_too_large"
    case syntax
    // Its shape.
    case unknownTable = "unknown_table"
    case unknownKey = "unknown_key"
    case notSupportedYet = "not_supported_yet"
    case keyOfOtherScheme = "key_of_other_scheme"
    case wrongType = "wrong_type"
    case missingKey = "missing_key"
    case tooMany = "too_many"
    // Texts that stand for others.
    case badInterpolation = "bad_interpolation"
    case variableNotSet = "variable_not_set"
    case unreadableSecretFile = "unreadable_secret_file"
    // One value.
    case badDuration = "bad_duration"
    case badSize = "bad_size"
    case outOfRange = "out_of_range"
    case unknownChoice = "unknown_choice"
    case badAddress = "bad_address"
    case badName = "bad_name"
    case badPath = "bad_path"
    case badURL = "bad_url"
    case badHeader = "bad_header"
    case forbiddenHeader = "forbidden_header"
    case badEventPattern = "bad_event_pattern"
    case unmatchablePattern = "unmatchable_pattern"
    case badKeyPart = "bad_key_part"
    case badStatusList = "bad_status_list"
    case badRate = "bad_rate"
    case badStoreURL = "bad_store_url"
    case unsupportedStore = "unsupported_store"
    case badScheme = "bad_scheme"
    case badTemplate = "bad_template"
    case badLocation = "bad_location"
    // Secrets.
    case missingSecret = "missing_secret"
    case emptySecret = "empty_secret"
    case badSecret = "bad_secret"
    case repeatedSecret = "repeated_secret"
    case unusedSecret = "unused_secret"
    case secretInFile = "secret_in_file"
    case readableSecretFile = "readable_secret_file"
    case unsignedTarget = "unsigned_target"
    case unverifiedSource = "unverified_source"
    // What must fit together.
    case duplicateName = "duplicate_name"
    case duplicatePath = "duplicate_path"
    case duplicateAddress = "duplicate_address"
    case duplicateEntry = "duplicate_entry"
    case unknownSource = "unknown_source"
    case unknownTarget = "unknown_target"
    case noSource = "no_source"
    case noTarget = "no_target"
    case noRoute = "no_route"
    case unreachedTarget = "unreached_target"
    case unroutedSource = "unrouted_source"
    case undecidedSigning = "undecided_signing"
    case tokenRequired = "token_required"
    case tokenNotSet = "token_not_set"
    case windowTooShort = "window_too_short"
    case contradiction

    /// Whether the gateway can run all the same.
    package var severity: Diagnostic.Severity {
        switch self {
        case .secretInFile, .readableSecretFile, .unsignedTarget, .unverifiedSource, .unusedSecret, .noRoute,
            .unreachedTarget, .unroutedSource, .tokenNotSet, .repeatedSecret:
            .warning
        default: .error
        }
    }
}
