import GatewayTesting
import Testing

@testable import Events

struct TimestampParsingTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-03-10T14:30:00+03:00", 1_773_142_200_000),
        ("2026-03-10T11:30:00Z", 1_773_142_200_000),
        ("2026-03-10t11:30:00z", 1_773_142_200_000),
        ("2026-03-10T14:30:00+0300", 1_773_142_200_000),
        ("2026-03-10T14:30:00+03", 1_773_142_200_000),
        ("2026-03-10T11:30:00-00:00", 1_773_142_200_000),
        ("2026-03-10T06:00:00-05:30", 1_773_142_200_000),
        ("2026-03-11T11:29:00+23:59", 1_773_142_200_000),
        ("2026-03-10T11:30:00.1Z", 1_773_142_200_100),
        ("2026-03-10T11:30:00,25Z", 1_773_142_200_250),
        ("2026-03-10T11:30:00.123456789Z", 1_773_142_200_123),
        ("2026-03-10T11:30:00.9999999999999999999999Z", 1_773_142_200_999),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("1969-12-31T23:59:59.999Z", -1),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        // Leap seconds count as the second after them.
        ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ("2017-01-01T02:59:60+03:00", 1_483_228_800_000),
        ("2015-06-30T23:59:60.5Z", 1_435_708_800_500),
    ])
    func timeWithOffsetIsRead(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-03-10", "2026-03-10T14:30:00", "2026-03-10T14:30Z", "2026-03-10 14:30:00Z",
        "2026-03-10T14:30:00 Z", " 2026-03-10T14:30:00Z", "2026-03-10T14:30:00Z ", "2026-03-10T14:30:00Z\n",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-00-10T00:00:00Z", "2026-13-10T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
        "2026-03-10T24:00:00Z", "2026-03-10T23:60:00Z", "2026-03-10T23:59:61Z",
        "2026-03-10T12:00:60Z", "2026-03-10T23:59:60Z", "2016-12-31T23:59:60+03:00",
        "2026-03-10T14:30:00+24:00", "2026-03-10T14:30:00+03:60", "2026-03-10T14:30:00+3", "2026-03-10T14:30:00+03:",
        "2026-03-10T14:30:00+03:0", "2026-03-10T14:30:00+030", "2026-03-10T14:30:00+03:00:00",
        "2026-03-10T14:30:00.Z", "2026-03-10T14:30:00.+03:00", "2026-03-10T14:30:00.1.2Z", "2026-03-10T14:30:00UTC",
        "26-03-10T14:30:00Z", "+2026-03-10T14:30:00Z", "-2026-03-10T14:30:00Z", "12026-03-10T14:30:00Z",
        "2026-3-10T14:30:00Z", "20260310T143000Z", "2026-W11-2T14:30:00Z", "2026-069T14:30:00Z",
        "2026-03-10T14:30:00\u{2212}03:00", "٢٠٢٦-03-10T14:30:00Z", "2026-03-10T14:30:00Z\u{0}", "1773142200",
    ])
    func anythingElseIsRefused(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func invalidUTF8IsRefusedWithoutHarm() {
        let bytes = [UInt8](repeating: 0xFF, count: 20)
        #expect(bytes.withUnsafeBytes { Timestamp(iso8601: $0) } == nil)
        #expect(Timestamp(iso8601: UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
    }

    /// Counts days one by one, and so knows the calendar independently of the formulas.
    @Test func everyDayOfEightHundredYearsIsRight() {
        var year = 1600
        var month = 1
        var day = 1
        var days: Int64 = -135_140
        while year < 2400 {
            let date = CivilDate(year: year, month: month, day: day)
            guard date.daysSinceEpoch == days, CivilDate(daysSinceEpoch: days) == date else {
                Issue.record("\(year)-\(month)-\(day) is not day \(days)")
                return
            }
            days += 1
            day += 1
            let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if day > lengths[month - 1] { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect(days == 157_054)
    }
}

struct TimestampFormattingTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"),
        (1_773_142_200_000, "2026-03-10T11:30:00Z", "2026-03-10T11:30:00+00:00"),
        (1_773_142_200_123, "2026-03-10T11:30:00.123Z", "2026-03-10T11:30:00+00:00"),
        (1_773_142_200_007, "2026-03-10T11:30:00.007Z", "2026-03-10T11:30:00+00:00"),
        (-1, "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59+00:00"),
        (-62_167_219_200_001, "-000001-12-31T23:59:59.999Z", "-000001-12-31T23:59:59+00:00"),
        (253_402_300_800_000, "+010000-01-01T00:00:00Z", "+010000-01-01T00:00:00+00:00"),
        (Int64.max, "+292278994-08-17T07:12:55.807Z", "+292278994-08-17T07:12:55+00:00"),
        (Int64.min, "-292275055-05-16T16:47:04.192Z", "-292275055-05-16T16:47:04+00:00"),
    ])
    func everyMomentHasAForm(milliseconds: Int64, rfc3339: String, offsetForm: String) {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == rfc3339)
        #expect(Timestamp(milliseconds: milliseconds).offsetForm == offsetForm)
    }

    @Test func whatIsWrittenIsReadBack() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let time = Timestamp(
                milliseconds: .random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator)
            )
            #expect(Timestamp(iso8601: time.rfc3339) == time)
            let seconds = time.milliseconds.quotientAndRemainder(dividingBy: 1000)
            let floored = seconds.remainder < 0 ? seconds.quotient - 1 : seconds.quotient
            #expect(Timestamp(iso8601: time.offsetForm) == Timestamp(seconds: floored))
        }
    }
}
