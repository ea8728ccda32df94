//! Comments: who reads and writes which, edits that keep what was said, deletions, mentions, and who hears of them.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::meetings::person;
use crate::on_both;
use crate::requests::petty_cash;

/// A request that the finance desk has; the mails so far are left out of what [`news`] tells.
async fn in_work(app: &TestApp) -> (Client, Value, usize) {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    let director = app.sign_in("director").await;
    let accept = json!({ "desk_id": app.finance });
    let request = director.act(&request, "accept", &accept).await.is(StatusCode::OK);
    let before = app.mails().await.len();
    (head, request, before)
}

/// Mails since then, sorted: kind and to whom.
async fn news(app: &TestApp, before: usize) -> Vec<String> {
    let mails = app.mails().await.into_iter().skip(before);
    let mut news: Vec<_> = mails
        .map(|(kind, to)| format!("{kind} {}", to.trim_end_matches("@demo.test")))
        .collect();
    news.sort();
    news
}

async fn write(client: &Client, request: &Value, body: &Value) -> Value {
    let path = format!("/requests/{}/comments", request["id"]);
    client.post(&path, body).await.is(StatusCode::CREATED)
}

async fn texts(client: &Client, request: &Value) -> Vec<String> {
    let path = format!("/requests/{}/comments", request["id"]);
    let page = client.get(&path).await.is(StatusCode::OK);
    let items = page["items"].as_array().unwrap();
    items.iter().map(|c| c["text"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn both_sides_talk_and_hear_of_it(app) {
        let (head, request, before) = in_work(&app).await;
        let owner = app.sign_in("owner-finance").await;
        let comment = write(&owner, &request, &json!({ "text": "  پيش‌فاكتور را هم بفرستید. " })).await;
        assert_eq!(comment["text"], "پیش‌فاکتور را هم بفرستید.", "the text is normalised");
        assert_eq!((&comment["author"]["name"], &comment["allowed_actions"]), (&json!("owner-finance"), &json!(["edit", "delete"])));
        assert_eq!(news(&app, before).await, ["commented head-01"]);
        write(&head, &request, &json!({ "text": "فرستاده شد." })).await;
        assert_eq!(news(&app, before).await, ["commented head-01", "commented owner-finance"]);
        let member = app.sign_in("member-01").await;
        write(&member, &request, &json!({ "text": "دو برگ است." })).await;
        assert_eq!(news(&app, before).await.len(), 4, "the head and the desk, not the director");
        assert_eq!(texts(&head, &request).await, ["پیش‌فاکتور را هم بفرستید.", "فرستاده شد.", "دو برگ است."]);
        let history = head.get("/requests/1398-0001/history").await.is(StatusCode::OK);
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["action"], &last["data"]), (&json!("commented"), &json!({ "comment_id": 3, "from_unit": true })));
    }
}

on_both! {
    async fn who_does_not_see_the_request_knows_of_no_comment_and_the_auditor_only_reads(app) {
        let (head, request, _) = in_work(&app).await;
        let comment = write(&head, &request, &json!({ "text": "پرسشی هست." })).await;
        let path = format!("/comments/{}", comment["id"]);
        let other = app.sign_in("head-02").await;
        for path in [path.clone(), format!("{path}/edits"), "/requests/1398-0001/comments".into(), "/requests/1398-0001/mentionable".into()] {
            other.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
        }
        other.post("/requests/1398-0001/comments", &json!({ "text": "x" })).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let auditor = app.sign_in("auditor").await;
        assert_eq!(texts(&auditor, &request).await, ["پرسشی هست."]);
        auditor.post("/requests/1398-0001/comments", &json!({ "text": "x" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        auditor.change(Method::PATCH, &path, &json!(1), &json!({ "text": "x" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let mut draft = petty_cash(&app);
        draft["draft"] = json!(true);
        let draft = head.post("/requests", &draft).await.is(StatusCode::CREATED);
        let path = format!("/requests/{}/comments", draft["id"]);
        head.post(&path, &json!({ "text": "x" })).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        head.post("/requests/1398-0001/comments", &json!({ "text": " \u{200C}\n" })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
    }
}

on_both! {
    async fn the_unit_never_learns_of_internal_ones(app) {
        let (head, request, before) = in_work(&app).await;
        let owner = app.sign_in("owner-finance").await;
        let director = app.sign_in("director").await;
        let inner = write(&owner, &request, &json!({ "text": "اعتبار نداریم.", "internal": true })).await;
        write(&director, &request, &json!({ "text": "از سال آینده.", "internal": true })).await;
        write(&owner, &request, &json!({ "text": "در دست بررسی است." })).await;
        assert_eq!(news(&app, before).await, ["commented director", "commented head-01", "commented owner-finance"]);
        for reader in [&owner, &director, &app.sign_in("auditor").await] {
            assert_eq!(texts(reader, &request).await.len(), 3);
        }
        for reader in [&head, &app.sign_in("member-01").await] {
            assert_eq!(texts(reader, &request).await, ["در دست بررسی است."]);
            reader.get(&format!("/comments/{}", inner["id"])).await.refuses(StatusCode::NOT_FOUND, "not_found");
        }
        let body = json!({ "text": "x", "internal": true });
        head.post("/requests/1398-0001/comments", &body).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let history = head.get("/requests/1398-0001/history").await;
        assert_eq!(history.text.matches("commented").count(), 1, "of an internal one not even that it is there");
    }
}

on_both! {
    async fn an_edit_keeps_what_stood_there_and_a_deletion_only_the_place(app) {
        let (head, request, before) = in_work(&app).await;
        let first = write(&head, &request, &json!({ "text": "یک" })).await;
        let path = format!("/comments/{}", first["id"]);
        let edit = async |version: &Value, text: &str| head.change(Method::PATCH, &path, version, &json!({ "text": text })).await;
        let second = edit(&first["version"], "دو").await.is(StatusCode::OK);
        app.advance(chrono::TimeDelta::minutes(1));
        let third = edit(&second["version"], "سه").await.is(StatusCode::OK);
        assert_eq!((&third["text"], &third["edits"], &third["version"]), (&json!("سه"), &json!(2), &json!(3)));
        let stale = edit(&first["version"], "چهار").await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!(stale["current"]["text"], "سه");
        let owner = app.sign_in("owner-finance").await;
        let earlier = owner.get(&format!("{path}/edits?limit=1")).await.is(StatusCode::OK);
        assert_eq!(earlier["items"][0]["text"], "یک");
        let next = earlier["next"].as_str().unwrap();
        let later = owner.get(&format!("{path}/edits?limit=1&cursor={next}")).await.is(StatusCode::OK);
        assert_eq!((&later["items"][0]["text"], &later["next"]), (&json!("دو"), &Value::Null));
        assert_eq!(later["items"][0]["written_at"], earlier["items"][0]["replaced_at"]);
        owner.change(Method::PATCH, &path, &json!(3), &json!({ "text": "x" })).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        owner.change(Method::DELETE, &path, &json!(3), &json!({})).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let director = app.sign_in("director").await;
        director.change(Method::DELETE, &path, &json!(2), &json!({})).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        director.change(Method::DELETE, &path, &json!(3), &json!({})).await.is(StatusCode::NO_CONTENT);
        let gone = head.get(&path).await.is(StatusCode::OK);
        assert_eq!((&gone["text"], &gone["deleted"], &gone["deleted_by"]["name"]), (&json!(""), &json!(true), &json!("director")));
        assert_eq!(gone["allowed_actions"], json!([]));
        assert_eq!(head.get(&format!("{path}/edits")).await.is(StatusCode::OK)["items"], json!([]), "nor what it said before");
        edit(&gone["version"], "پنج").await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        assert_eq!(news(&app, before).await, ["commented owner-finance"], "nobody is told of an edit");
    }
}

on_both! {
    async fn the_mentioned_are_told_once_and_can_all_read_it(app) {
        let (head, request, before) = in_work(&app).await;
        let director = app.sign_in("director").await;
        let finance = person(&director, "owner-finance@demo.test").await;
        let chief = person(&director, "director@demo.test").await;
        let stranger = person(&director, "head-02@demo.test").await;
        let comment = write(&head, &request, &json!({ "text": "لطفاً نگاه کنید.", "mentions": [finance, finance] })).await;
        assert_eq!(comment["mentions"], json!([{ "id": finance, "name": "owner-finance" }]));
        assert_eq!(news(&app, before).await, ["mentioned owner-finance"], "that mail, and not the plain one besides");
        let path = format!("/comments/{}", comment["id"]);
        let more = json!({ "mentions": [finance, chief] });
        head.change(Method::PATCH, &path, &comment["version"], &more).await.is(StatusCode::OK);
        assert_eq!(news(&app, before).await, ["mentioned director", "mentioned owner-finance"], "who is new among them");
        let body = json!({ "text": "x", "mentions": [finance, stranger, 999] });
        let problem = head.post("/requests/1398-0001/comments", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let wrong = [("/mentions/1", "not_found"), ("/mentions/2", "not_found")];
        assert_eq!(fields(&problem), wrong.map(|(p, c)| (p.to_owned(), c.to_owned())));
        let owner = app.sign_in("owner-finance").await;
        let filer = person(&director, "head-01@demo.test").await;
        let body = json!({ "text": "x", "internal": true, "mentions": [filer] });
        let problem = owner.post("/requests/1398-0001/comments", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert!(problem["errors"][0]["message"].as_str().unwrap().contains('۲'), "names who, in Persian digits: {problem}");
        assert_eq!(texts(&owner, &request).await.len(), 1, "nothing of what was refused");
    }
}

on_both! {
    async fn the_mentionable_are_those_who_may_read(app) {
        let (head, request, _) = in_work(&app).await;
        let offered = async |client: &Client, query: &str| {
            let path = format!("/requests/{}/mentionable?{query}", request["id"]);
            let page = client.get(&path).await.is(StatusCode::OK);
            let names: Vec<_> = page["items"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect();
            (names, page["next"].as_str().map(str::to_owned))
        };
        assert_eq!(offered(&head, "").await.0, ["auditor", "director", "member-01", "owner-finance"]);
        let owner = app.sign_in("owner-finance").await;
        assert_eq!(offered(&owner, "internal=true").await.0, ["auditor", "director"]);
        assert_eq!(offered(&head, "q=FINANCE").await.0, ["owner-finance"]);
        let (first, next) = offered(&head, "limit=3").await;
        assert_eq!(first.len(), 3);
        assert_eq!(offered(&head, &format!("limit=3&cursor={}", next.unwrap())).await, (vec!["owner-finance".to_owned()], None));
        head.get("/requests/1398-0001/mentionable?internal=true").await.refuses(StatusCode::FORBIDDEN, "forbidden");
    }
}

on_both! {
    async fn the_same_key_writes_once_and_lists_are_paged(app) {
        let (head, _, _) = in_work(&app).await;
        let key = [("idempotency-key", "c-1")];
        let body = json!({ "text": "یک" });
        let first = head.call(Method::POST, "/requests/1398-0001/comments", Some(&body), &key).await;
        assert_eq!(first.headers["location"], "/api/v1/comments/1");
        head.call(Method::POST, "/requests/1398-0001/comments", Some(&body), &key).await.is(StatusCode::CREATED);
        head.post("/requests/1398-0001/comments", &json!({ "text": "دو" })).await.is(StatusCode::CREATED);
        let page = head.get("/requests/1398-0001/comments?limit=1").await.is(StatusCode::OK);
        let path = format!("/requests/1398-0001/comments?limit=1&cursor={}", page["next"].as_str().unwrap());
        let page = head.get(&path).await.is(StatusCode::OK);
        assert_eq!((&page["items"][0]["text"], &page["next"]), (&json!("دو"), &Value::Null));
    }
}

on_both! {
    async fn until_the_director_agrees_the_director_is_the_other_side(app) {
        let head = app.sign_in("head-01").await;
        let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let before = app.mails().await.len();
        write(&head, &request, &json!({ "text": "پیوست را فراموش کردم." })).await;
        assert_eq!(news(&app, before).await, ["commented director"]);
    }
}

/// The mails of this kind that the worker has put into the folder.
async fn letters(app: &TestApp, kind: &str, count: usize) -> Vec<String> {
    for _ in 0..100 {
        let files = std::fs::read_dir(app.folder.path().join("mail"))
            .into_iter()
            .flatten()
            .flatten();
        let all: Vec<_> = files
            .map(|file| std::fs::read_to_string(file.path()).unwrap())
            .collect();
        let of_kind: Vec<_> = all
            .into_iter()
            .filter(|text| text.contains(&format!("X-Hamahang-Event: {kind}")))
            .collect();
        if of_kind.len() == count {
            return of_kind;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("there are not {count} mails of {kind}");
}

#[tokio::test]
async fn mails_of_comments_are_part_of_the_requests_conversation_and_say_what_is_internal() {
    let app = TestApp::sqlite().await;
    let (head, request, _) = in_work(&app).await;
    write(&head, &request, &json!({ "text": "فرستاده شد." })).await;
    let director = app.sign_in("director").await;
    write(
        &director,
        &request,
        &json!({ "text": "از سال آینده.", "internal": true }),
    )
    .await;
    let mut internal = 0;
    for letter in letters(&app, "commented", 2).await {
        let mail = mail_parser::MessageParser::default().parse(letter.as_bytes()).unwrap();
        let references = format!("{:?}", mail.references());
        assert!(references.contains("request-1@"), "{references}");
        let text = mail.body_text(0).unwrap();
        assert!(text.contains("#comment-"), "{text}");
        assert_eq!(text.contains("یادداشت داخلی"), text.contains("از سال آینده."), "{text}");
        internal += usize::from(text.contains("یادداشت داخلی"));
    }
    assert_eq!(internal, 1);
}
