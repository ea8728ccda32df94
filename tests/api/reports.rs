//! Reports: what they count, who reads them, and that every number can be looked into.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::on_both;
use crate::requests::petty_cash;

async fn file(app: &TestApp, who: &str, unit: usize, category: &str, details: Value) -> Value {
    let mut body = petty_cash(app);
    body["unit_id"] = json!(app.districts[unit]);
    body["category"] = json!(category);
    body["details"] = details;
    app.sign_in(who)
        .await
        .post("/requests", &body)
        .await
        .is(StatusCode::CREATED)
}

/// Two requests of the first district, one of the second, and a draft.
async fn some(app: &TestApp) -> [Value; 3] {
    let cash = || json!({ "amount_rials": 1_000, "purpose": "خرید" });
    let first = file(app, "head-01", 0, "petty_cash", cash()).await;
    let second = file(app, "head-01", 0, "motivation", json!({ "proposal": "تقدیر" })).await;
    let third = file(app, "head-02", 1, "petty_cash", cash()).await;
    let mut draft = petty_cash(app);
    draft["draft"] = json!(true);
    app.sign_in("head-01")
        .await
        .post("/requests", &draft)
        .await
        .is(StatusCode::CREATED);
    [first, second, third]
}

async fn listed(client: &Client, query: &str) -> u64 {
    let page = client.get(&format!("/requests?{query}")).await.is(StatusCode::OK);
    page["items"].as_array().unwrap().len() as u64
}

async fn csv(client: &Client, path: &str) -> String {
    String::from_utf8(client.download(path).await).unwrap()
}

on_both! {
    async fn what_is_open_is_counted_by_unit_and_category(app) {
        some(&app).await;
        let director = app.sign_in("director").await;
        let report = director.get("/reports/open-requests").await.is(StatusCode::OK);
        assert_eq!(report["total"], 3, "the draft is nobody's yet");
        let columns: Vec<_> = report["categories"].as_array().unwrap().iter().map(|c| (c["category"].as_str().unwrap(), c["total"].as_i64().unwrap())).collect();
        assert_eq!(columns, [("petty_cash", 2), ("motivation", 1)]);
        let rows: Vec<_> = report["units"].as_array().unwrap().iter().map(|u| (u["unit"]["id"].clone(), u["total"].clone(), u["counts"].clone())).collect();
        assert_eq!(rows, [(json!(app.districts[0]), json!(2), json!([1, 1])), (json!(app.districts[1]), json!(1), json!([1, 0]))]);
        let query = format!("state_group=open&unit_id={}&category=motivation", app.districts[0]);
        assert_eq!(listed(&director, &query).await, 1);
        let csv = csv(&director, "/reports/open-requests.csv").await;
        let lines: Vec<_> = csv.lines().collect();
        assert!(lines[0].starts_with("\u{feff}واحد,") && lines[0].ends_with(",جمع"), "{csv}");
        assert_eq!(lines.len(), 3);
        assert!(lines[1].ends_with(",2"), "{csv}");
    }
}

on_both! {
    async fn the_age_of_what_is_open_is_told_by_desk(app) {
        let [first, ..] = some(&app).await;
        let director = app.sign_in("director").await;
        director.act(&first, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        app.advance(TimeDelta::days(8));
        file(&app, "head-02", 1, "motivation", json!({ "proposal": "تقدیر" })).await;
        let director = app.sign_in("director").await;
        let report = director.get("/reports/ageing").await.is(StatusCode::OK);
        let totals: Vec<_> = report["ages"].as_array().unwrap().iter().map(|age| age["total"].as_i64().unwrap()).collect();
        assert_eq!(totals, [1, 3, 0, 0, 0]);
        let rows: Vec<_> = report["desks"].as_array().unwrap().iter().map(|row| (row["desk"]["id"].clone(), row["counts"].clone())).collect();
        assert_eq!(rows, [(Value::Null, json!([1, 2, 0, 0, 0])), (json!(app.finance), json!([0, 1, 0, 0, 0]))]);
        for age in report["ages"].as_array().unwrap() {
            let from = age["filed_from"].as_str().map(|day| format!("&filed_from={day}")).unwrap_or_default();
            let query = format!("state_group=open{from}&filed_to={}", age["filed_to"].as_str().unwrap());
            assert_eq!(listed(&director, &query).await, age["total"].as_u64().unwrap(), "{age}");
        }
        let csv = csv(&director, "/reports/ageing.csv").await;
        assert!(csv.contains("در بررسی,1,2,0,0,0,3"), "{csv}");
    }
}

on_both! {
    async fn what_comes_and_goes_is_counted_by_jalali_month(app) {
        let [first, ..] = some(&app).await;
        let next: DateTime<Utc> = "2019-12-25T06:30:00Z".parse().unwrap();
        app.advance(next - app.clock.now().utc());
        let head = app.sign_in("head-01").await;
        head.act(&first, "withdraw", &json!({ "reason": "دیگر لازم نیست" })).await.is(StatusCode::OK);
        let director = app.sign_in("director").await;
        let report = director.get("/reports/flow?months=3").await.is(StatusCode::OK);
        let rows: Vec<_> = report["months"].as_array().unwrap().iter().map(|m| (m["month"].as_str().unwrap(), m["title"].as_str().unwrap(), m["filed"].as_i64().unwrap(), m["closed"].as_i64().unwrap(), m["open_at_end"].as_i64().unwrap())).collect();
        assert_eq!(rows, [("1398-08", "آبان ۱۳۹۸", 0, 0, 0), ("1398-09", "آذر ۱۳۹۸", 3, 0, 3), ("1398-10", "دی ۱۳۹۸", 0, 1, 2)]);
        for month in report["months"].as_array().unwrap() {
            let (from, to) = (month["from"].as_str().unwrap(), month["to"].as_str().unwrap());
            assert_eq!(listed(&director, &format!("filed_from={from}&filed_to={to}")).await, month["filed"].as_u64().unwrap(), "{month}");
            assert_eq!(listed(&director, &format!("closed_from={from}&closed_to={to}")).await, month["closed"].as_u64().unwrap(), "{month}");
        }
        director.get("/reports/flow?months=0").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        director.get("/reports/flow?months=37").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}

on_both! {
    async fn units_and_desks_read_no_reports(app) {
        for (who, reads) in [("director", true), ("mayor-office", true), ("auditor", true), ("head-01", false), ("owner-finance", false), ("admin", false)] {
            let client = app.sign_in(who).await;
            for path in ["/reports/open-requests", "/reports/ageing", "/reports/flow"] {
                let answer = client.get(path).await;
                if reads { answer.is(StatusCode::OK); } else { answer.refuses(StatusCode::FORBIDDEN, "forbidden"); }
            }
        }
    }
}
