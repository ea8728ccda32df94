//! Watchers: who follows, who has others follow, and what they hear.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::meetings::person;
use crate::on_both;
use crate::requests::petty_cash;

async fn watch(client: &Client, request: &Value, who: &str) -> crate::app::Answer {
    let path = format!("/requests/{}/watchers/{who}", request["id"]);
    client.call(Method::PUT, &path, None, &[]).await
}

async fn filed(app: &TestApp) -> (Client, Value) {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    (head, request)
}

async fn told(app: &TestApp, who: &str) -> Vec<String> {
    let mails = app.mails().await.into_iter();
    mails
        .filter(|(_, to)| to.starts_with(who))
        .map(|(kind, _)| kind)
        .collect()
}

on_both! {
    async fn who_follows_hears_of_what_happens_as_far_as_they_may_read(app) {
        let (head, request) = filed(&app).await;
        let member = app.sign_in("member-01").await;
        assert_eq!(member.get("/requests/1398-0001").await.is(StatusCode::OK)["watching"], false);
        let watcher = watch(&member, &request, "me").await.is(StatusCode::OK);
        assert_eq!((&watcher["user"], &watcher["user"]["name"]), (&watcher["added_by"], &json!("member-01")));
        assert_eq!(watch(&member, &request, "me").await.is(StatusCode::OK), watcher, "twice is once");
        assert_eq!(member.get("/requests/1398-0001").await.is(StatusCode::OK)["watching"], true);
        assert_eq!(head.get("/requests").await.is(StatusCode::OK)["items"][0]["watching"], false, "that is the caller's own");
        let director = app.sign_in("director").await;
        let request = director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        let comment = |internal: bool| json!({ "text": "یادداشت", "internal": internal });
        director.post("/requests/1398-0001/comments", &comment(false)).await.is(StatusCode::CREATED);
        director.post("/requests/1398-0001/comments", &comment(true)).await.is(StatusCode::CREATED);
        assert_eq!(told(&app, "member-01").await, ["request_assigned", "commented"], "not of the internal one");
        member.call(Method::DELETE, "/requests/1398-0001/watchers/me", None, &[]).await.is(StatusCode::NO_CONTENT);
        director.act(&request, "ask", &json!({ "question": "چند برگ؟" })).await.is(StatusCode::OK);
        assert_eq!(told(&app, "member-01").await.len(), 2);
        let history = head.get("/requests/1398-0001/history").await;
        assert!(history.text.contains("\"watched\"") && history.text.contains("\"unwatched\""));
    }
}

on_both! {
    async fn one_mail_for_a_person_and_none_for_who_has_lost_the_right(app) {
        let (head, request) = filed(&app).await;
        watch(&head, &request, "me").await.is(StatusCode::OK);
        let director = app.sign_in("director").await;
        let member = person(&director, "member-01@demo.test").await;
        watch(&director, &request, &member.to_string()).await.is(StatusCode::OK);
        let private = json!({ "private": true });
        let request = head.change(Method::PATCH, "/requests/1398-0001", &request["version"], &private).await.is(StatusCode::OK);
        director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        assert_eq!(told(&app, "head-01").await, ["request_assigned"], "filer and watcher, one mail");
        assert_eq!(told(&app, "member-01").await, Vec::<String>::new(), "staff do not see a private one");
    }
}

on_both! {
    async fn others_are_added_by_who_answers_for_it_if_they_may_see_it(app) {
        let (head, request) = filed(&app).await;
        let director = app.sign_in("director").await;
        let id = async |who: &str| person(&director, &format!("{who}@demo.test")).await.to_string();
        let (member, stranger, auditor) = (id("member-01").await, id("head-02").await, id("auditor").await);
        watch(&head, &request, &member).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        watch(&app.sign_in("auditor").await, &request, "me").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        watch(&app.sign_in("head-02").await, &request, "me").await.refuses(StatusCode::NOT_FOUND, "not_found");
        for nobody in [stranger.as_str(), "999"] {
            watch(&director, &request, nobody).await.refuses(StatusCode::CONFLICT, "may_not_see");
        }
        watch(&director, &request, "x").await.refuses(StatusCode::NOT_FOUND, "not_found");
        watch(&director, &request, &auditor).await.is(StatusCode::OK);
        let request = director.act(&request, "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        let owner = app.sign_in("owner-finance").await;
        let added = watch(&owner, &request, &member).await.is(StatusCode::OK);
        assert_eq!(added["added_by"]["name"], "owner-finance");
        let first = head.get("/requests/1398-0001/watchers?limit=1").await.is(StatusCode::OK);
        assert_eq!(first["items"][0]["user"]["name"], "member-01");
        let path = format!("/requests/1398-0001/watchers?limit=1&cursor={}", first["next"].as_str().unwrap());
        let second = head.get(&path).await.is(StatusCode::OK);
        assert_eq!((&second["items"][0]["user"]["name"], &second["next"]), (&json!("auditor"), &Value::Null));
        let path = format!("/requests/1398-0001/watchers/{auditor}");
        head.call(Method::DELETE, &path, None, &[]).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        owner.call(Method::DELETE, &path, None, &[]).await.is(StatusCode::NO_CONTENT);
        owner.call(Method::DELETE, &path, None, &[]).await.is(StatusCode::NO_CONTENT);
    }
}
