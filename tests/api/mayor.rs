//! Meetings with the mayor: subjects are collected, each has its brief, and what is decided goes back to the requests.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::live::held;
use crate::meetings::{act, generate, outcome, person, plan};
use crate::on_both;
use crate::outcomes::record;

pub async fn with_mayor(director: &Client, day: &str) -> Value {
    let series = json!({ "title": "جلسهٔ روابط عمومی‌ها با شهردار", "place": "دفتر شهردار" });
    let series = director.post("/meeting-series", &series).await.is(StatusCode::CREATED);
    let new = json!({ "series_id": series["id"], "kind": "mayor", "starts_at": format!("{day}T06:30:00Z"), "ends_at": format!("{day}T07:30:00Z") });
    let meeting = director.post("/meetings", &new).await.is(StatusCode::CREATED);
    assert_eq!(meeting["kind"], "mayor");
    act(director, &meeting, "schedule").await
}

async fn titles(director: &Client, meeting: &Value) -> Vec<String> {
    let agenda = generate(director, meeting).await;
    agenda["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["title"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn subjects_are_collected_briefed_decided_and_the_decision_comes_back(app) {
        let (director, meeting, lines) = held(&app, &["تنخواه واحد", "دوربین", "میز"]).await;
        let who = person(&director, "owner-finance@demo.test").await;
        record(&director, &meeting, &lines[0], json!({ "kind": "commitment", "text": "استعلام اعتبار", "who_id": who, "due_on": "2019-12-10" })).await;
        record(&director, &meeting, &lines[0], json!({ "kind": "to_mayor", "text": "دستور پرداخت تنخواه" })).await;
        act(&director, &meeting, "finish").await;
        let number = &lines[1]["request"]["number"];
        let new = json!({ "request": number, "asked": "خرید یک‌جای دوربین" });
        let subject = director.post("/mayor-subjects", &new).await.is(StatusCode::CREATED);
        assert_eq!((&subject["request"]["number"], &subject["units"][0]["name"]), (number, &json!("منطقهٔ ۱")));
        director.post("/mayor-subjects", &new).await.refuses(StatusCode::CONFLICT, "duplicate");
        for wrong in [json!({ "asked": "چه" }), json!({ "request": "1", "theme_id": 1, "asked": "چه" }), json!({ "request": "1398-9999", "asked": "چه" }), json!({ "theme_id": 9, "asked": "چه" }), json!({ "request": "1", "asked": " " })] {
            director.post("/mayor-subjects", &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        }

        app.advance(TimeDelta::days(28));
        let director = app.sign_in("director").await;
        let series = json!({ "id": meeting["series"]["id"] });
        let ordinary = plan(&director, &series, "2020-01-07").await;
        let taken = titles(&director, &ordinary).await;
        assert!(taken.contains(&"میز".to_owned()) && !taken.contains(&"دوربین".to_owned()), "what waits for the mayor is not taken up elsewhere: {taken:?}");
        let mayor = with_mayor(&director, "2020-01-08").await;
        assert_eq!(titles(&director, &mayor).await, ["تنخواه واحد", "دوربین"]);

        let brief = app.sign_in("mayor-office").await.get(&format!("/meetings/{}/brief", mayor["id"])).await.is(StatusCode::OK);
        let first = &brief["subjects"][0];
        assert_eq!((&first["asked"], &first["waits_since"], &first["meetings"]), (&json!("دستور پرداخت تنخواه"), &json!("2019-12-03"), &json!(1)));
        assert_eq!(first["requests"][0]["unit"]["name"], "منطقهٔ ۱");
        assert_eq!((&first["total_rials"], &first["total_words"]), (&json!(50_000_000), &json!("پنجاه میلیون ریال")));
        assert_eq!((&first["promises"][0]["text"], &first["promises"][0]["standing"], &first["promises"][0]["standing_text"]), (&json!("استعلام اعتبار"), &json!("broken"), &json!("عمل‌نشده در موعد")));
        let told: Vec<_> = first["history"].as_array().unwrap().iter().map(|e| e["what"].as_str().unwrap()).collect();
        assert_eq!(told, ["ثبت درخواست", "نشست ۲: تعهد", "نشست ۲: طرح با شهردار"]);
        for (who, status) in [("auditor", 200), ("head-01", 403), ("owner-it", 404)] {
            assert_eq!(app.sign_in(who).await.get(&format!("/meetings/{}/brief", mayor["id"])).await.status, status, "{who}");
        }
        director.get(&format!("/meetings/{}/brief", ordinary["id"])).await.refuses(StatusCode::CONFLICT, "action_not_allowed");

        let paper = format!("/meetings/{}/brief", mayor["id"]);
        let page = app.sign_in("mayor-office").await.get(&format!("{paper}.html")).await;
        for said in ["گزارش برای شهردار", "دستور پرداخت تنخواه", "پنجاه میلیون ریال", "نشست ۲: تعهد", "عمل‌نشده در موعد", "دستور شهردار", "<hr class=\"page\">"] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        assert!(director.download(&format!("{paper}.pdf")).await.starts_with(b"%PDF-"));
        let word = crate::papers::inside(&director.download(&format!("{paper}.docx")).await, "word/document.xml");
        assert!(word.matches("<w:pageBreakBefore/>").count() == 2 && word.contains("دستور پرداخت تنخواه"), "a page for each: {word}");
        for (who, status) in [("head-01", 403), ("owner-it", 404)] {
            assert_eq!(app.sign_in(who).await.get(&format!("{paper}.html")).await.status, status, "{who}");
        }
        director.get(&format!("/meetings/{}/brief.html", ordinary["id"])).await.refuses(StatusCode::CONFLICT, "action_not_allowed");

        act(&director, &mayor, "start").await;
        let agenda = director.get(&format!("/meetings/{}/agenda", mayor["id"])).await.is(StatusCode::OK);
        let line = &agenda["items"][0];
        assert_eq!(line["reason"], "برای طرح با شهردار، از ۱۳۹۸/۰۹/۱۲");
        // To be known is not decided.
        record(&director, &mayor, line, json!({ "kind": "information", "text": "گزارش داده شد" })).await;
        assert_eq!(director.get("/mayor-subjects?state=waiting").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 2);
        let decision = record(&director, &mayor, line, json!({ "kind": "decision", "text": "با پرداخت موافقت شد" })).await;
        let decided = director.get("/mayor-subjects?state=decided").await.is(StatusCode::OK)["items"][0].clone();
        assert_eq!((&decided["decision"], &decided["decided_in"]["id"]), (&json!("با پرداخت موافقت شد"), &mayor["id"]));
        let mails: Vec<_> = app.mails().await.into_iter().filter(|m| m.0 == "mayor_decided").map(|m| m.1).collect();
        assert_eq!(mails, ["head-01@demo.test"]);
        let history = director.get(&format!("/requests/{}/history?limit=200", line["request"]["id"])).await.is(StatusCode::OK);
        assert!(history["items"].as_array().unwrap().iter().any(|e| e["data"]["text"] == "با پرداخت موافقت شد"));
        let brief = director.get(&format!("/meetings/{}/brief", mayor["id"])).await.is(StatusCode::OK);
        assert_eq!(brief["subjects"][0]["decision"], "با پرداخت موافقت شد");

        // Taken back, it waits again.
        let path = format!("/meetings/{}/outcomes/{}/actions/take_back", mayor["id"], decision["id"]);
        director.change(Method::POST, &path, &decision["version"], &json!({ "reason": "اشتباه" })).await.is(StatusCode::OK);
        assert_eq!(director.get("/mayor-subjects?state=waiting").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 2);
    }
}

on_both! {
    async fn a_theme_goes_as_one_and_its_decision_reaches_every_unit_once(app) {
        let app: TestApp = app;
        let director = app.sign_in("director").await;
        let mut numbers = Vec::new();
        for (who, unit) in [("head-01", app.districts[0]), ("head-02", app.districts[1]), ("head-02", app.districts[1])] {
            let mut body = crate::requests::petty_cash(&app);
            body["unit_id"] = json!(unit);
            numbers.push(app.sign_in(who).await.post("/requests", &body).await.is(StatusCode::CREATED)["number"].clone());
        }
        let theme = json!({ "title": "تنخواه واحدها", "requests": numbers });
        let theme = director.post("/themes", &theme).await.is(StatusCode::CREATED);
        let new = json!({ "theme_id": theme["id"], "asked": "دستور پرداخت" });
        let subject = director.post("/mayor-subjects", &new).await.is(StatusCode::CREATED);
        assert_eq!(subject["units"].as_array().unwrap().len(), 2);
        let mayor = with_mayor(&director, "2019-12-10").await;
        assert_eq!(titles(&director, &mayor).await, ["تنخواه واحدها"]);
        let brief = director.get(&format!("/meetings/{}/brief", mayor["id"])).await.is(StatusCode::OK);
        assert_eq!((brief["subjects"][0]["requests"].as_array().unwrap().len(), &brief["subjects"][0]["total_rials"]), (3, &json!(150_000_000)));
        act(&director, &mayor, "start").await;
        let agenda = director.get(&format!("/meetings/{}/agenda", mayor["id"])).await.is(StatusCode::OK);
        let decision = json!({ "kind": "decision", "text": "پرداخت شود" });
        outcome(&director, &mayor, &agenda["items"][0], &decision).await.is(StatusCode::CREATED);
        let mut mails: Vec<_> = app.mails().await.into_iter().filter(|m| m.0 == "mayor_decided").map(|m| m.1).collect();
        mails.sort();
        assert_eq!(mails, ["head-01@demo.test", "head-02@demo.test"], "one mail for each person");
    }
}

on_both! {
    async fn a_subject_is_changed_and_withdrawn_by_the_director_alone(app) {
        let (director, meeting, lines) = held(&app, &["دوربین"]).await;
        act(&director, &meeting, "finish").await;
        let new = json!({ "request": lines[0]["request"]["number"], "asked": "خرید" });
        let subject = director.post("/mayor-subjects", &new).await.is(StatusCode::CREATED);
        let path = format!("/mayor-subjects/{}", subject["id"]);
        let other = json!({ "asked": "خرید دو دستگاه" });
        app.sign_in("mayor-office").await.change(Method::PATCH, &path, &json!(1), &other).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        app.sign_in("head-01").await.get(&path).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let changed = director.change(Method::PATCH, &path, &json!(1), &other).await.is(StatusCode::OK);
        assert_eq!((&changed["asked"], &changed["version"]), (&json!("خرید دو دستگاه"), &json!(2)));
        director.change(Method::PATCH, &path, &json!(1), &other).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        let away = format!("{path}/actions/withdraw");
        let gone = director.change(Method::POST, &away, &json!(2), &json!({ "reason": "حل شد" })).await.is(StatusCode::OK);
        assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("withdrawn"), &json!([])));
        director.change(Method::POST, &away, &json!(3), &json!({ "reason": "باز" })).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        // It may go there again.
        director.post("/mayor-subjects", &new).await.is(StatusCode::CREATED);
    }
}
