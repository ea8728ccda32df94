//! Mail that comes in, as a mail server hands it over: what it becomes, what is held and why, and what people do with that.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use chrono::TimeDelta;
use hamahang::accounts::Role;
use hamahang::attachments::vault::Vault;
use hamahang::mail_in::model::MailSource;
use hamahang::mail_in::receive::{self, Envelope};
use hamahang::mail_in::rounds;
use hamahang::notifications::reply_address::ReplyAddresses;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::attachments::picture;
use crate::cluster;
use crate::meetings::{act, person};
use crate::requests::petty_cash;

const SETTINGS: &[(&str, &str)] = &[
    ("mail_from", "hamahang@pr.test"),
    ("mail_reply_address", "requests@pr.test"),
];

/// Tells a story on both databases, with addresses for answers.
macro_rules! with_mail {
    (async fn $name:ident($app:ident) $body:block) => {
        with_mail! { async fn $name($app, SETTINGS) $body }
    };
    (async fn $name:ident($app:ident, $settings:expr) $body:block) => {
        mod $name {
            use super::*;

            async fn story($app: TestApp) $body

            #[tokio::test]
            async fn sqlite() {
                story(TestApp::start(None, $settings).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                let url = tokio::task::spawn_blocking(cluster::database).await.unwrap();
                story(TestApp::start(Some(url), $settings).await).await;
            }
        }
    };
}

/// A mail that somebody writes.
struct Mail<'a> {
    from: &'a str,
    to: String,
    id: &'a str,
    subject: &'a str,
    headers: &'a str,
    body: &'a str,
}

impl Default for Mail<'_> {
    fn default() -> Self {
        Self {
            from: "head-01",
            to: "requests@pr.test".into(),
            id: "one",
            subject: "Re: x",
            headers: "",
            body: "متن",
        }
    }
}

impl Mail<'_> {
    fn raw(&self) -> Vec<u8> {
        let coded = base64::engine::general_purpose::STANDARD.encode(self.subject);
        let from = if self.from.contains('@') {
            self.from.to_owned()
        } else {
            format!("{}@demo.test", self.from)
        };
        let typed = if self.headers.contains("Content-Type") {
            ""
        } else {
            "Content-Type: text/plain; charset=utf-8\r\n"
        };
        format!(
            "From: <{from}>\r\nTo: {}\r\nSubject: =?utf-8?B?{coded}?=\r\nMessage-ID: <{}@demo.test>\r\n{typed}{}\r\n{}\r\n",
            self.to, self.id, self.headers, self.body
        )
        .into_bytes()
    }
}

async fn take_raw(app: &TestApp, raw: &[u8]) -> Option<String> {
    let vault = Vault::open(app.db.settings()).unwrap();
    let receipt = receive::take(&app.db, &vault, raw, Envelope::default(), MailSource::Pipe)
        .await
        .unwrap();
    receipt.state.map(|state| state.to_string())
}

/// What became of it; `again`: it was there already.
async fn take(app: &TestApp, mail: Mail<'_>) -> String {
    take_raw(app, &mail.raw()).await.unwrap_or_else(|| "again".into())
}

/// So many mails of strangers, which are held.
pub async fn held(app: &TestApp, count: usize) {
    for n in 0..count {
        let id = format!("stranger-{n}");
        let mail = Mail {
            from: "stranger@example.org",
            id: &id,
            ..Mail::default()
        };
        assert_eq!(take(app, mail).await, "held");
    }
}

/// What a mail server sends about a mail that it cannot deliver.
fn report(address: &str, id: &str, status: &str, action: &str) -> String {
    format!(
        "--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n\
         Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 no such user\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\n--b--"
    )
}

const REPORT: &str = "Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n";

/// The newest mail comes back.
pub async fn bounced(app: &TestApp) {
    let admin = app.sign_in("admin").await;
    let mail = admin.get("/mail/outbox?limit=1").await.is(StatusCode::OK)["items"][0].clone();
    let (address, id) = (
        mail["to"]["address"].as_str().unwrap(),
        mail["message_id"].as_str().unwrap(),
    );
    let body = report(address, id, "5.1.1", "failed");
    let mail = Mail {
        from: "mailer-daemon@mx.test",
        id: "bounce",
        headers: REPORT,
        body: &body,
        ..Mail::default()
    };
    assert_eq!(take(app, mail).await, "taken");
}

fn answers_to(app: &TestApp, request: &Value) -> String {
    let addresses = ReplyAddresses::from_settings(app.db.settings()).unwrap().unwrap();
    addresses.of(&format!("request-{}", request["id"])).unwrap()
}

/// A request that the finance desk has.
async fn in_work(app: &TestApp) -> (Client, Value) {
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
    let director = app.sign_in("director").await;
    let accept = json!({ "desk_id": app.finance });
    (head, director.act(&request, "accept", &accept).await.is(StatusCode::OK))
}

async fn comments(client: &Client, request: &Value) -> Vec<(String, String)> {
    let page = client
        .get(&format!("/requests/{}/comments", request["id"]))
        .await
        .is(StatusCode::OK);
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (text(&c["author"]["name"]), text(&c["text"])))
        .collect()
}

/// Why mails are in a state, oldest first.
async fn reasons(client: &Client, state: &str) -> Vec<String> {
    let page = client
        .get(&format!("/mail/quarantine?state={state}"))
        .await
        .is(StatusCode::OK);
    let mut reasons: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["reason"].as_str().unwrap().to_owned())
        .collect();
    reasons.reverse();
    reasons
}

/// The mails that were sent, as files in the data folder, once there are as many.
async fn written(app: &TestApp, kind: &str, count: usize) -> Vec<String> {
    let header = format!("X-Hamahang-Event: {kind}\r\n");
    for _ in 0..100 {
        let files = std::fs::read_dir(app.folder.path().join("mail")).into_iter().flatten();
        let mails = files.filter_map(|f| std::fs::read_to_string(f.unwrap().path()).ok());
        let mails: Vec<_> = mails.filter(|m| m.contains(&header)).collect();
        if mails.len() >= count {
            return mails;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{count} mails of {kind} were to be written");
}

fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let prefix = format!("{name}: ");
    mail.lines().find_map(|l| l.strip_prefix(&prefix)).unwrap_or_default()
}

with_mail! {
    async fn an_answer_becomes_a_comment_with_its_files_and_that_once(app) {
        let (head, request) = in_work(&app).await;
        let assigned = written(&app, "request_assigned", 2).await;
        let to_head = assigned.iter().find(|m| m.contains("head-01@demo.test")).unwrap();
        let address = answers_to(&app, &request);
        assert!(header(to_head, "Reply-To").ends_with(&format!("<{address}>")), "{}", header(to_head, "Reply-To"));
        let photo = base64::engine::general_purpose::STANDARD.encode(picture(64));
        let body = format!(
            "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nپيش‌فاكتور پیوست شد.\r\n\r\nOn Tue, 3 Dec 2019, هماهنگ <{address}> wrote:\r\n> متن قدیمی\r\n\
             --b\r\nContent-Type: image/png; name=\"photo.png\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{photo}\r\n\
             --b\r\nContent-Type: application/octet-stream; name=\"setup.exe\"\r\nContent-Transfer-Encoding: base64\r\n\r\nTVqQAAMAAAA=\r\n--b--"
        );
        let mail = || Mail { to: format!("x@y.z, Hamahang <{address}>"), headers: "Content-Type: multipart/mixed; boundary=b\r\n", body: &body, ..Mail::default() };
        assert_eq!(take(&app, mail()).await, "taken");
        let wanted = ("head-01".to_owned(), "پیش‌فاکتور پیوست شد.\n\n[پیوست‌هایی که پذیرفته نشد: setup.exe]".to_owned());
        assert_eq!(comments(&head, &request).await, [wanted]);
        let files = head.get(&format!("/requests/{}/attachments", request["id"])).await.is(StatusCode::OK);
        assert_eq!((&files["items"][0]["name"], &files["items"][0]["uploader"]["name"], files["items"].as_array().unwrap().len()), (&json!("photo.png"), &json!("head-01"), 1));
        // By another way, with other headers of mail servers on it.
        let again = [b"Received: from mx2 by mx1\r\nDelivered-To: requests@pr.test\r\n".to_vec(), mail().raw()].concat();
        assert_eq!(take_raw(&app, &again).await, None);
        assert_eq!(comments(&head, &request).await.len(), 1);
        let director = app.sign_in("director").await;
        let taken = director.get("/mail/quarantine?state=taken").await.is(StatusCode::OK);
        assert_eq!((&taken["items"][0]["repeats"], &taken["items"][0]["request_id"], &taken["items"][0]["allowed_actions"]), (&json!(1), &request["id"], &json!([])));
        // The other side hears of it, and not who wrote it.
        let told: Vec<_> = app.mails().await.into_iter().filter(|(kind, _)| kind == "commented").collect();
        assert_eq!(told, [("commented".to_owned(), "owner-finance@demo.test".to_owned())]);
    }
}

with_mail! {
    async fn answers_are_found_by_what_they_answer_and_by_the_number(app) {
        let (head, request) = in_work(&app).await;
        let mails = written(&app, "request_assigned", 2).await;
        let id = header(mails.iter().find(|m| m.contains("owner-finance@demo.test")).unwrap(), "Message-ID").to_owned();
        let headers = format!("In-Reply-To: {id}\r\n");
        assert_eq!(take(&app, Mail { from: "owner-finance", id: "1", headers: &headers, body: "از میز", ..Mail::default() }).await, "taken");
        let root = format!("References: <x@y> <request-{}@pr.test>\r\n", request["id"]);
        assert_eq!(take(&app, Mail { id: "2", headers: &root, body: "از واحد", ..Mail::default() }).await, "taken");
        assert_eq!(take(&app, Mail { from: "director", id: "3", subject: "پاسخ: [#۱۳۹۸-۰۰۰۱] تنخواه", body: "از مدیر", ..Mail::default() }).await, "taken");
        let said = |who: &str, what: &str| (who.to_owned(), what.to_owned());
        assert_eq!(comments(&head, &request).await, [said("owner-finance", "از میز"), said("head-01", "از واحد"), said("director", "از مدیر")]);
    }
}

with_mail! {
    async fn an_answer_to_what_the_unit_does_not_read_is_not_for_the_unit_either(app) {
        let (head, request) = in_work(&app).await;
        let (owner, director) = (app.sign_in("owner-finance").await, app.sign_in("director").await);
        let me = director.get("/auth/me").await.is(StatusCode::OK);
        let body = json!({ "text": "@مدیر بماند میان ما", "internal": true, "mentions": [me["id"]] });
        owner.post(&format!("/requests/{}/comments", request["id"]), &body).await.is(StatusCode::CREATED);
        let mails = written(&app, "mentioned", 1).await;
        let headers = format!("In-Reply-To: {}\r\n", header(&mails[0], "Message-ID"));
        assert_eq!(take(&app, Mail { from: "director", id: "1", to: answers_to(&app, &request), headers: &headers, body: "باشد", ..Mail::default() }).await, "taken");
        assert_eq!(comments(&owner, &request).await.len(), 2);
        assert_eq!(comments(&head, &request).await, []);
    }
}

with_mail! {
    async fn who_has_no_part_in_it_is_held_and_nothing_is_told(app) {
        let (head, request) = in_work(&app).await;
        let director = app.sign_in("director").await;
        let (address, before) = (answers_to(&app, &request), app.mails().await.len());
        let moved = address.replace("+r1.", "+r2.");
        let to = |id: &'static str, from: &'static str, to: &str| Mail { id, from, to: to.to_owned(), ..Mail::default() };
        assert_eq!(take(&app, to("1", "head-02", &address)).await, "held");
        assert_eq!(take(&app, to("2", "auditor", &address)).await, "held");
        assert_eq!(take(&app, to("3", "stranger@example.org", &address)).await, "held");
        assert_eq!(take(&app, Mail { subject: "[#1398-0077] x", ..to("4", "head-01", "requests@pr.test") }).await, "held");
        // A sign that was moved to another request is none: it is a new mail.
        assert_eq!(take(&app, to("5", "mayor-office", &moved)).await, "held");
        assert_eq!(reasons(&director, "held").await, ["not_participant", "not_participant", "sender_unknown", "not_participant", "no_unit"]);
        assert_eq!(comments(&head, &request).await, []);
        assert_eq!(app.mails().await.len(), before);
        let held = director.get("/mail/quarantine?limit=2").await.is(StatusCode::OK);
        assert_eq!(held["items"].as_array().unwrap().len(), 2);
        let rest = director.get(&format!("/mail/quarantine?limit=200&cursor={}", held["next"].as_str().unwrap())).await.is(StatusCode::OK);
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (3, &Value::Null));
    }
}

with_mail! {
    async fn machines_are_not_answered_and_not_told_on(app) {
        let (head, request) = in_work(&app).await;
        let director = app.sign_in("director").await;
        let address = answers_to(&app, &request);
        let before = app.mails().await.len();
        for (id, headers) in ["Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "X-Loop: hamahang@pr.test\r\n", "Return-Path: <>\r\n"].iter().enumerate() {
            let id = id.to_string();
            assert_eq!(take(&app, Mail { id: &id, to: address.clone(), headers, ..Mail::default() }).await, "ignored", "{headers}");
        }
        assert_eq!(take(&app, Mail { from: "hamahang@pr.test", id: "own", to: address.clone(), ..Mail::default() }).await, "ignored");
        assert_eq!(reasons(&director, "ignored").await, ["automatic", "automatic", "loop", "automatic", "loop"]);
        assert_eq!((comments(&head, &request).await.len(), app.mails().await.len()), (0, before));
    }
}

with_mail! {
    async fn a_mail_that_answers_nothing_becomes_a_draft_of_its_writer(app) {
        let director = app.sign_in("director").await;
        let body = "با سلام\r\nدوربین منطقه خراب است.\r\n-- \r\nمدیر روابط عمومی";
        assert_eq!(take(&app, Mail { from: "member-01", subject: "Fwd: دوربین خراب", body, ..Mail::default() }).await, "taken");
        let member = app.sign_in("member-01").await;
        let drafts = member.get("/requests?state=draft").await.is(StatusCode::OK);
        let draft = &drafts["items"][0];
        assert_eq!((&draft["title"], &draft["description"], &draft["category"], &draft["number"]), (&json!("دوربین خراب"), &json!("با سلام\nدوربین منطقه خراب است."), &json!("other"), &Value::Null));
        assert_eq!((&draft["filer"]["name"], &draft["unit"]["id"]), (&json!("member-01"), &json!(app.districts[0])));
        assert_eq!(app.mails().await, [("mail_drafted".to_owned(), "member-01@demo.test".to_owned())]);
        let submitted = member.act(draft, "submit", &json!({})).await.is(StatusCode::OK);
        assert_eq!(submitted["number"], "1398-0001");
        // Who is of no unit has nobody to file for.
        assert_eq!(take(&app, Mail { from: "owner-it", id: "2", subject: "x", ..Mail::default() }).await, "held");
        assert_eq!(reasons(&director, "held").await, ["no_unit"]);
        // An answer to a mail about something else is no new request.
        let mails = written(&app, "mail_drafted", 1).await;
        let headers = format!("In-Reply-To: {}\r\n", header(&mails[0], "Message-ID"));
        assert_eq!(take(&app, Mail { from: "member-01", id: "3", headers: &headers, body: "سپاس", ..Mail::default() }).await, "taken", "the draft is a request by now");
    }
}

with_mail! {
    async fn a_calendars_answer_is_the_answer_to_the_invitation(app) {
        let director = app.sign_in("director").await;
        let series = crate::series::create(&director, &json!({})).await;
        let who = person(&director, "head-01@demo.test").await;
        let new = json!({ "series_id": series["id"], "starts_at": "2019-12-24T06:30:00Z", "ends_at": "2019-12-24T08:30:00Z", "invited": [{ "user_id": who }] });
        let draft = director.post("/meetings", &new).await.is(StatusCode::CREATED);
        let meeting = act(&director, &draft, "schedule").await;
        let mails = written(&app, "meeting_scheduled", 1).await;
        assert!(!mails.is_empty());
        let reply = |attendee: &str, partstat: &str, sequence: u32| format!(
            "--c\r\nContent-Type: text/plain\r\n\r\n\r\n--c\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n\
             UID:meeting-{}@pr.test\r\nSEQUENCE:{sequence}\r\nATTENDEE;PARTSTAT={partstat}:mailto:{attendee}@demo.test\r\nCOMMENT:دیر می‌رسم\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--c--", meeting["id"]);
        let headers = "Content-Type: multipart/alternative; boundary=c\r\nAuto-Submitted: auto-generated\r\n";
        let send = async |id: &str, from: &str, body: &str| take(&app, Mail { from, id, headers, body, ..Mail::default() }).await;
        assert_eq!(send("1", "head-01", &reply("head-01", "TENTATIVE", 0)).await, "taken");
        let invited = async || director.get(&format!("/meetings/{}", meeting["id"])).await.is(StatusCode::OK)["invited"][0].clone();
        let now = invited().await;
        assert_eq!((&now["answer"], &now["answer_note"]), (&json!("tentative"), &json!("دیر می‌رسم")));
        assert_eq!(send("2", "head-02", &reply("head-01", "DECLINED", 0)).await, "held", "for somebody else");
        assert_eq!(send("3", "head-02", &reply("head-02", "DECLINED", 0)).await, "held", "not invited");
        assert_eq!(invited().await["answer"], "tentative");
        let fresh = director.get(&format!("/meetings/{}", meeting["id"])).await.is(StatusCode::OK);
        let path = format!("/meetings/{}", meeting["id"]);
        director.change(Method::PATCH, &path, &fresh["version"], &json!({ "place": "سالن همایش" })).await.is(StatusCode::OK);
        assert_eq!(send("4", "head-01", &reply("head-01", "DECLINED", 0)).await, "held", "of the place before");
        assert_eq!(send("5", "head-01", &reply("head-01", "ACCEPTED", 1)).await, "taken");
        assert_eq!(invited().await["answer"], "accept");
        assert_eq!(reasons(&director, "held").await, ["sender_unclear", "not_participant", "outdated"]);
    }
}

with_mail! {
    async fn what_cannot_be_delivered_marks_the_mail_and_the_address(app) {
        let (_, request) = in_work(&app).await;
        let admin = app.sign_in("admin").await;
        let mails = written(&app, "request_assigned", 2).await;
        let id = header(mails.iter().find(|m| m.contains("owner-finance@demo.test")).unwrap(), "Message-ID").to_owned();
        let send = async |name: &str, body: &str| take(&app, Mail { id: name, from: "mailer-daemon@mx.test", headers: REPORT, body, ..Mail::default() }).await;
        assert_eq!(send("1", &report("owner-finance@demo.test", &id, "4.4.1", "delayed")).await, "ignored");
        assert_eq!(send("2", &report("owner-finance@demo.test", "<guessed@pr.test>", "5.1.1", "failed")).await, "ignored");
        assert_eq!(send("3", &report("head-01@demo.test", &id, "5.1.1", "failed")).await, "ignored", "that mail did not go there");
        assert_eq!(admin.get("/mail/bounces").await.is(StatusCode::OK)["items"], json!([]));
        assert_eq!(send("4", &report("Owner-Finance@demo.test", &id, "5.1.1", "failed")).await, "taken");
        let marked = admin.get("/mail/bounces").await.is(StatusCode::OK);
        assert_eq!((&marked["items"][0]["address"], &marked["items"][0]["status"]), (&json!("owner-finance@demo.test"), &json!("5.1.1")));
        let owner = person(&admin, "owner-finance@demo.test").await;
        let account = admin.get(&format!("/users/{owner}")).await.is(StatusCode::OK);
        assert!(account["mail_returned"].as_str().unwrap().contains("550"), "{account}");
        let dead = admin.get("/mail/outbox?state=dead").await.is(StatusCode::OK);
        assert_eq!((&dead["items"][0]["message_id"], dead["items"].as_array().unwrap().len()), (&json!(id), 1));
        // Who writes again is there again.
        assert_eq!(take(&app, Mail { from: "owner-finance", id: "5", to: answers_to(&app, &request), ..Mail::default() }).await, "taken");
        assert_eq!(admin.get("/mail/bounces").await.is(StatusCode::OK)["items"], json!([]));
        assert_eq!(admin.get(&format!("/users/{owner}")).await.is(StatusCode::OK)["mail_returned"], Value::Null);
    }
}

with_mail! {
    async fn too_many_are_held(app, &[("mail_from", "hamahang@pr.test"), ("mail_reply_address", "requests@pr.test"), ("mail_in_per_request_hour", "3"), ("mail_in_per_sender_hour", "2")]) {
        let (_, request) = in_work(&app).await;
        let director = app.sign_in("director").await;
        let address = answers_to(&app, &request);
        let send = async |id: &str, from: &str| take(&app, Mail { id, from, to: address.clone(), ..Mail::default() }).await;
        assert_eq!([send("1", "head-01").await, send("2", "head-01").await, send("3", "head-01").await], ["taken", "taken", "held"]);
        assert_eq!([send("4", "owner-finance").await, send("5", "owner-finance").await], ["taken", "held"]);
        assert_eq!(reasons(&director, "held").await, ["too_many", "too_many"]);
        app.advance(TimeDelta::minutes(61));
        assert_eq!(send("6", "head-01").await, "taken");
        let head = app.sign_in("head-01").await;
        assert_eq!(comments(&head, &request).await.len(), 4);
    }
}

with_mail! {
    async fn held_mail_is_brought_to_its_request_or_put_away(app) {
        let (head, request) = in_work(&app).await;
        let director = app.sign_in("director").await;
        let admin = app.sign_in("admin").await;
        let address = answers_to(&app, &request);
        take(&app, Mail { id: "1", from: "head-02", to: address.clone(), body: "ما هم دوربین نداریم.", ..Mail::default() }).await;
        take(&app, Mail { id: "2", from: "stranger@example.org", subject: "دوربین", body: "قیمت دوربین", ..Mail::default() }).await;
        take(&app, Mail { id: "3", from: "spam@example.org", ..Mail::default() }).await;
        let one = |id: u32| format!("/mail/quarantine/{id}");
        let release = |id: u32| format!("/mail/quarantine/{id}/release");
        for who in ["head-01", "owner-finance", "mayor-office"] {
            app.sign_in(who).await.get(&one(1)).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        }
        let seen = director.get(&one(1)).await.is(StatusCode::OK);
        assert_eq!((&seen["sender"]["user"]["name"], &seen["excerpt"], &seen["allowed_actions"]), (&json!("head-02"), &json!("ما هم دوربین نداریم."), &json!(["release", "discard"])));
        assert_eq!(admin.get(&one(1)).await.is(StatusCode::OK)["allowed_actions"], json!(["discard"]));
        let body = json!({ "request": "1398-0001" });
        admin.change(Method::POST, &release(1), &seen["version"], &body).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        director.post(&release(1), &body).await.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
        director.change(Method::POST, &release(1), &json!(77), &body).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        for wrong in [json!({}), json!({ "request": "1398-0001", "unit_id": 1 }), json!({ "request": "1398-0999" })] {
            director.change(Method::POST, &release(1), &seen["version"], &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        }
        let released = director.change(Method::POST, &release(1), &seen["version"], &body).await.is(StatusCode::OK);
        assert_eq!((&released["state"], &released["request_id"], &released["handled_by"]["name"]), (&json!("released"), &request["id"], &json!("director")));
        director.change(Method::POST, &release(1), &released["version"], &body).await.refuses(StatusCode::CONFLICT, "action_not_allowed");
        // Its writer has no word there: the director has, and says whose it is.
        let said = comments(&head, &request).await;
        assert_eq!(said[0].0, "director");
        assert!(said[0].1.starts_with("از نامهٔ head-02@demo.test، ") && said[0].1.ends_with("\n\nما هم دوربین نداریم."), "{}", said[0].1);
        let seen = director.get(&one(2)).await.is(StatusCode::OK);
        let released = director.change(Method::POST, &release(2), &seen["version"], &json!({ "unit_id": app.districts[1] })).await.is(StatusCode::OK);
        let draft = director.get(&format!("/requests/{}", released["request_id"])).await.is(StatusCode::OK);
        assert_eq!((&draft["state"], &draft["title"], &draft["unit"]["id"]), (&json!("draft"), &json!("دوربین"), &json!(app.districts[1])));
        let discard = format!("{}/discard", one(3));
        let seen = admin.get(&one(3)).await.is(StatusCode::OK);
        let gone = admin.change(Method::POST, &discard, &seen["version"], &json!({ "reason": "تبلیغ" })).await.is(StatusCode::OK);
        assert_eq!((&gone["state"], &gone["handled_by"]["name"]), (&json!("discarded"), &json!("admin")));
        assert_eq!(director.get("/mail/quarantine").await.is(StatusCode::OK)["items"], json!([]));
        // As it came, to the byte, and nothing that a browser would open.
        let raw = Mail { id: "3", from: "spam@example.org", ..Mail::default() }.raw();
        let answer = director.get(&format!("{}/content", one(3))).await;
        assert_eq!(answer.headers["content-type"], "message/rfc822");
        assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"mail-3.eml\""));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.text.as_bytes(), raw);
    }
}

with_mail! {
    async fn the_director_hears_of_held_mail_once_a_day_and_what_is_dealt_with_is_forgotten(app) {
        let held = async || {
            let mails = app.mails().await;
            mails.into_iter().filter(|(kind, _)| kind == "mail_held").collect::<Vec<_>>()
        };
        assert_eq!(rounds::tell(&app.db).await.unwrap(), 0);
        take(&app, Mail { id: "1", from: "a@example.org", ..Mail::default() }).await;
        take(&app, Mail { id: "2", from: "b@example.org", ..Mail::default() }).await;
        rounds::tell(&app.db).await.unwrap();
        take(&app, Mail { id: "3", from: "c@example.org", ..Mail::default() }).await;
        assert_eq!(rounds::tell(&app.db).await.unwrap(), 0, "not again today");
        assert_eq!(held().await, [("mail_held".to_owned(), "director@demo.test".to_owned())]);
        app.advance(TimeDelta::days(1));
        rounds::tell(&app.db).await.unwrap();
        app.advance(TimeDelta::days(1));
        assert_eq!(rounds::tell(&app.db).await.unwrap(), 0, "nothing new");
        assert_eq!(held().await.len(), 2);
        let admin = app.sign_in("admin").await;
        admin.change(Method::POST, "/mail/quarantine/1/discard", &json!(1), &json!({})).await.is(StatusCode::OK);
        let vault = Vault::open(app.db.settings()).unwrap();
        app.advance(TimeDelta::days(89));
        assert_eq!(rounds::sweep(&app.db, &vault).await.unwrap(), 0);
        app.advance(TimeDelta::days(2));
        let swept = hamahang::attachments::sweep::sweep(&app.db, &vault, &[hamahang::mail_in::referred]).await.unwrap();
        assert_eq!(swept, 0, "the bytes of mails are not taken for lost ones");
        assert_eq!(rounds::sweep(&app.db, &vault).await.unwrap(), 1, "what is held stays");
        let admin = app.sign_in("admin").await;
        admin.get("/mail/quarantine/1").await.refuses(StatusCode::NOT_FOUND, "not_found");
        assert_eq!(admin.get("/mail/quarantine").await.is(StatusCode::OK)["items"].as_array().unwrap().len(), 2);
        admin.get("/mail/quarantine/2/content").await.is(StatusCode::OK);
    }
}

#[tokio::test]
async fn mail_that_the_server_in_front_did_not_find_genuine_is_held() {
    let settings = [SETTINGS, &[("mail_in_auth_server", "mx.pr.test")]].concat();
    let app = TestApp::start(None, &settings).await;
    let (head, request) = in_work(&app).await;
    let address = answers_to(&app, &request);
    let genuine = "Authentication-Results: mx.pr.test; dmarc=pass header.from=demo.test\r\n";
    let forged = "Authentication-Results: mx.evil.test; dmarc=pass header.from=demo.test\r\n";
    for (id, headers, wanted) in [("1", genuine, "taken"), ("2", forged, "held"), ("3", "", "held")] {
        let mail = Mail {
            id,
            headers,
            to: address.clone(),
            ..Mail::default()
        };
        assert_eq!(take(&app, mail).await, wanted, "{headers}");
    }
    let director = app.sign_in("director").await;
    assert_eq!(reasons(&director, "held").await, ["not_genuine", "not_genuine"]);
    // Brought to its request it is not the word of whom it claims to be of.
    let body = json!({ "request": "1398-0001" });
    director
        .change(Method::POST, "/mail/quarantine/2/release", &json!(1), &body)
        .await
        .is(StatusCode::OK);
    assert_eq!(comments(&head, &request).await[1].0, "director");
}

#[tokio::test]
async fn of_several_units_it_is_the_one_that_its_writer_heads() {
    let app = TestApp::start(None, SETTINGS).await;
    let id = app
        .add_person("head-03", Role::UnitHead, Some(app.districts[0]), None)
        .await;
    let admin = app.sign_in("admin").await;
    let roles = json!({ "roles": [{ "role": "unit_head", "unit_id": app.districts[0] }, { "role": "unit_member", "unit_id": app.districts[1] }] });
    admin
        .change(Method::PUT, &format!("/users/{id}/roles"), &json!(1), &roles)
        .await
        .is(StatusCode::OK);
    assert_eq!(
        take(
            &app,
            Mail {
                from: "head-03",
                subject: "دوربین",
                ..Mail::default()
            }
        )
        .await,
        "taken"
    );
    let head = app.sign_in("head-03").await;
    let drafts = head.get("/requests?state=draft").await.is(StatusCode::OK);
    assert_eq!(drafts["items"][0]["unit"]["id"], json!(app.districts[0]));
}

/// Hands a mail to the program, as a mail server does; its exit code and what it says.
fn hand_over(app: &TestApp, more: &[(&str, &str)], arguments: &[&str], raw: &[u8]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hamahang"));
    command
        .args(["mail", "receive"])
        .args(arguments)
        .env_clear()
        .env("HAMAHANG_DATA_DIR", app.folder.path())
        .env("DATABASE_URL", &app.db.settings().database_url)
        .env("HAMAHANG_MAIL_FROM", "hamahang@pr.test")
        .env("HAMAHANG_MAIL_REPLY_ADDRESS", "requests@pr.test")
        .envs(more.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // It may end before it has read all.
    child.stdin.take().unwrap().write_all(raw).ok();
    let done = child.wait_with_output().expect("it ends");
    (
        done.status.code().expect("a code"),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    )
}

with_mail! {
    async fn a_mail_server_learns_whether_it_may_forget_the_mail(app) {
        let (head, request) = in_work(&app).await;
        let address = answers_to(&app, &request);
        let raw = Mail { to: "undisclosed".into(), ..Mail::default() }.raw();
        let (app, head, raw) = tokio::task::spawn_blocking(move || {
            let by = ["--sender", "head-01@demo.test", "--recipient", &address];
            assert_eq!(hand_over(&app, &[], &by, &raw), (0, String::new()));
            assert_eq!(hand_over(&app, &[], &by, &raw), (0, String::new()), "again");
            let out_of_office = Mail { id: "ooo", to: address.clone(), ..Mail::default() }.raw();
            assert_eq!(hand_over(&app, &[], &["--sender", "", "--recipient", &address], &out_of_office).0, 0);
            let long = [&raw[..], &vec![b'x'; 1 << 20]].concat();
            let (code, said) = hand_over(&app, &[("HAMAHANG_MAIL_IN_MAX_MIB", "1")], &by, &long);
            assert_eq!((code, said.contains("larger than")), (65, true), "{said}");
            assert_eq!(hand_over(&app, &[], &by, b"\r\n").0, 65, "no mail");
            // None of these is the mail's fault.
            let gone = [("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")];
            assert_eq!(hand_over(&app, &gone, &by, &raw).0, 75);
            assert_eq!(hand_over(&app, &[("HAMAHANG_NO_SUCH", "1")], &by, &raw).0, 75);
            assert_eq!(hand_over(&app, &[], &["--no-such"], &raw).0, 75);
            let empty = format!("sqlite:{}", app.folder.path().join("other.db").display());
            assert_eq!(hand_over(&app, &[("DATABASE_URL", &empty)], &by, &raw).0, 75, "not migrated");
            (app, head, raw)
        })
        .await
        .unwrap();
        assert!(!raw.is_empty());
        let request = head.get("/requests/1398-0001").await.is(StatusCode::OK);
        assert_eq!(comments(&head, &request).await.len(), 1);
        let director = app.sign_in("director").await;
        assert_eq!(reasons(&director, "ignored").await, ["automatic"]);
    }
}
