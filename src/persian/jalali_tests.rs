//! Tests of the Jalali calendar: a table of known days, forms, typed dates and their errors.

use super::*;
use proptest::prelude::*;

fn gregorian(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn every_known_day_both_ways() {
    let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/jalali.csv"));
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let [date, year, month, day] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}");
        };
        let date: NaiveDate = date.parse().unwrap();
        let (year, month, day) = (year.parse().unwrap(), month.parse().unwrap(), day.parse().unwrap());
        let jalali = JalaliDate::new(year, month, day).unwrap();
        assert_eq!(jalali.to_gregorian(), date, "{line}");
        assert_eq!(JalaliDate::from_gregorian(date), jalali, "{line}");
        rows += 1;
    }
    assert_eq!(rows, 1245);
}

#[test]
fn forms() {
    let day = JalaliDate::from_gregorian(gregorian(2019, 12, 3));
    assert_eq!((day.year(), day.month(), day.day()), (1398, 9, 12));
    assert_eq!(day.to_string(), "1398/09/12");
    assert_eq!(day.persian(), "۱۳۹۸/۰۹/۱۲");
    assert_eq!(day.long(), "۱۲ آذر ۱۳۹۸");
    assert_eq!(day.full(), "سه‌شنبه ۱۲ آذر ۱۳۹۸");
    let names: Vec<_> = (1..=12)
        .map(|m| JalaliDate::new(1400, m, 1).unwrap().month_name())
        .collect();
    assert_eq!(names, MONTHS);
}

#[test]
fn years_turn_at_nowruz() {
    assert_eq!(jalali_year(gregorian(2026, 3, 20)), 1404);
    assert_eq!(jalali_year(gregorian(2026, 3, 21)), 1405);
}

#[test]
fn lengths_of_months() {
    // 1403 is a leap year and 1404 is not, where a well-known wrong rule has it the other way round.
    for (year, month, days) in [(1404, 6, 31), (1404, 7, 30), (1403, 12, 30), (1404, 12, 29)] {
        assert_eq!(days_in_month(year, month), Ok(days), "{year}/{month}");
    }
    assert_eq!(days_in_month(1405, 13), Err(ParseError::Month));
    assert_eq!(days_in_month(1199, 1), Err(ParseError::Year));
}

#[test]
fn typed_dates() {
    for typed in [
        "1398/09/12",
        "۱۳۹۸/۹/۱۲",
        "١٣٩٨-٠٩-١٢",
        "1398.9.12",
        " \u{200F}۱۳۹۸ / ۰۹ / ۱۲\u{200F} ",
        "2019-12-03",
        "۲۰۱۹/۱۲/۳",
    ] {
        assert_eq!(parse_date(typed), Ok(gregorian(2019, 12, 3)), "{typed}");
    }
    assert_eq!(
        JalaliDate::parse("1403/12/30").unwrap().to_gregorian(),
        gregorian(2025, 3, 20)
    );
    assert_eq!(parse_date("2024-02-29"), Ok(gregorian(2024, 2, 29)));
}

#[test]
fn typed_slips_are_explained() {
    for (typed, error) in [
        ("", ParseError::Empty),
        (" \u{200C}", ParseError::Empty),
        ("فردا", ParseError::Shape),
        ("1398/09", ParseError::Shape),
        ("1398/09/12/1", ParseError::Shape),
        ("98/09/12", ParseError::Shape),
        ("12/09/1398", ParseError::Shape),
        ("1398/09-12", ParseError::Shape),
        ("1398/+9/12", ParseError::Shape),
        ("1398/009/12", ParseError::Shape),
        ("1199/12/29", ParseError::Year),
        ("1601/01/01", ParseError::Year),
        ("1799-01-01", ParseError::Year),
        ("1800-01-01", ParseError::Year),
        ("9999-12-31", ParseError::Year),
        ("1398/00/12", ParseError::Month),
        ("1398/13/12", ParseError::Month),
        ("2019-13-01", ParseError::Month),
        ("1398/09/00", ParseError::Day { last: 30 }),
        ("1398/07/31", ParseError::Day { last: 30 }),
        ("1404/12/30", ParseError::Day { last: 29 }),
        ("2023-02-29", ParseError::Day { last: 28 }),
    ] {
        assert_eq!(parse_date(typed), Err(error), "{typed}");
        assert!(!error.to_string().is_empty());
    }
    assert_eq!(JalaliDate::parse("2019-12-03"), Err(ParseError::Year));
    let day = ParseError::Day { last: 29 };
    assert_eq!(day.to_string(), "the day must be from 1 to 29 in this month");
    assert_eq!(day.message_fa(), "روز در این ماه باید از ۱ تا ۲۹ باشد.");
}

#[test]
fn the_ends_of_time_do_not_panic() {
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        let day = JalaliDate::from_gregorian(date);
        assert_eq!(day.to_gregorian(), date);
        assert!(day.full().contains(day.month_name()));
    }
}

proptest! {
    #[test]
    fn round_trips(year in YEARS, month in 1_u8..=12, day in 1_u8..=31) {
        match JalaliDate::new(year, month, day) {
            Some(jalali) => {
                prop_assert_eq!(JalaliDate::from_gregorian(jalali.to_gregorian()), jalali);
                prop_assert_eq!(JalaliDate::parse(&jalali.persian()), Ok(jalali));
                prop_assert_eq!(parse_date(&jalali.to_string()), Ok(jalali.to_gregorian()));
                prop_assert_eq!(
                    parse_date(&jalali.to_gregorian().to_string()),
                    Ok(jalali.to_gregorian())
                );
            }
            None => prop_assert!(day > days_in_month(year, month).unwrap()),
        }
    }

    #[test]
    fn order_is_that_of_days(a in -200_000_i32..800_000, b in -200_000_i32..800_000) {
        let day = |n| JalaliDate::from_gregorian(NaiveDate::from_num_days_from_ce_opt(n).unwrap());
        prop_assert_eq!(day(a).cmp(&day(b)), a.cmp(&b));
    }

    #[test]
    fn any_text_is_answered(typed in any::<String>()) {
        if let Ok(date) = parse_date(&typed) {
            prop_assert!(YEARS.contains(&jalali_year(date)));
        }
    }

    #[test]
    fn any_near_date_is_answered(typed in "[0-9۰-۹٠-٩]{0,5}[-/. ][0-9۰-۹]{0,3}[-/.][0-9]{0,3}") {
        if let Ok(date) = parse_date(&typed) {
            prop_assert!(YEARS.contains(&jalali_year(date)));
        }
    }
}
