import Signatures

/// What every part of the reader shares: where texts come from, and what was found wrong.
final class ReadingContext {
    let file: String
    let environment: [String: String]
    let files: FileReader
    private(set) var diagnostics: [Diagnostic] = []
    /// The schemes that the file describes itself.
    private var schemes: [SignatureScheme] = []

    init(file: String, environment: [String: String], files: FileReader) {
        self.file = file
        self.environment = environment
        self.files = files
    }

    /// Lets sources and targets name a scheme.
    func declare(_ scheme: SignatureScheme) { self.schemes.append(scheme) }

    /// A preset, or a scheme of the file.
    func scheme(_ name: String) -> SignatureScheme? {
        SignatureScheme.preset(name) ?? self.schemes.first { $0.name == name }
    }

    /// Every name that ``scheme(_:)`` knows.
    var schemeNames: [String] { SignatureScheme.presetNames + self.schemes.map(\.name) }

    var hasErrors: Bool { self.diagnostics.contains { $0.severity == .error } }

    func report(_ code: DiagnosticCode, _ place: Place, _ problem: String, fix: String) {
        self.diagnostics.append(Diagnostic(code: code, file: self.file, place: place, problem: problem, fix: fix))
    }

    /// A place as people click on it.
    func link(_ place: Place) -> String { "\(self.file):\(place.line)" }

    /// "did you mean …?" where a known word is near, else what there is.
    func suggestion(for word: String, among known: [String], otherwise: String) -> String {
        guard let nearest = Nearest.match(for: word, among: known) else { return otherwise }
        return "did you mean \(Quoted.text(nearest))?"
    }
}
