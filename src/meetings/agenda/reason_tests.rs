//! What a line says of why it is there, in both languages.

use super::*;

fn from() -> NaiveDate {
    "2019-12-03".parse().unwrap()
}

fn told(reason: &Reason) -> (String, String) {
    (reason.text(Locale::Fa), reason.text(Locale::En))
}

#[track_caller]
fn reads(reason: &Reason, fa: &str, en: &str) {
    assert_eq!(told(reason), (fa.to_owned(), en.to_owned()));
}

fn carried(times: u32, end: End) -> Reason {
    Reason::Carried {
        from: from(),
        times,
        end,
    }
}

fn theme(units: u32, times: u32, end: End) -> Reason {
    Reason::Theme {
        units,
        since: from(),
        times,
        end,
    }
}

#[test]
fn what_comes_back_says_how_often_and_that_it_must_end() {
    reads(
        &carried(1, End::of(1)),
        "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار اول",
        "carried from 2019-12-03, 1st time",
    );
    reads(
        &carried(3, End::of(3)),
        "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار سوم؛ باید تعیین تکلیف شود: تصمیم، طرح نزد شهردار یا کنار گذاشتن با ذکر دلیل",
        "carried from 2019-12-03, 3rd time; must end: decide, take to the mayor, or drop with a reason",
    );
    reads(
        &carried(4, End::of(1)),
        "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار چهارم",
        "carried from 2019-12-03, 4th time",
    );
    reads(
        &theme(1, 3, End::Due),
        "موضوع مشترک ۱ واحد، از ۱۳۹۸/۰۹/۱۲، منتقل‌شده برای بار سوم؛ باید تعیین تکلیف شود: تصمیم، طرح نزد شهردار یا کنار گذاشتن با ذکر دلیل",
        "a common problem, of 1 unit since 2019-12-03, carried for the 3rd time; must end: decide, take to the mayor, or drop with a reason",
    );
    for (times, due) in [(1, false), (2, false), (3, true), (7, true)] {
        let end = End::of(times);
        assert_eq!(carried(times, end).must_decide(), due, "{times}");
        assert_eq!(theme(2, times, end).must_decide(), due, "{times}");
    }
}

#[test]
fn the_other_reasons_read_well() {
    reads(
        &theme(3, 0, End::Open),
        "موضوع مشترک ۳ واحد، از ۱۳۹۸/۰۹/۱۲",
        "a common problem of 3 units since 2019-12-03",
    );
    let private = theme(0, 0, End::Open);
    assert_eq!(
        told(&private).0,
        "موضوع مشترک، از ۱۳۹۸/۰۹/۱۲",
        "private ones are not counted"
    );
    let late = Reason::Broken {
        days_late: 12,
        repromises: 0,
    };
    reads(&late, "تعهد با ۱۲ روز تأخیر", "promise 12 days late");
    let new = Reason::New {
        since: from(),
        priority: Priority::Urgent,
        days_overdue: 1,
    };
    reads(
        &new,
        "تازه، ثبت‌شده در ۱۳۹۸/۰۹/۱۲، فوری، با ۱ روز تأخیر",
        "new, filed on 2019-12-03, urgent, 1 day overdue",
    );
    let later = |until, meeting| Reason::Later { until, meeting };
    reads(
        &later(Some(from()), None),
        "تا ۱۳۹۸/۰۹/۱۲ به تعویق افتاده است",
        "put off until 2019-12-03",
    );
    reads(&later(None, Some(5)), "به نشست ۵ موکول شده است", "put off to meeting 5");
    let proposed = Reason::Proposed {
        unit: "منطقهٔ ۱".into(),
        because: "موعد جشنواره نزدیک است".into(),
    };
    reads(
        &proposed,
        "به پیشنهاد منطقهٔ ۱: موعد جشنواره نزدیک است",
        "proposed by منطقهٔ ۱: موعد جشنواره نزدیک است",
    );
    reads(&proposed.without_words(), "به پیشنهاد یک واحد", "proposed by a unit");
    assert_eq!(
        [1, 2, 3, 4, 11, 12, 21].map(nth).join(" "),
        "1st time 2nd time 3rd time 4th time 11th time 12th time 21st time"
    );
}

#[test]
fn a_reason_is_kept_as_plain_data_and_one_of_before_is_still_read() {
    let json = serde_json::json!({ "why": "carried", "from": "2019-12-03", "times": 4, "end": "due" });
    assert_eq!(serde_json::to_value(carried(4, End::Due)).unwrap(), json);
    let before = serde_json::json!({ "why": "carried", "from": "2019-12-03", "times": 2 });
    assert_eq!(serde_json::from_value::<Reason>(before).unwrap(), carried(2, End::Open));
}
