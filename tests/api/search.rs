//! Search: a request is found by its words, its tags and what was said about it in public, by whoever may read these.

use hamahang::db::Db;
use hamahang::requests::findable;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::on_both;
use crate::requests::petty_cash;

/// The numbers of what a person finds.
async fn found(client: &Client, words: &str) -> Vec<String> {
    let call = client
        .http
        .get(format!("{}/api/v1/requests", client.base))
        .query(&[("q", words)]);
    let answer = call.bearer_auth(client.token.as_ref().unwrap()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let page: Value = answer.json().await.unwrap();
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["number"].as_str().unwrap().to_owned()).collect()
}

async fn in_work(app: &TestApp) -> Value {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    let director = app.sign_in("director").await;
    director
        .act(&request, "accept", &json!({ "desk_id": app.finance }))
        .await
        .is(StatusCode::OK)
}

async fn comment(client: &Client, request: &Value, text: &str, internal: bool) -> Value {
    let path = format!("/requests/{}/comments", request["id"]);
    let body = json!({ "text": text, "internal": internal });
    client.post(&path, &body).await.is(StatusCode::CREATED)
}

const IT: [&str; 1] = ["1398-0001"];
const NOTHING: [&str; 0] = [];

on_both! {
    async fn what_was_said_in_public_finds_a_request_until_it_is_said_otherwise(app) {
        let request = in_work(&app).await;
        let (head, owner) = (app.sign_in("head-01").await, app.sign_in("owner-finance").await);
        let said = comment(&owner, &request, "پيش‌فاكتور دوربین را بفرستید.", false).await;
        for words in ["پیش‌فاکتور", "پیشفاکتور", "فاکتور دوربین", "تنخواه دورب"] {
            assert_eq!(found(&head, words).await, IT, "{words}");
        }
        assert_eq!(found(&app.sign_in("head-02").await, "دوربین").await, NOTHING, "not theirs");
        assert_eq!(found(&app.sign_in("auditor").await, "دوربین").await, IT);
        let path = format!("/comments/{}", said["id"]);
        let edited = owner.change(Method::PATCH, &path, &said["version"], &json!({ "text": "پروژکتور را بفرستید." })).await.is(StatusCode::OK);
        assert_eq!(found(&head, "دوربین").await, NOTHING, "it does not say so any more");
        assert_eq!(found(&head, "پروژکتور").await, IT);
        owner.change(Method::DELETE, &path, &edited["version"], &json!({})).await.is(StatusCode::NO_CONTENT);
        assert_eq!(found(&head, "پروژکتور").await, NOTHING);
        assert_eq!(found(&head, "تنخواه گردان").await, IT, "its own words stay");
    }
}

on_both! {
    async fn an_internal_comment_is_found_by_nobody_lest_it_be_guessed(app) {
        let request = in_work(&app).await;
        let owner = app.sign_in("owner-finance").await;
        let said = comment(&owner, &request, "ورشکستگی", true).await;
        let path = format!("/comments/{}", said["id"]);
        owner.change(Method::PATCH, &path, &said["version"], &json!({ "text": "ورشکستگی پیمانکار" })).await.is(StatusCode::OK);
        comment(&owner, &request, "در دست بررسی است.", false).await;
        for who in ["head-01", "owner-finance", "director", "auditor"] {
            let who = app.sign_in(who).await;
            assert_eq!(found(&who, "ورشکستگی").await, NOTHING);
            assert_eq!(found(&who, "بررسی").await, IT);
        }
    }
}

on_both! {
    async fn tags_find_a_request_from_the_beginning_and_as_long_as_it_bears_them(app) {
        let head = app.sign_in("head-01").await;
        let mut body = petty_cash(&app);
        body["tags"] = json!(["نمایشگاه‌بین‌المللی"]);
        let request = head.post("/requests", &body).await.is(StatusCode::CREATED);
        assert_eq!(found(&head, "نمایشگاه").await, IT);
        let path = format!("/requests/{}/tags", request["id"]);
        let changed = head.change(Method::PUT, &path, &request["version"], &json!({ "tags": ["جشنواره"] })).await.is(StatusCode::OK);
        assert_eq!((found(&head, "نمایشگاه").await, found(&head, "جشنواره").await), (vec![], vec![IT[0].to_owned()]));
        let path = format!("/requests/{}", request["id"]);
        head.change(Method::PATCH, &path, &changed["version"], &json!({ "title": "عنوان دیگر" })).await.is(StatusCode::OK);
        assert_eq!(found(&head, "دیگر جشنواره").await, IT, "another title leaves them");
    }
}

on_both! {
    async fn comments_of_the_same_moment_are_both_found(app) {
        let request = in_work(&app).await;
        let owner = app.sign_in("owner-finance").await;
        let texts: Vec<_> = (0..8).map(|i| format!("نشانه{i}")).collect();
        let writing = texts.iter().map(|text| comment(&owner, &request, text, false));
        futures_util::future::join_all(writing).await;
        for text in &texts {
            assert_eq!(found(&owner, text).await, IT, "{text}");
        }
    }
}

async fn all_words(db: &Db) -> usize {
    let mut seen = 0;
    while let Some(some) = findable::step(db).await.unwrap() {
        seen += some;
    }
    seen
}

on_both! {
    async fn what_was_there_before_gets_its_words_once(app) {
        let request = in_work(&app).await;
        let (head, owner) = (app.sign_in("head-01").await, app.sign_in("owner-finance").await);
        comment(&owner, &request, "دوربین", false).await;
        // As it was before comments were words: the errand has not been run, and the words are those of the title.
        app.sql("DELETE FROM errands").await;
        app.sql("UPDATE requests SET search_text = 'تنخواه'").await;
        assert_eq!(found(&head, "دوربین").await, NOTHING);
        assert!(findable::waits(&app.db).await.unwrap());
        assert_eq!(all_words(&app.db).await, 1);
        assert_eq!(found(&head, "دوربین").await, IT);
        assert!(!findable::waits(&app.db).await.unwrap());
        assert_eq!(all_words(&app.db).await, 0, "once");
    }
}

on_both! {
    async fn a_request_says_how_much_was_said_and_attached(app) {
        let request = in_work(&app).await;
        let (head, owner) = (app.sign_in("head-01").await, app.sign_in("owner-finance").await);
        assert_eq!((&request["comment_count"], &request["attachment_count"]), (&json!(0), &json!(0)));
        comment(&owner, &request, "یک", false).await;
        comment(&head, &request, "دو", false).await;
        comment(&owner, &request, "میان خودمان", true).await;
        let gone = comment(&owner, &request, "هیچ", false).await;
        owner.change(Method::DELETE, &format!("/comments/{}", gone["id"]), &gone["version"], &json!({})).await.is(StatusCode::NO_CONTENT);
        head.upload(&format!("/requests/{}/attachments?name=a.txt", request["id"]), "text/plain", "متن").await.is(StatusCode::CREATED);
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        for (who, wanted) in [("head-01", 2), ("owner-finance", 3), ("director", 3), ("auditor", 3)] {
            let who = app.sign_in(who).await;
            let one = who.get("/requests/1398-0001").await.is(StatusCode::OK);
            assert_eq!((&one["comment_count"], &one["attachment_count"]), (&json!(wanted), &json!(1)));
            let page = who.get("/requests?sort=created_at&fields=comment_count,attachment_count").await.is(StatusCode::OK);
            assert_eq!((&page["items"][0]["comment_count"], &page["items"][0]["attachment_count"]), (&json!(wanted), &json!(1)));
        }
    }
}
