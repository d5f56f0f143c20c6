import CShims
import Events
import Glibc

/// One HTTP request that a command waits for.
struct WebRequest {
    /// Why no answer came.
    struct Failure: Error, CustomStringConvertible {
        let url: String
        let problem: String
        var description: String { "no answer from \(self.url): \(self.problem)" }
    }

    /// What came back; at most a mebibyte of the body is kept.
    struct Answer {
        let status: Int
        let body: String
    }

    var method = "GET"
    var url: String
    var headers: [(String, String)] = []
    var body: [UInt8]?
    var timeoutMilliseconds = 10_000
    var authorities: String?

    private static let answerBytesMax = 1024 * 1024

    func send() throws(Failure) -> Answer {
        var answer = simple_answer()
        let kept = UnsafeMutablePointer<CChar>.allocate(capacity: Self.answerBytesMax)
        defer { kept.deallocate() }
        answer.body = kept
        answer.capacity = Self.answerBytesMax
        let result = self.perform(into: &answer)
        guard result == 0 else {
            let problem = withUnsafeBytes(of: answer.problem) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw Failure(url: self.url, problem: problem)
        }
        let bytes = UnsafeRawBufferPointer(start: kept, count: answer.body_bytes)
        return Answer(status: answer.status, body: String(decoding: bytes, as: UTF8.self))
    }

    private func perform(into answer: inout simple_answer) -> Int32 {
        let lines = self.headers.map { name, value in
            // because: an allocation of a few bytes that fails ends the program anyway.
            strdup("\(name): \(value)")!
        }
        defer { lines.forEach { free($0) } }
        let pointers: [UnsafePointer<CChar>?] = lines.map { UnsafePointer($0) }
        let body = self.body ?? []
        return pointers.withUnsafeBufferPointer { headers in
            body.withUnsafeBytes { bytes in
                self.method.withCString { method in
                    self.url.withCString { url in
                        Self.withOptionalCString(self.authorities) { authorities in
                            var request = simple_request(
                                method: method,
                                url: url,
                                headers: headers.baseAddress,
                                header_count: headers.count,
                                body: self.body == nil ? nil : (bytes.baseAddress ?? UnsafeRawPointer(url)),
                                body_bytes: bytes.count,
                                timeout_milliseconds: self.timeoutMilliseconds,
                                ca_file: authorities
                            )
                            return simple_request_perform(&request, &answer)
                        }
                    }
                }
            }
        }
    }

    private static func withOptionalCString<Result>(
        _ text: String?,
        _ body: (UnsafePointer<CChar>?) -> Result
    ) -> Result {
        guard let text else { return body(nil) }
        return text.withCString { body($0) }
    }
}
