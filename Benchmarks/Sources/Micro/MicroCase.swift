/// One operation of the hot path, made ready once and then done again and again.
protocol MicroCase: ~Copyable {
    /// The name on the command line and in the thresholds.
    static var name: String { get }

    /// Makes everything ready that a running gateway has ready too.
    init() throws

    /// Does the operation once.
    ///
    /// - Parameter index: Which one it is: choose the input by it, so that no two in a row are the same.
    /// - Returns: Something that depends on the result, so that no compiler can leave the work out.
    /// - Throws: What the operation throws; the case has failed then.
    mutating func operate(_ index: Int) throws -> Int
}

/// A case whose type is forgotten, for a list of them.
struct AnyCase {
    let name: String
    /// Does the operation so many times; the sum of what it returned.
    let run: (Int) throws -> Int

    init<Case: MicroCase & ~Copyable>(_ type: Case.Type) {
        self.name = Case.name
        self.run = { count in
            var sample = try Case()
            var sum = 0
            for index in 0..<count { sum &+= try sample.operate(index) }
            return sum
        }
    }
}
