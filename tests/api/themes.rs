//! Themes: the same problem of several units, grouped, decided on as one, and one line of an agenda.

use std::collections::BTreeMap;

use hamahang::accounts::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::meetings::{act as run, generate, outcome, plan, series};
use crate::on_both;

const CREATED: StatusCode = StatusCode::CREATED;
const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// Files a request of equipment as one of the heads.
async fn camera(app: &TestApp, district: usize, title: &str, private: bool) -> Value {
    let head = app.sign_in(["head-01", "head-02"][district]).await;
    let items = json!([{ "name": "دوربین عکاسی", "kind": "photo_camera", "quantity": 1, "have_now": 0 }]);
    let body = json!({
        "category": "equipment", "unit_id": app.districts[district], "title": title, "private": private,
        "details": { "items": items },
    });
    head.post("/requests", &body).await.is(CREATED)
}

/// A camera of each district, and the theme of both.
async fn cameras(app: &TestApp, director: &Client) -> (Value, Vec<Value>) {
    let first = camera(app, 0, "نداشتن دوربین عکاسی", false).await;
    let second = camera(app, 1, "نداشتن دوربين عكاسي", false).await;
    let new = json!({ "title": "دوربین عکاسی واحدها", "requests": [first["number"], second["id"].to_string()] });
    let theme = director.post("/themes", &new).await.is(CREATED);
    let now = requests(director, &theme).await;
    (theme, now)
}

/// The requests of a theme as this person sees them, oldest first.
async fn requests(client: &Client, theme: &Value) -> Vec<Value> {
    let path = format!("/requests?theme_id={}&sort=created_at", theme["id"]);
    client.get(&path).await.is(StatusCode::OK)["items"]
        .as_array()
        .unwrap()
        .clone()
}

async fn to_theme(client: &Client, method: Method, theme: &Value, place: &str, body: &Value) -> crate::app::Answer {
    let path = format!("/themes/{}{place}", theme["id"]);
    client.change(method, &path, &theme["version"], body).await
}

async fn fresh(client: &Client, theme: &Value) -> Value {
    client.get(&format!("/themes/{}", theme["id"])).await.is(StatusCode::OK)
}

fn counts(theme: &Value) -> [i64; 4] {
    ["requests", "open_requests", "units", "open_units"].map(|key| theme[key].as_i64().unwrap())
}

async fn actions(client: &Client, path: &str) -> Vec<String> {
    let page = client.get(&format!("{path}/history")).await.is(StatusCode::OK);
    let items = page["items"].as_array().unwrap().iter();
    items.map(|e| e["action"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn a_theme_is_made_of_open_requests_and_each_has_at_most_one(app) {
        let director = app.sign_in("director").await;
        let (theme, members) = cameras(&app, &director).await;
        assert_eq!((counts(&theme), members.len()), ([2, 2, 2, 2], 2));
        assert_eq!(members[0]["theme"], json!({ "id": theme["id"], "title": "دوربین عکاسی واحدها" }));
        let table = String::from_utf8(director.download("/requests/export.csv").await).unwrap();
        let named = table.lines().filter(|line| line.contains("دوربین عکاسی واحدها"));
        assert_eq!((table.lines().next().is_some_and(|head| head.contains("موضوع مشترک")), named.count()), (true, 2), "{table}");
        let head = app.sign_in("head-01").await;
        assert_eq!(counts(&fresh(&head, &theme).await), [2, 2, 2, 2]);
        let own = requests(&head, &theme).await;
        assert_eq!((own.len(), &own[0]["id"]), (1, &members[0]["id"]), "of the members only what one may see");
        head.post("/themes", &json!({ "title": "تازه" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");

        let other = director.post("/themes", &json!({ "title": "موضوع دیگر" })).await.is(CREATED);
        head.get(&format!("/themes/{}", other["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let draft = json!({ "category": "other", "unit_id": app.districts[0], "title": "پیش‌نویس", "details": { "need": "x" }, "draft": true });
        let draft = head.post("/requests", &draft).await.is(CREATED);
        let closed = camera(&app, 0, "پس‌گرفته", false).await;
        head.act(&closed, "withdraw", &json!({})).await.is(StatusCode::OK);
        let wrong = json!({ "requests": [members[0]["number"], "1398-9999", draft["id"].to_string(), closed["number"]] });
        let problem = to_theme(&director, Method::POST, &other, "/requests", &wrong).await.refuses(INVALID, "invalid_fields");
        let wanted = [("/requests/0", "conflict"), ("/requests/1", "not_found"), ("/requests/2", "not_found"), ("/requests/3", "conflict")];
        assert_eq!(fields(&problem), wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
        let moving = json!({ "requests": [members[0]["number"]], "move": true });
        let other = to_theme(&director, Method::POST, &other, "/requests", &moving).await.is(StatusCode::OK);
        assert_eq!(counts(&other), [1, 1, 1, 1]);
        to_theme(&director, Method::PATCH, &theme, "", &json!({ "title": "x" })).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        let theme = fresh(&director, &theme).await;
        assert_eq!(counts(&theme), [1, 1, 1, 1]);
        let renamed = to_theme(&director, Method::PATCH, &theme, "", &json!({ "description": "خرید یک‌جا" })).await.is(StatusCode::OK);
        let place = format!("/requests/{}", members[1]["number"].as_str().unwrap());
        to_theme(&director, Method::DELETE, &renamed, &place, &Value::Null).await.is(StatusCode::NO_CONTENT);
        let emptied = fresh(&director, &theme).await;
        to_theme(&director, Method::DELETE, &emptied, &place, &Value::Null).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let path = format!("/themes/{}", theme["id"]);
        assert_eq!(actions(&director, &path).await, ["created", "requests_added", "requests_moved", "changed", "requests_removed"]);
        let history = actions(&director, &format!("/requests/{}", members[1]["id"])).await;
        assert_eq!(history[history.len() - 2..], ["theme_added", "theme_removed"]);
        head.get(&format!("/themes/{}/history", other["id"])).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        app.sign_in("admin").await.get("/themes").await.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

on_both! {
    async fn private_requests_count_for_the_director_and_are_shown_to_nobody_else(app) {
        let director = app.sign_in("director").await;
        let hidden = camera(&app, 1, "دوربین برای کاری محرمانه", true).await;
        let theme = director.post("/themes", &json!({ "title": "محرمانه", "requests": [hidden["number"]] })).await.is(CREATED);
        assert_eq!(counts(&theme), [1, 1, 1, 1]);
        let (head, own) = (app.sign_in("head-01").await, app.sign_in("head-02").await);
        let path = format!("/themes/{}", theme["id"]);
        head.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
        assert_eq!(head.get("/themes").await.is(StatusCode::OK)["items"], json!([]));
        assert_eq!(counts(&own.get(&path).await.is(StatusCode::OK)), [0, 0, 0, 0], "one's own is shown by itself");
        let open = camera(&app, 0, "دوربین", false).await;
        let theme = to_theme(&director, Method::POST, &theme, "/requests", &json!({ "requests": [open["number"]] })).await.is(StatusCode::OK);
        assert_eq!((counts(&theme), counts(&head.get(&path).await.is(StatusCode::OK))), ([2, 2, 2, 2], [1, 1, 1, 1]));
        let hidden = requests(&director, &theme).await.remove(0);
        let place = format!("/requests/{}", hidden["id"]);
        own.change(Method::PATCH, &place, &hidden["version"], &json!({ "private": false })).await.is(StatusCode::OK);
        assert_eq!(counts(&head.get(&path).await.is(StatusCode::OK)), [2, 2, 2, 2]);

        let small = director.post("/themes", &json!({ "title": "کوچک" })).await.is(CREATED);
        let most = director.get("/themes?sort=-units&limit=1").await.is(StatusCode::OK);
        assert_eq!(most["items"][0]["id"], theme["id"]);
        let next = director.get(&format!("/themes?sort=-units&limit=1&cursor={}", most["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((&next["items"][0]["id"], &next["next"]), (&small["id"], &Value::Null));
        let newest = director.get("/themes").await.is(StatusCode::OK);
        assert_eq!(newest["items"][0]["id"], small["id"]);
    }
}

on_both! {
    async fn themes_are_merged_and_split(app) {
        let director = app.sign_in("director").await;
        let (theme, members) = cameras(&app, &director).await;
        let new = json!({ "title": "دوربین ناحیهٔ دوم", "requests": [members[1]["number"]] });
        let key = [("idempotency-key", "split-1"), ("if-match", "*")];
        let path = format!("/themes/{}/split", theme["id"]);
        let part = director.call(Method::POST, &path, Some(&new), &key).await.is(CREATED);
        let again = director.call(Method::POST, &path, Some(&new), &key).await.is(CREATED);
        assert_eq!((counts(&part), &again["id"]), ([1, 1, 1, 1], &part["id"]));
        let theme = fresh(&director, &theme).await;
        let wrong = to_theme(&director, Method::POST, &theme, "/split", &new).await.refuses(INVALID, "invalid_fields");
        assert_eq!(fields(&wrong), [("/requests/0".to_owned(), "conflict".to_owned())]);
        to_theme(&director, Method::POST, &theme, "/merge", &json!({ "into": theme["id"] })).await.refuses(INVALID, "invalid_fields");
        let whole = to_theme(&director, Method::POST, &part, "/merge", &json!({ "into": theme["id"] })).await.is(StatusCode::OK);
        assert_eq!((&whole["id"], counts(&whole)), (&theme["id"], [2, 2, 2, 2]));
        let part = fresh(&director, &part).await;
        assert_eq!(fresh(&app.sign_in("head-01").await, &part).await["merged_into"], theme["id"]);
        assert_eq!((&part["merged_into"], counts(&part)), (&theme["id"], [0, 0, 0, 0]));
        let all = director.get("/themes").await.is(StatusCode::OK);
        assert_eq!(all["items"].as_array().unwrap().len(), 1, "a merged one is listed no more");
        to_theme(&director, Method::PATCH, &part, "", &json!({ "title": "x" })).await.refuses(StatusCode::CONFLICT, "theme_merged");
        let history = actions(&director, &format!("/requests/{}", members[1]["id"])).await;
        assert_eq!(history.iter().filter(|a| *a == "theme_added").count(), 3);
    }
}

on_both! {
    async fn suggestions_group_what_is_alike_of_several_units_and_name_themes_that_fit(app) {
        let director = app.sign_in("director").await;
        let first = camera(&app, 0, "نداشتن دوربین عکاسی", false).await;
        let second = camera(&app, 1, "نداشتن دوربين عكاسي", false).await;
        camera(&app, 0, "فرسودگی رایانه‌های تدوین", false).await;
        let found = director.get("/themes/suggestions").await.is(StatusCode::OK);
        let groups = found["items"].as_array().unwrap();
        assert_eq!((groups.len(), &groups[0]["theme"], &groups[0]["category"]), (1, &Value::Null, &json!("equipment")));
        let ids: Vec<_> = groups[0]["requests"].as_array().unwrap().iter().map(|r| r["id"].clone()).collect();
        assert_eq!(ids, [first["id"].clone(), second["id"].clone()]);
        let new = json!({ "title": "دوربین عکاسی", "requests": [first["number"]] });
        let theme = director.post("/themes", &new).await.is(CREATED);
        let found = director.get("/themes/suggestions").await.is(StatusCode::OK);
        assert_eq!((&found["items"][0]["theme"]["id"], &found["items"][0]["requests"][0]["id"]), (&theme["id"], &second["id"]));
        app.sign_in("head-01").await.get("/themes/suggestions").await.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

/// How many mails of each kind everybody has got since there were `before`.
async fn mails_since(app: &TestApp, before: usize) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, to) in app.mails().await.split_off(before) {
        all.entry(to).or_default().push(kind);
    }
    all
}

on_both! {
    async fn an_action_lands_on_every_member_that_allows_it_with_one_mail_for_each_person(app) {
        let director = app.sign_in("director").await;
        let (theme, members) = cameras(&app, &director).await;
        app.add_person("owner-more", Role::Owner, None, Some(app.it)).await;
        let third = camera(&app, 0, "دوربین سوم", false).await;
        let theme = to_theme(&director, Method::POST, &theme, "/requests", &json!({ "requests": [third["number"]] })).await.is(StatusCode::OK);
        let third = director.get(&format!("/requests/{}", third["id"])).await.is(StatusCode::OK);
        director.act(&third, "ask", &json!({ "question": "چند دستگاه؟" })).await.is(StatusCode::OK);
        let before = app.mails().await.len();
        let acted = to_theme(&director, Method::POST, &theme, "/actions/assign", &json!({ "desk_id": app.it })).await.is(StatusCode::OK);
        let results: Vec<_> = acted["results"].as_array().unwrap().iter().map(|r| r["result"].as_str().unwrap()).collect();
        assert_eq!(results, ["done", "done", "done"]);
        let mails = mails_since(&app, before).await;
        assert!(mails.values().all(|kinds| kinds.len() == 1), "one for each person: {mails:?}");
        let kind = |who: &str| mails.get(&format!("{who}@demo.test")).map(|k| k[0].as_str());
        assert_eq!(kind("owner-it"), Some("theme_acted"), "three in one mail");
        assert_eq!(kind("owner-more"), Some("theme_acted"));
        assert_eq!(kind("head-01"), Some("theme_acted"), "two in one mail");
        assert_eq!(kind("head-02"), Some("request_assigned"), "the usual one for the only one");
        assert_eq!(kind("director"), None, "who did it knows");
        let history = director.get(&format!("/requests/{}/history", members[0]["id"])).await.is(StatusCode::OK);
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["action"], &last["data"]["theme_id"]), (&json!("assign"), &theme["id"]));

        let theme = acted["theme"].clone();
        to_theme(&director, Method::POST, &theme, "/actions/reject", &json!({})).await.refuses(INVALID, "invalid_fields");
        to_theme(&director, Method::POST, &theme, "/actions/confirm", &json!({})).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let first = director.get(&format!("/requests/{}", members[0]["id"])).await.is(StatusCode::OK);
        director.act(&first, "start", &json!({})).await.is(StatusCode::OK);
        let acted = to_theme(&director, Method::POST, &theme, "/actions/start", &json!({})).await.is(StatusCode::OK);
        let problems: Vec<_> = acted["results"].as_array().unwrap().iter().map(|r| r["problem"]["code"].clone()).collect();
        assert_eq!(problems, [json!("action_not_allowed"), Value::Null, Value::Null]);
        to_theme(&director, Method::POST, &theme, "/actions/done", &json!({ "summary": "x" })).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        let head = app.sign_in("head-01").await;
        to_theme(&head, Method::POST, &theme, "/actions/done", &json!({ "summary": "x" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

fn kinds(agenda: &Value) -> Vec<&str> {
    agenda["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["kind"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn a_theme_is_one_line_of_the_agenda_and_what_comes_of_it_lands_on_every_member(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let alone = camera(&app, 0, "میز کار", false).await;
        let (theme, members) = cameras(&app, &director).await;
        let second = plan(&director, &series, "2019-12-04").await;
        let agenda = generate(&director, &second).await;
        assert_eq!(kinds(&agenda), ["theme", "new"]);
        let line = agenda["items"][0].clone();
        assert_eq!((&line["theme"]["id"], &line["title"]), (&theme["id"], &theme["title"]));
        assert_eq!(line["reason"], "موضوع مشترک ۲ واحد، از ۱۳۹۸/۰۹/۱۲");
        let names: Vec<_> = line["theme"]["units"].as_array().unwrap().iter().map(|u| u["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["منطقهٔ ۱", "منطقهٔ ۲"]);
        assert_eq!(agenda["items"][1]["request"]["id"], alone["id"]);
        let page = director.get(&format!("/meetings/{}/agenda.html", second["id"])).await;
        assert!(page.text.contains("\u{2068}منطقهٔ ۱\u{2069}، \u{2068}منطقهٔ ۲\u{2069}"), "{}", page.text);

        let third = plan(&director, &series, "2020-01-07").await;
        run(&director, &second, "publish_agenda").await;
        run(&director, &second, "start").await;
        let said = json!({ "kind": "decision", "text": "یک‌جا خریده شود." });
        outcome(&director, &second, &line, &said).await.is(CREATED);
        for member in &members {
            let history = actions(&director, &format!("/requests/{}", member["id"])).await;
            assert_eq!(history.last().unwrap(), "outcome");
        }
        let before = app.mails().await.len();
        outcome(&director, &second, &line, &json!({ "kind": "deferred", "text": "تا استعلام بها" })).await.is(CREATED);
        let mails = mails_since(&app, before).await;
        assert!(mails.contains_key("head-02@demo.test") && mails.values().all(|kinds| kinds.len() == 1), "{mails:?}");
        for member in requests(&director, &theme).await {
            assert_eq!((&member["state"], &member["deferred_to"]), (&json!("deferred"), &third["id"]));
        }
        run(&director, &second, "finish").await;

        let agenda = generate(&director, &third).await;
        assert_eq!(kinds(&agenda), ["minutes", "carried", "theme"]);
        let line = agenda["items"][2].clone();
        assert_eq!((&line["carried"], &line["reason"]), (&json!(1), &json!("موضوع مشترک ۲ واحد، از ۱۳۹۸/۰۹/۱۲، منتقل‌شده برای بار اول")));
        run(&director, &third, "start").await;
        outcome(&director, &third, &line, &json!({ "kind": "solved", "text": "دوربین‌ها تحویل شد" })).await.is(CREATED);
        for member in requests(&director, &theme).await {
            assert_eq!(member["state"], "done");
        }
    }
}

on_both! {
    async fn what_is_pinned_or_was_carried_by_itself_keeps_its_line_and_a_private_theme_has_no_name(app) {
        let director = app.sign_in("director").await;
        let series = series(&director).await;
        let second = plan(&director, &series, "2019-12-04").await;
        let first = camera(&app, 0, "نداشتن دوربین عکاسی", false).await;
        let other = camera(&app, 1, "دوربین", true).await;
        let agenda = generate(&director, &second).await;
        let line = agenda["items"].as_array().unwrap().iter().find(|i| i["request"]["id"] == first["id"]).unwrap();
        let path = format!("/meetings/{}/agenda/items/{}", second["id"], line["id"]);
        director.change(Method::PATCH, &path, &line["version"], &json!({ "pinned": true })).await.is(StatusCode::OK);
        let new = json!({ "title": "دوربین واحدها", "requests": [first["number"], other["number"]] });
        let theme = director.post("/themes", &new).await.is(CREATED);
        let agenda = generate(&director, &second).await;
        assert_eq!(kinds(&agenda), ["theme", "new"]);
        assert_eq!(agenda["items"][0]["reason"], "موضوع مشترک ۱ واحد، از ۱۳۹۸/۰۹/۱۲", "private ones are not counted");
        let place = format!("/requests/{}", first["number"].as_str().unwrap());
        to_theme(&director, Method::DELETE, &theme, &place, &Value::Null).await.is(StatusCode::NO_CONTENT);
        generate(&director, &second).await;
        run(&director, &second, "publish_agenda").await;
        let head = app.sign_in("head-01").await;
        let shown = head.get(&format!("/meetings/{}/agenda", second["id"])).await.is(StatusCode::OK);
        assert_eq!((&shown["items"][0]["theme"], &shown["items"][0]["title"]), (&Value::Null, &json!("موضوع محرمانه")));
        run(&director, &second, "start").await;
        run(&director, &second, "finish").await;
        let theme = fresh(&director, &theme).await;
        to_theme(&director, Method::POST, &theme, "/requests", &json!({ "requests": [first["number"]] })).await.is(StatusCode::OK);
        let third = plan(&director, &series, "2020-01-07").await;
        let agenda = generate(&director, &third).await;
        assert_eq!(kinds(&agenda), ["minutes", "carried", "theme"]);
    }
}
