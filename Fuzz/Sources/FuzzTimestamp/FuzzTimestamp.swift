import FuzzDriver

/// Where the program begins: the package manager expects this name instead of `main`.
@_cdecl("FuzzTimestamp_main")
func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let fault = TimestampProperty.fault(of: UnsafeRawBufferPointer(start: start, count: count))
        precondition(fault == nil, fault ?? "")
        return 0
    }
}
