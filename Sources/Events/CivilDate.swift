/// A day of the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    let year: Int
    /// 1 to 12.
    let month: Int
    /// 1 to 31.
    let day: Int

    private static let daysPer400Years: Int64 = 146_097
    /// Days from 0000-03-01 to 1970-01-01.
    ///
    /// Years begin in March here, so that the leap day is the last of its year.
    private static let daysFromMarchOfYearZero: Int64 = 719_468

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSinceEpoch days: Int64) {
        let shifted = days + Self.daysFromMarchOfYearZero
        let cycle = shifted >= 0 ? shifted / Self.daysPer400Years : (shifted - 146_096) / Self.daysPer400Years
        let dayOfCycle = Int(shifted - cycle * Self.daysPer400Years)
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        self.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.year = Int(cycle) * 400 + yearOfCycle + (self.month <= 2 ? 1 : 0)
    }

    var daysSinceEpoch: Int64 {
        let year = Int64(self.month <= 2 ? self.year - 1 : self.year)
        let cycle = (year >= 0 ? year : year - 399) / 400
        let yearOfCycle = year - cycle * 400
        let monthFromMarch = Int64(self.month > 2 ? self.month - 3 : self.month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(self.day) - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * Self.daysPer400Years + dayOfCycle - Self.daysFromMarchOfYearZero
    }

    static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
