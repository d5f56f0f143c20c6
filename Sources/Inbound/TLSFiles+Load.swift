internal import NIOSSL

extension TLSFiles {
    /// Reads both files and sets up TLS with them: 1.2 at least, HTTP/1.1 alone.
    func load() throws(InboundError) -> NIOSSLContext {
        let certificates = try self.loadCertificates()
        let key = try self.loadKey()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw InboundError(
                .badTLS,
                "certificate \(self.certificate) and key \(self.key) do not work together; check that the key belongs to the "
                    + "first certificate of the file",
                cause: "\(error)"
            )
        }
    }

    private func loadCertificates() throws(InboundError) -> [NIOSSLCertificate] {
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(self.certificate)
        } catch {
            throw InboundError(
                .badCertificate,
                "certificate \(self.certificate) cannot be read; name a PEM file that this user may read",
                cause: "\(error)"
            )
        }
        guard !certificates.isEmpty else {
            throw InboundError(
                .badCertificate,
                "\(self.certificate) holds no certificate; name a PEM file with BEGIN CERTIFICATE in it"
            )
        }
        return certificates
    }

    private func loadKey() throws(InboundError) -> NIOSSLPrivateKey {
        do {
            return try NIOSSLPrivateKey(file: self.key, format: .pem)
        } catch {
            throw InboundError(
                .badKey,
                "key \(self.key) cannot be read; name a PEM file without a passphrase that this user may read",
                cause: "\(error)"
            )
        }
    }
}
