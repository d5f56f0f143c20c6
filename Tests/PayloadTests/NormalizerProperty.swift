import Payload

/// What holds for every input of the normalizer, whatever it is.
///
/// The fuzzer checks it as well (Fuzz/).
enum NormalizerProperty {
    private static let pointers = ["", "/a", "/a/0", "/1", "/a/1/b", "/0/0", "/\u{E9}", "/\n", "/~0"]

    /// What does not hold; `nil` where all is well.
    static func fault(of raw: UnsafeRawBufferPointer) -> String? {
        let extraction = Extraction(self.pointers.compactMap { try? JSONPointer($0) })
        let normalizer = Normalizer()
        guard let first = try? normalizer.normalize(raw, extracting: extraction) else { return nil }
        if first.isIdentical != raw.elementsEqual(first.bytes) { return "identity is not noticed" }
        if String(validating: first.bytes, as: UTF8.self) == nil { return "the output is no UTF-8" }
        let again = first.bytes.withUnsafeBytes { try? normalizer.normalize($0, extracting: extraction) }
        guard let again else { return "the output is refused" }
        if !again.isIdentical || again.bytes != first.bytes { return "the output is printed differently" }
        if again.values != first.values { return "other values are found in the output" }
        for (index, value) in first.values.enumerated() {
            guard let value else { continue }
            let part = first.withValueBytes(index) { bytes in
                try? normalizer.normalize(bytes, extracting: .none).isIdentical
            }
            if part != .some(true) { return "a range holds no value" }
            let text = first.string(index)
            if value.kind != .string, text != nil { return "text that is no string" }
            if text?.utf8.elementsEqual(first.withStringBytes(index) { Array($0) } ?? []) == false {
                return "two forms of a text differ"
            }
        }
        return nil
    }
}
