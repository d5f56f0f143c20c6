import Glibc

/// A certificate of nobody, and keys, made for these tests alone; they protect nothing.
enum TestCertificate {
    /// For `localhost`, signed by itself, until 2126.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBlTCCATugAwIBAgIUTaatbLpbD+zFmDxTfuprBhGOkGswCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDAxMzYwMFoYDzIxMjYxMDMx
        MDEzNjAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASxcCHLqvgc3mhTJLLMH0DjMwrKDRcpS2g1nJGbxJfss8nPWK26U7lc
        qykokoUSU7GcYoBfi4VVulXSmMEevvWco2kwZzAdBgNVHQ4EFgQULyDAekaCI7gM
        R3z5iuOT7LhTqj4wHwYDVR0jBBgwFoAULyDAekaCI7gMR3z5iuOT7LhTqj4wDwYD
        VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
        SAAwRQIhAPyX04YFA2m/aPralc92Vm4BtJa6DRbXdqqFL6NjZMNoAiAo2q1EExSB
        fwz4T+e+duyZp5jcl7Yn1mz9LMQQ/veOrw==
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgq+Ng/if4km9mvylQ
        5YU8tGS8EXNxgGg9sRHwRlFy4ZmhRANCAASxcCHLqvgc3mhTJLLMH0DjMwrKDRcp
        S2g1nJGbxJfss8nPWK26U7lcqykokoUSU7GcYoBfi4VVulXSmMEevvWc
        -----END PRIVATE KEY-----
        """

    /// The key of another certificate.
    static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5trIvdBhZQuZ7tps
        0FrTc79eeXxrFFnZWgvMLvHAchWhRANCAAQ/abOF4KdLp/dJcOB7FLahycYYhtCz
        vKpexHHMGGsmYPpNEQOUifeX9empDbzWo0u1pshDPxQc2ijh8ar90hG/
        -----END PRIVATE KEY-----
        """

    /// Writes a file that only this user can read, in a folder of its own.
    static func file(_ text: String, _ name: String) -> String {
        var template = Array("/tmp/hookgate-inbound-XXXXXX".utf8CString)
        let folder = template.withUnsafeMutableBufferPointer { buffer in
            // because: the template is not empty.
            String(cString: mkdtemp(buffer.baseAddress!))
        }
        let path = folder + "/" + name
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        return path
    }
}
