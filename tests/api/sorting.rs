//! Sorted lists: the order itself, and pages that stay right while rows are added.

use std::cmp::Reverse;

use chrono::TimeDelta;
use diesel::RunQueryDsl;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::on_both;
use crate::requests::petty_cash;

/// Seven requests: priorities alike and not, days alike, apart and missing, two of them changed later.
async fn file_seven(app: &TestApp, head: &Client) {
    let days = [
        Some("2020-01-05"),
        None,
        Some("2019-12-20"),
        Some("2020-01-05"),
        None,
        Some("2019-12-25"),
        None,
    ];
    let priorities = [
        "normal",
        "urgent",
        "very_urgent",
        "normal",
        "urgent",
        "normal",
        "very_urgent",
    ];
    for (day, priority) in days.iter().zip(priorities) {
        app.advance(TimeDelta::seconds(7));
        let mut body = petty_cash(app);
        body["priority"] = json!(priority);
        let filed = head.post("/requests", &body).await.is(StatusCode::CREATED);
        // Other days than those that the policies give.
        let due = day.map_or_else(|| "NULL".to_owned(), |day| format!("'{day} 13:30:00'"));
        let set = format!("UPDATE requests SET due_at = {due} WHERE id = {}", filed["id"]);
        let db = app.db.clone();
        let written = move || db.write_now(|c, _| Ok(diesel::sql_query(&set).execute(c)?)).unwrap();
        assert_eq!(tokio::task::spawn_blocking(written).await.unwrap(), 1);
    }
    let director = app.sign_in("director").await;
    for number in ["1398-0002", "1398-0001"] {
        app.advance(TimeDelta::seconds(7));
        let seen = director.get(&format!("/requests/{number}")).await.is(StatusCode::OK);
        let change = json!({ "title": "تنخواه با عنوان تازه" });
        let path = format!("/requests/{number}");
        director
            .change(Method::PATCH, &path, &seen["version"], &change)
            .await
            .is(StatusCode::OK);
    }
}

/// Every page of a list in this order, while somebody files another request between the pages.
async fn read_all(app: &TestApp, head: &Client, sort: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = head
            .get(&format!("/requests?limit=2&sort={sort}{cursor}"))
            .await
            .is(StatusCode::OK);
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
        if all.len() < 5 {
            head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
        }
    }
    all
}

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|r| r["id"].as_i64().unwrap()).collect()
}

/// The rows in the order that the sort means, told from what they show.
fn meant(mut rows: Vec<Value>, sort: &str) -> Vec<i64> {
    let (field, descends) = sort.strip_prefix('-').map_or((sort, false), |field| (field, true));
    let rank = |row: &Value| match row[field].as_str() {
        Some("normal") => "0".to_owned(),
        Some("urgent") => "1".to_owned(),
        Some("very_urgent") => "2".to_owned(),
        Some(instant) => instant.to_owned(),
        None if descends => String::new(),
        None => "9".to_owned(),
    };
    rows.sort_by_key(|row| (rank(row), row["id"].as_i64()));
    if descends {
        rows.sort_by_key(|row| Reverse((rank(row), row["id"].as_i64())));
    }
    ids(&rows)
}

on_both! {
    async fn each_order_holds_over_pages_while_rows_are_added(app) {
        let head = app.sign_in("head-01").await;
        file_seven(&app, &head).await;
        for sort in ["created_at", "-created_at", "updated_at", "-updated_at", "due_at", "-due_at", "priority", "-priority"] {
            let before = head.get("/requests?limit=200").await.is(StatusCode::OK)["items"].clone();
            let before = before.as_array().unwrap().clone();
            let read = read_all(&app, &head, sort).await;
            let seen: Vec<_> = ids(&read).into_iter().filter(|id| ids(&before).contains(id)).collect();
            assert_eq!(seen, meant(before, sort), "{sort}: each once, in order");
            assert_eq!(ids(&read), meant(read.clone(), sort), "{sort}: with what was added");
        }
        let latest = head.get("/requests?sort=-due_at&limit=200").await.is(StatusCode::OK);
        // What was filed between the pages has the day that the policies give.
        let first = latest["items"].as_array().unwrap().iter().filter(|r| r["number"].as_str() <= Some("1398-0007"));
        let days: Vec<_> = first.map(|r| r["due_at"].as_str().map(|d| d[..10].to_owned())).collect();
        let dated = ["2020-01-05", "2020-01-05", "2019-12-25", "2019-12-20"].map(|d| Some(d.to_owned()));
        assert_eq!(days[..4], dated);
        assert!(days[4..].iter().all(Option::is_none), "never due comes last: {days:?}");
    }
}

on_both! {
    async fn a_cursor_serves_its_own_order_alone(app) {
        let head = app.sign_in("head-01").await;
        file_seven(&app, &head).await;
        let first = head.get("/requests?limit=2&sort=due_at").await.is(StatusCode::OK);
        let cursor = first["next"].as_str().unwrap();
        for sort in ["-due_at", "updated_at", "-priority", "created_at"] {
            let path = format!("/requests?sort={sort}&cursor={cursor}");
            let problem = head.get(&path).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
            assert_eq!(problem["errors"][0]["pointer"], "cursor");
        }
        head.get("/requests?sort=title").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        // A cursor that somebody made up: {"s":"due_at","k":"x","i":1} and {"s":"priority","k":"high","i":1}.
        for (sort, forged) in [("due_at", "eyJzIjoiZHVlX2F0IiwiayI6IngiLCJpIjoxfQ"), ("priority", "eyJzIjoicHJpb3JpdHkiLCJrIjoiaGlnaCIsImkiOjF9")] {
            let path = format!("/requests?sort={sort}&cursor={forged}");
            head.get(&path).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        }
    }
}
