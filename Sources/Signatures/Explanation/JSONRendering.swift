/// How some program prints JSON; applied to a document that is printed as `JSON.stringify` does.
struct JSONRendering: Sendable {
    enum Spacing: Sendable {
        case none
        /// A space behind every colon and comma.
        case spaced
        /// Lines, with so many spaces for each level.
        case indented(Int)
    }

    /// For people.
    let name: String
    var spacing = Spacing.none
    var escapesSlash = false
    var escapesNonASCII = false
    /// `<`, `>` and `&` as `\u003c` and so on.
    var escapesHTML = false

    /// What the senders of this world are written in.
    static let all = [
        JSONRendering(name: "JSON.stringify"),
        JSONRendering(name: "Python's json.dumps", spacing: .spaced, escapesNonASCII: true),
        JSONRendering(name: "Python's json.dumps with ensure_ascii=False", spacing: .spaced),
        JSONRendering(name: "Python's json.dumps with compact separators", escapesNonASCII: true),
        JSONRendering(name: "PHP's json_encode", escapesSlash: true, escapesNonASCII: true),
        JSONRendering(name: "Go's json.Marshal", escapesHTML: true),
        JSONRendering(name: "JSON.stringify with two spaces", spacing: .indented(2)),
        JSONRendering(name: "JSON.stringify with four spaces", spacing: .indented(4)),
    ]

    /// Prints a document again.
    ///
    /// - Parameters:
    ///   - document: Valid JSON without white space.
    ///   - bytesMax: The most that may come out.
    /// - Returns: `nil` where it would be more than that.
    func render(_ document: [UInt8], bytesMax: Int) -> [UInt8]? {
        var printer = Printer(rendering: self)
        printer.out.reserveCapacity(min(bytesMax, document.count * 2))
        var position = 0
        while position < document.count {
            guard printer.out.count <= bytesMax else { return nil }
            position = printer.write(document, at: position)
        }
        return printer.out.count <= bytesMax ? printer.out : nil
    }

    private struct Printer {
        let rendering: JSONRendering
        var out: [UInt8] = []
        private var depth = 0
        private var isInString = false

        init(rendering: JSONRendering) { self.rendering = rendering }

        /// Prints what stands at a position; returns the next one.
        mutating func write(_ document: [UInt8], at position: Int) -> Int {
            let byte = document[position]
            if self.isInString { return self.writeInString(document, at: position) }
            switch byte {
            case UInt8(ascii: "\""):
                self.isInString = true
                self.out.append(byte)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                self.out.append(byte)
                // Both closing brackets stand two behind their opening one.
                if position + 1 < document.count, document[position + 1] == byte + 2 {
                    self.out.append(byte + 2)
                    return position + 2
                }
                self.depth += 1
                self.newLine()
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                self.depth -= 1
                self.newLine()
                self.out.append(byte)
            case UInt8(ascii: ","):
                self.out.append(byte)
                if case .spaced = self.rendering.spacing { self.out.append(0x20) }
                self.newLine()
            case UInt8(ascii: ":"):
                self.out.append(byte)
                if case .none = self.rendering.spacing { break }
                self.out.append(0x20)
            default: self.out.append(byte)
            }
            return position + 1
        }

        private mutating func newLine() {
            guard case .indented(let width) = self.rendering.spacing else { return }
            self.out.append(0x0A)
            for _ in 0..<(self.depth * width) { self.out.append(0x20) }
        }

        private mutating func writeInString(_ document: [UInt8], at position: Int) -> Int {
            let byte = document[position]
            switch byte {
            case UInt8(ascii: "\\"):
                self.out += document[position...(position + 1)]
                return position + 2
            case UInt8(ascii: "\""):
                self.isInString = false
                self.out.append(byte)
            case UInt8(ascii: "/") where self.rendering.escapesSlash:
                self.out += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
                if self.rendering.escapesHTML { self.escape(UInt16(byte)) } else { self.out.append(byte) }
            case 0x80... where self.rendering.escapesNonASCII:
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                for unit in String(decoding: document[position..<(position + length)], as: UTF8.self).utf16 {
                    self.escape(unit)
                }
                return position + length
            default: self.out.append(byte)
            }
            return position + 1
        }

        private mutating func escape(_ unit: UInt16) {
            let digits = String(unit, radix: 16)
            self.out += Array("\\u".utf8) + Array(String(repeating: "0", count: 4 - digits.count).utf8)
            self.out += Array(digits.utf8)
        }
    }
}
