// Micro CASE COUNT: does one operation COUNT times and says how it went; `Micro list` names the cases.
// Meant to run under `valgrind --tool=callgrind`, twice: see Benchmarks/check-thresholds.

import Glibc

let cases: [AnyCase] = [
    AnyCase(VerifyCase.self), AnyCase(ScanCase.self), AnyCase(NormalizeCase.self), AnyCase(RouteCase.self),
    AnyCase(AcceptCase.self), AnyCase(RequestCase.self),
]

func fail(_ text: String) -> Never {
    var line = "Micro: \(text)\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(2)
}

let words = CommandLine.arguments.dropFirst()
if words.first == "list" {
    for sample in cases { print(sample.name) }
    exit(0)
}
guard words.count == 2, let name = words.first, let count = words.last.flatMap(Int.init), count > 0 else {
    fail("usage: Micro list | Micro CASE COUNT")
}
guard let sample = cases.first(where: { $0.name == name }) else {
    fail("there is no case \(name); `Micro list` names them")
}
do {
    print("\(name) \(count) \(try sample.run(count))")
} catch {
    fail("\(name): \(error)")
}
