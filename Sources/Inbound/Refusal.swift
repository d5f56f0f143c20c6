internal import Events

/// Why a request was refused, on its way to the answer, the metrics and the log.
struct Refusal: Error {
    let cause: RejectionCause

    init(_ cause: RejectionCause) {
        self.cause = cause
    }
}
