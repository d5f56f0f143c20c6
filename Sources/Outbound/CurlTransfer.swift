import CCurl
import CShims
import Events
import Glibc

/// One easy handle with everything that stays the same set once, and the memory that a request needs beside it.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    /// The exchange on its way; `nil` between attempts.
    var exchange: Exchange?
    /// Set when ``Limits/responseReadBytesMax`` was reached and reading stopped on purpose.
    private(set) var isCapped = false
    private(set) var kept: [UInt8] = []
    private var readBytes = 0
    /// Whether the request went out again because the kept connection was closed already.
    private var isAgain = false
    private let errorText: UnsafeMutablePointer<CChar>
    /// The header list, a chain of nodes that points into the exchange's head.
    ///
    /// libcurl neither copies nor frees it.
    private var nodes: UnsafeMutablePointer<curl_slist>
    private var nodeCapacity: Int
    /// `CURLOPT_CONNECT_TO`, where the certificate carries another name than the URL; libcurl reads it at every request.
    private var route: UnsafeMutablePointer<curl_slist>?
    /// The `Host` field, where libcurl would write another.
    private var hostLine: UnsafeMutablePointer<CChar>?

    /// Header lines that switch off what libcurl would add by itself.
    private static let silenced: [StaticString] = ["Expect:", "Accept:"]

    init(endpoint: Endpoint, client: UnsafeMutableRawPointer) throws(EgressError) {
        guard let easy = curl_easy_init() else { throw EgressError("libcurl gave no handle: out of memory?") }
        self.easy = easy
        self.errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        self.errorText[0] = 0
        self.nodeCapacity = 32
        self.nodes = .allocate(capacity: self.nodeCapacity)
        try self.configure(endpoint, client: client)
    }

    deinit {
        curl_easy_cleanup(self.easy)
        self.errorText.deallocate()
        self.nodes.deallocate()
        curl_slist_free_all(self.route)
        free(self.hostLine)
    }

    private func connect(to route: String) -> CURLcode {
        self.route = curl_slist_append(nil, route)
        return hg_easy_set_pointer(self.easy, CURLOPT_CONNECT_TO, self.route)
    }

    private func configure(_ endpoint: Endpoint, client: UnsafeMutableRawPointer) throws(EgressError) {
        var code = CURLE_OK
        func number(_ option: CURLoption, _ value: Int) {
            if code == CURLE_OK { code = hg_easy_set_long(self.easy, option, value) }
        }
        func text(_ option: CURLoption, _ value: String?) {
            guard let value, code == CURLE_OK else { return }
            code = value.withCString { hg_easy_set_pointer(self.easy, option, $0) }
        }
        let place = CurlPlace(url: endpoint.url, serverName: endpoint.tls.serverName)
        text(CURLOPT_URL, place.url)
        if code == CURLE_OK, let route = place.route { code = self.connect(to: route) }
        self.hostLine = place.hostLine.map { strdup($0) }
        text(CURLOPT_UNIX_SOCKET_PATH, endpoint.socketPath)
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        // An empty proxy also hides those of the environment.
        text(CURLOPT_PROXY, endpoint.proxy ?? "")
        number(CURLOPT_SSLVERSION, endpoint.tls.isAtLeast13 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2)
        text(CURLOPT_CAINFO, endpoint.tls.caFile)
        text(CURLOPT_SSLCERT, endpoint.tls.certificateFile)
        text(CURLOPT_SSLKEY, endpoint.tls.keyFile)
        number(CURLOPT_SSL_VERIFYPEER, 1)
        number(CURLOPT_SSL_VERIFYHOST, 2)
        number(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        number(CURLOPT_POST, 1)
        number(CURLOPT_FOLLOWLOCATION, 0)
        number(CURLOPT_PATH_AS_IS, 1)
        number(CURLOPT_NOSIGNAL, 1)
        number(CURLOPT_TCP_NODELAY, 1)
        number(CURLOPT_TCP_KEEPALIVE, 1)
        number(CURLOPT_BUFFERSIZE, 4_096)
        number(CURLOPT_TIMEOUT_MS, Int(endpoint.attemptTimeoutMilliseconds))
        number(CURLOPT_CONNECTTIMEOUT_MS, Int(endpoint.connectTimeoutMilliseconds))
        let context = Unmanaged.passUnretained(self).toOpaque()
        if code == CURLE_OK { code = hg_easy_set_pointer(self.easy, CURLOPT_PRIVATE, context) }
        if code == CURLE_OK { code = hg_easy_set_pointer(self.easy, CURLOPT_ERRORBUFFER, self.errorText) }
        if code == CURLE_OK { code = hg_easy_set_write(self.easy, takeBody, context) }
        if code == CURLE_OK { code = hg_easy_set_sockets(self.easy, openSocket, closeSocket, client) }
        if code == CURLE_OK { code = hg_easy_set_pointer(self.easy, CURLOPT_HTTPHEADER, self.nodes) }
        guard code == CURLE_OK else {
            let reason = String(cString: curl_easy_strerror(code))
            throw EgressError("libcurl refused a setting of a target: \(reason)")
        }
    }

    /// Points the handle at the head and the body of an exchange, which must stay where they are until it is done.
    func prepare(_ exchange: Exchange) -> CURLcode {
        self.exchange = exchange
        self.isCapped = false
        self.readBytes = 0
        if self.isAgain {
            self.isAgain = false
            _ = hg_easy_set_long(self.easy, CURLOPT_FRESH_CONNECT, 0)
        }
        if !self.kept.isEmpty { self.kept = [] }
        self.errorText[0] = 0
        self.chain(exchange)
        let code = exchange.body.withUnsafeBytes { body in
            // The pointer outlives the closure: the exchange holds the array, unchanged, until the transfer is done.
            hg_easy_set_pointer(self.easy, CURLOPT_POSTFIELDS, body.baseAddress ?? UnsafeRawPointer(self.errorText))
        }
        guard code == CURLE_OK else { return code }
        return hg_easy_set_offset(self.easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(exchange.body.count))
    }

    private func chain(_ exchange: Exchange) {
        let lines = exchange.head.lines.count
        let count = lines + Self.silenced.count + 1
        if count > self.nodeCapacity {
            self.nodes.deallocate()
            self.nodeCapacity = count * 2
            self.nodes = .allocate(capacity: self.nodeCapacity)
            _ = hg_easy_set_pointer(self.easy, CURLOPT_HTTPHEADER, self.nodes)
        }
        for index in 0..<lines {
            let line = exchange.head.line(index)
            var length = exchange.head.length(ofLine: index)
            // libcurl reads "Name:" as "leave it out" and "Name;" as "send it empty".
            if length >= 2, line[length - 1] == 0x20, line[length - 2] == 0x3A {
                length -= 1
                line[length - 1] = 0x3B
            }
            line[length] = 0
            self.nodes[index] = curl_slist(data: line, next: self.nodes + index + 1)
        }
        for (index, line) in Self.silenced.enumerated() {
            // libcurl only reads the text; the field is mutable because lists that it makes itself are.
            let data = UnsafeMutableRawPointer(mutating: line.utf8Start).assumingMemoryBound(to: CChar.self)
            let isLast = index == Self.silenced.count - 1 && self.hostLine == nil
            self.nodes[lines + index] = curl_slist(data: data, next: isLast ? nil : self.nodes + lines + index + 1)
        }
        if let hostLine { self.nodes[count - 1] = curl_slist(data: hostLine, next: nil) }
    }

    /// Whether a request that failed went into a kept connection which the target had closed: then it is due once more, on
    /// a new one, as part of the same attempt.
    ///
    /// libcurl does so itself where reading fails, and leaves it to us where writing does.
    func mayGoAgain(after code: CURLcode) -> Bool {
        guard code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING, !self.isAgain else {
            return false
        }
        var newConnections = 1
        _ = hg_easy_get_long(self.easy, CURLINFO_NUM_CONNECTS, &newConnections)
        guard newConnections == 0, self.status == 0, self.readBytes == 0 else { return false }
        self.isAgain = hg_easy_set_long(self.easy, CURLOPT_FRESH_CONNECT, 1) == CURLE_OK
        return self.isAgain
    }

    // MARK: What came back

    var status: Int {
        var status = 0
        _ = hg_easy_get_long(self.easy, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    /// Milliseconds that `Retry-After` asks for, judged at `now`.
    func retryAfter(now: Timestamp) -> Int64? {
        var header: UnsafeMutablePointer<curl_header>?
        guard curl_easy_header(self.easy, "Retry-After", 0, UInt32(CURLH_HEADER), -1, &header) == CURLHE_OK,
            let value = header?.pointee.value
        else { return nil }
        return RetryAfter.milliseconds(String(cString: value), now: now)
    }

    /// What libcurl says in words of a failure.
    func explanation(_ code: CURLcode) -> String {
        self.errorText[0] != 0 ? String(cString: self.errorText) : String(cString: curl_easy_strerror(code))
    }

    var operatingSystemError: Int32 {
        var number = 0
        _ = hg_easy_get_long(self.easy, CURLINFO_OS_ERRNO, &number)
        return Int32(truncatingIfNeeded: number)
    }

    /// Takes a piece of the answer's body.
    ///
    /// - Returns: Whether more is wanted.
    fileprivate func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        self.readBytes += piece.count
        if self.kept.count < Limits.responseKeptBytesMax, !(200...299).contains(self.status) {
            self.kept.append(contentsOf: piece.prefix(Limits.responseKeptBytesMax - self.kept.count))
        }
        if self.readBytes >= Limits.responseReadBytesMax { self.isCapped = true }
        return !self.isCapped
    }
}

/// `CURLOPT_WRITEFUNCTION`: fewer bytes than came end the transfer and close its connection.
private let takeBody: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    let isMoreWanted = transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return isMoreWanted ? size * count : 0
}
