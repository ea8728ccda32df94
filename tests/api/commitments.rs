//! Promises: the first day is frozen, people are reminded on working mornings, and who keeps their word is counted.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::live::held;
use crate::meetings::{act, person};
use crate::on_both;
use crate::outcomes::record;

/// Promises of these people, each by a day, in a meeting that has ended; the director.
async fn promised(app: &TestApp, of: &[(&str, &str)]) -> (Client, Value) {
    let titles: Vec<_> = of.iter().map(|_| "دوربین").collect();
    let (director, meeting, lines) = held(app, &titles).await;
    for ((who, due_on), line) in of.iter().zip(&lines) {
        let who_id = person(&director, &format!("{who}@demo.test")).await;
        let body =
            json!({ "kind": "commitment", "text": format!("تعهد تا {due_on}"), "who_id": who_id, "due_on": due_on });
        record(&director, &meeting, line, body).await;
    }
    act(&director, &meeting, "finish").await;
    (director, meeting)
}

async fn list(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/commitments{query}")).await.is(StatusCode::OK);
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["due_on"].as_str().unwrap().to_owned())
        .collect()
}

/// Goes the round of the reminders; the mails about promises since `before`, as kind and address.
async fn round(app: &TestApp, before: &mut usize) -> Vec<(String, String)> {
    hamahang::meetings::commitments::rounds::remind(&app.db).await.unwrap();
    let mails: Vec<_> = app
        .mails()
        .await
        .into_iter()
        .filter(|m| m.0.starts_with("commitment_"))
        .collect();
    let new = mails[*before..].to_vec();
    *before = mails.len();
    new
}

fn mail(kind: &str, who: &str) -> (String, String) {
    (kind.to_owned(), format!("{who}@demo.test"))
}

on_both! {
    async fn one_mail_on_working_mornings_lists_what_is_due_and_then_the_director_is_told(app) {
        // Saturday 2019-12-14 and Monday 2019-12-16; Thursdays and Fridays are the weekend.
        promised(&app, &[("owner-it", "2019-12-14"), ("owner-it", "2019-12-16"), ("owner-finance", "2019-12-25")]).await;
        let mut seen = app.mails().await.into_iter().filter(|m| m.0.starts_with("commitment_")).count();
        assert_eq!(round(&app, &mut seen).await, [], "nothing is near");
        // Wednesday the 11th, ten o'clock: two working days before are Saturday and Sunday.
        app.advance(TimeDelta::days(8));
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_due", "owner-it")]);
        assert_eq!(round(&app, &mut seen).await, [], "once");
        app.advance(TimeDelta::days(1));
        assert_eq!(round(&app, &mut seen).await, [], "not at the weekend");
        // Saturday: one is due today, the other the day after tomorrow; one mail for both.
        app.advance(TimeDelta::days(2));
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_due", "owner-it")]);
        // Sunday: one has passed.
        app.advance(TimeDelta::days(1));
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_late", "owner-it")]);
        // Monday, due today; Tuesday, it has passed, and the first has been late for two working days.
        app.advance(TimeDelta::days(1));
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_due", "owner-it")]);
        app.advance(TimeDelta::days(1));
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_late", "owner-it"), mail("commitment_late", "director")]);
        assert_eq!(round(&app, &mut seen).await, []);
        let history = app.sign_in("director").await.get("/commitments/1/history").await.is(StatusCode::OK);
        let actions: Vec<_> = history["items"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["made", "reminded", "reminded", "overdue", "escalated"]);
    }
}

on_both! {
    async fn rounds_at_night_tell_nobody_and_two_at_once_tell_once(app) {
        promised(&app, &[("owner-it", "2019-12-04"), ("owner-finance", "2019-12-04")]).await;
        let mut seen = app.mails().await.into_iter().filter(|m| m.0.starts_with("commitment_")).count();
        // Wednesday at three in the morning in Tehran.
        app.advance(TimeDelta::hours(17));
        assert_eq!(round(&app, &mut seen).await, []);
        app.advance(TimeDelta::hours(7));
        let (a, b) = tokio::join!(
            hamahang::meetings::commitments::rounds::remind(&app.db),
            hamahang::meetings::commitments::rounds::remind(&app.db)
        );
        assert_eq!(a.unwrap() + b.unwrap(), 2);
        let mut told = round(&app, &mut seen).await;
        told.sort();
        assert_eq!(told, [mail("commitment_due", "owner-finance"), mail("commitment_due", "owner-it")]);
    }
}

on_both! {
    async fn a_new_day_has_its_own_reminders_and_the_first_stays_for_ever(app) {
        let (director, _) = promised(&app, &[("owner-it", "2019-12-04")]).await;
        let mut seen = app.mails().await.into_iter().filter(|m| m.0.starts_with("commitment_")).count();
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_due", "owner-it")]);
        let again = json!({ "due_on": "2019-12-11", "reason": "فروشنده نرساند" });
        let moved = director.change(Method::PATCH, "/commitments/1", &json!(1), &again).await.is(StatusCode::OK);
        assert_eq!((&moved["repromises"], &moved["first_due_on"], &moved["standing"]), (&json!(1), &json!("2019-12-04"), &json!("open")));
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_changed", "owner-it")]);
        app.advance(TimeDelta::days(8));
        assert_eq!(round(&app, &mut seen).await, [mail("commitment_due", "owner-it")]);
        let director = app.sign_in("director").await;
        for (body, pointer) in [(json!({ "on": "2019-12-12" }), "/on"), (json!({ "on": "2019-12-01" }), "/on")] {
            let wrong = director.change(Method::POST, "/commitments/1/actions/keep", &moved["version"], &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(crate::app::fields(&wrong)[0].0, pointer);
        }
        // Kept by the new day, it is late by the first.
        let kept = director.change(Method::POST, "/commitments/1/actions/keep", &moved["version"], &json!({ "on": "2019-12-10" })).await.is(StatusCode::OK);
        assert_eq!((&kept["standing"], &kept["ended_on"]), (&json!("late"), &json!("2019-12-10")));
        // The database itself holds to it.
        let refused = app.db.write_now(|c, _| {
            use diesel::RunQueryDsl;
            Ok(diesel::sql_query("UPDATE commitments SET first_due_on = '2020-01-01'").execute(c)?)
        });
        assert!(refused.unwrap_err().to_string().contains("first day of a commitment stays"));
    }
}

on_both! {
    async fn the_list_is_filtered_and_rates_are_for_those_concerned(app) {
        let (director, meeting) = promised(&app, &[("owner-it", "2019-12-04"), ("head-01", "2019-12-10"), ("owner-it", "2019-12-20")]).await;
        director.change(Method::POST, "/commitments/2/actions/keep", &json!(1), &json!({})).await.is(StatusCode::OK);
        app.advance(TimeDelta::days(10));
        let director = app.sign_in("director").await;
        let it = person(&director, "owner-it@demo.test").await;
        for (query, wanted) in [
            (String::new(), vec!["2019-12-04", "2019-12-10", "2019-12-20"]),
            ("?overdue=true".into(), vec!["2019-12-04"]),
            ("?overdue=false".into(), vec!["2019-12-10", "2019-12-20"]),
            ("?standing=broken".into(), vec!["2019-12-04"]),
            ("?standing=kept".into(), vec!["2019-12-10"]),
            ("?standing=open".into(), vec!["2019-12-20"]),
            ("?standing=late".into(), vec![]),
            ("?state=open".into(), vec!["2019-12-04", "2019-12-20"]),
            ("?due_from=2019-12-05&due_to=2019-12-10".into(), vec!["2019-12-10"]),
            (format!("?who={it}"), vec!["2019-12-04", "2019-12-20"]),
            (format!("?unit_id={}", app.districts[0]), vec!["2019-12-10"]),
            (format!("?meeting_id={}", meeting["id"]), vec!["2019-12-04", "2019-12-10", "2019-12-20"]),
        ] {
            assert_eq!(list(&director, &query).await, wanted, "{query}");
        }
        let page = director.get("/commitments?limit=2").await.is(StatusCode::OK);
        assert_eq!(list(&director, &format!("?limit=2&cursor={}", page["next"].as_str().unwrap())).await, ["2019-12-20"]);

        let rates = director.get("/commitments/keep-rates").await.is(StatusCode::OK);
        let of = |rates: &Value, what: &str| -> Vec<(String, Value)> {
            rates["items"].as_array().unwrap().iter().map(|r| (r[what]["name"].as_str().unwrap().to_owned(), r["tally"]["rate"].clone())).collect()
        };
        assert_eq!(of(&rates, "person"), [("head-01".to_owned(), json!(100)), ("owner-it".to_owned(), json!(0))]);
        assert_eq!(rates["items"][1]["tally"], json!({ "made": 2, "open": 1, "broken": 1, "kept": 0, "late": 0, "dropped": 0, "repromises": 0, "rate": 0 }));
        let by_unit = app.sign_in("mayor-office").await.get("/commitments/keep-rates?by=unit").await.is(StatusCode::OK);
        assert_eq!(of(&by_unit, "unit"), [("منطقهٔ ۱".to_owned(), json!(100))]);
        let by_meeting = director.get("/commitments/keep-rates?by=meeting").await.is(StatusCode::OK);
        assert_eq!((&by_meeting["items"][0]["meeting"]["id"], &by_meeting["items"][0]["tally"]["rate"]), (&meeting["id"], &json!(50)));
        let few = director.get("/commitments/keep-rates?limit=1").await.is(StatusCode::OK);
        let rest = director.get(&format!("/commitments/keep-rates?limit=1&cursor={}", few["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((of(&rest, "person").len(), &rest["next"]), (1, &json!(null)));
        assert_eq!(director.get("/commitments/keep-rates?from=2019-12-05&to=2019-12-15").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 1);
        // One's own to everybody, and nobody else's.
        let own = app.sign_in("owner-it").await.get("/commitments/keep-rates").await.is(StatusCode::OK);
        assert_eq!(of(&own, "person"), [("owner-it".to_owned(), json!(0))]);
        assert_eq!(app.sign_in("head-02").await.get("/commitments/keep-rates").await.is(StatusCode::OK)["items"], json!([]));
        for who in ["head-01", "auditor", "admin"] {
            app.sign_in(who).await.get("/commitments/keep-rates?by=unit").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        }
        app.sign_in("head-02").await.get("/commitments/1/history").await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn promises_are_given_as_a_table_to_who_may_see_them(app) {
        let (director, _) = promised(&app, &[("owner-it", "2019-12-14"), ("owner-finance", "2019-12-25")]).await;
        app.advance(TimeDelta::days(17));
        let director = Client { token: app.sign_in("director").await.token, ..director };
        let csv = String::from_utf8(director.download("/commitments/export.csv").await).unwrap();
        let rows: Vec<_> = csv.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(rows[0], "تعهد,متعهد,واحد,شمارهٔ درخواست,جلسه,شمارهٔ نشست,تاریخ جلسه,تاریخ جلسه (میلادی),موعد نخست,موعد نخست (میلادی),موعد,موعد (میلادی),دفعات تمدید,وضعیت,روزهای تأخیر,تاریخ پایان,تاریخ پایان (میلادی)");
        assert_eq!(rows[1], "تعهد تا 2019-12-14,owner-it,,1398-0001,جلسهٔ هماهنگی,2,۱۳۹۸/۰۹/۱۲,2019-12-03,۱۳۹۸/۰۹/۲۳,2019-12-14,۱۳۹۸/۰۹/۲۳,2019-12-14,0,عمل‌نشده در موعد,6,,");
        assert_eq!(rows.len(), 3);
        let late = String::from_utf8(director.download("/commitments/export.csv?overdue=true").await).unwrap();
        assert_eq!(late.lines().count(), 2);
        let own = String::from_utf8(app.sign_in("owner-finance").await.download("/commitments/export.csv").await).unwrap();
        assert!(own.lines().count() == 2 && own.contains("2019-12-25"), "{own}");
        let book = director.download("/commitments/export.xlsx").await;
        let sheet = crate::papers::inside(&book, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("rightToLeft=\"1\""), "{sheet}");
        director.get("/commitments/export.ods").await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}
