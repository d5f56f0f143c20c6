import CCurl
import CShims
import Events
import Glibc

/// What a finished transfer means.
enum CurlOutcome {
    static func outcome(of transfer: CurlTransfer, code: CURLcode, clock: any GatewayClock) -> AttemptOutcome {
        let status = transfer.status
        // An answer that is longer than we read counts by its status.
        let isAnswered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && transfer.isCapped)
        guard isAnswered else {
            let error = Self.error(code, transfer: transfer)
            return AttemptOutcome(status: 0, error: error, detail: AttemptDetail.bounded(transfer.explanation(code)))
        }
        if (200...299).contains(status) { return AttemptOutcome(status: status) }
        return .failed(
            status: status,
            retryAfterMilliseconds: transfer.retryAfter(now: clock.now()),
            response: transfer.kept
        )
    }

    /// Whose failure it is, as far as libcurl's code tells.
    private static func error(_ code: CURLcode, transfer: CurlTransfer) -> AttemptError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return .dns
        case CURLE_COULDNT_CONNECT:
            return Self.isOurs(transfer.operatingSystemError) ? .internal : .connect
        case CURLE_OPERATION_TIMEDOUT:
            switch hg_easy_phase(transfer.easy) {
            case 0: return .dns
            case 1: return .connect
            default: return .timeout
            }
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_USE_SSL_FAILED, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return .tls
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            return .reset
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            return .malformedResponse
        default:
            return .internal
        }
    }

    /// Descriptors, memory or ports that ran out here say nothing about the target.
    private static func isOurs(_ number: Int32) -> Bool {
        [EMFILE, ENFILE, ENOMEM, ENOBUFS, EADDRNOTAVAIL].contains(number)
    }
}
