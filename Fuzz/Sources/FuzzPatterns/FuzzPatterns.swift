import FuzzDriver

/// Where the program begins: the package manager expects this name instead of `main`.
@_cdecl("FuzzPatterns_main")
func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let fault = PatternProperty.fault(of: UnsafeRawBufferPointer(start: start, count: count))
        precondition(fault == nil, fault ?? "")
        return 0
    }
}
