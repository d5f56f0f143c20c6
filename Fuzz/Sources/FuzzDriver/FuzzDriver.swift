/// What libFuzzer calls with each input.
package typealias OneInput = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

@_silgen_name("LLVMFuzzerRunDriver")
private func driver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ oneInput: OneInput
) -> CInt

/// Hands the command line and the function to libFuzzer.
package func runFuzzer(
    _ count: CInt,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
    _ oneInput: OneInput
) -> CInt {
    var (count, arguments) = (count, arguments)
    return driver(&count, &arguments, oneInput)
}
