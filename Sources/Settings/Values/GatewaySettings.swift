package import Events

/// Everything that gateway.conf says, complete and consistent.
package struct GatewaySettings: Sendable {
    package let server: ServerSettings
    package let admin: AdminSettings
    package let store: StoreSettings
    package let log: LogSettings
    /// At least one; names and paths are unique.
    package let sources: [SourceSettings]
    /// At least one; names are unique.
    package let targets: [TargetSettings]
    /// In the order of the file.
    ///
    /// Every source and target that they name exists.
    package let routes: [RouteRule]
    /// Where each route begins, in the order of ``routes``.
    package let routePlaces: [Place]
}
