//! Papers in mails: the agenda and minutes as PDF, Word and a date, kept once however many read them, with nothing private in
//! them; without the program that sets PDF the mail says so; guests read them by their link, where they may.

use chrono::TimeDelta;
use diesel::RunQueryDsl;
use diesel::sql_types::BigInt;
use mail_parser::{Message, MessageParser, MimeHeaders};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::cluster;
use crate::meetings::{act, generate, outcome, plan, raise, series};
use crate::minutes::{finalise, mark};
use crate::on_both;
use crate::requests::petty_cash;
use crate::smtp::{Received, SmtpServer, Tls};

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

async fn count(app: &TestApp, query: &'static str) -> i64 {
    let db = app.db.clone();
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).get_result::<Count>(c)?.count));
    tokio::task::spawn_blocking(read).await.unwrap().unwrap()
}

/// Files of a mail: name and type.
fn files(message: &Message<'_>) -> Vec<(String, String)> {
    let kind = |part: &mail_parser::MessagePart<'_>| {
        let kind = part.content_type().unwrap();
        format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())
    };
    let named = message
        .attachments()
        .filter_map(|part| Some((part.attachment_name()?.to_owned(), kind(part))));
    named.collect()
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn file(name: &str, kind: &str) -> (String, String) {
    (name.to_owned(), kind.to_owned())
}

/// The mails of a kind to somebody.
fn of<'a>(all: &'a [Received], kind: &str, to: &str) -> Vec<&'a Received> {
    let header = format!("X-Hamahang-Event: {kind}\r\n");
    let is = |m: &&Received| m.to == [to] && String::from_utf8_lossy(&m.raw).contains(&header);
    all.iter().filter(is).collect()
}

async fn sending(server: &SmtpServer, postgres: bool, more: &[(&str, &str)]) -> TestApp {
    let database = if postgres {
        Some(tokio::task::spawn_blocking(cluster::database).await.unwrap())
    } else {
        None
    };
    let own = server.settings();
    let own = own.iter().map(|(k, v)| (*k, v.as_str())).chain(more.iter().copied());
    TestApp::start(database, &own.collect::<Vec<_>>()).await
}

/// Waits until nothing waits in the outbox.
async fn sent(app: &TestApp) {
    while count(app, "SELECT count(*) AS count FROM outbox WHERE state <> 'sent'").await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// A meeting with a guest, and an agenda with something private on it.
async fn planned(app: &TestApp) -> (Client, Value) {
    let director = app.sign_in("director").await;
    let mut private = petty_cash(app);
    private["title"] = json!("موضوع پنهان");
    private["private"] = json!(true);
    app.sign_in("head-01")
        .await
        .post("/requests", &private)
        .await
        .is(StatusCode::CREATED);
    raise(app, "دوربین عکاسی", None).await;
    let meeting = plan(&director, &series(&director).await, "2019-12-03").await;
    let version = director
        .get(&format!("/meetings/{}", meeting["id"]))
        .await
        .is(StatusCode::OK)["version"]
        .clone();
    let guests = json!({ "guests": [{ "name": "خبرنگار", "email": "reporter@example.org" }] });
    director
        .change(
            Method::PATCH,
            &format!("/meetings/{}", meeting["id"]),
            &version,
            &guests,
        )
        .await
        .is(StatusCode::OK);
    generate(&director, &meeting).await;
    (director, meeting)
}

async fn an_agenda_is_mailed(postgres: bool) {
    let server = SmtpServer::start(Tls::None, None);
    let app = sending(&server, postgres, &[]).await;
    let (director, meeting) = planned(&app).await;
    act(&director, &meeting, "publish_agenda").await;
    sent(&app).await;
    let all = server.messages();
    for to in ["head-01@demo.test", "head-02@demo.test", "reporter@example.org"] {
        let [mail] = of(&all, "agenda_published", to)[..] else {
            panic!("one mail to {to}")
        };
        let message = MessageParser::default().parse(&mail.raw).unwrap();
        let wanted = [
            file("invite.ics", "application/ics"),
            file("دستور جلسه نشست ۲.pdf", "application/pdf"),
            file("دستور جلسه نشست ۲.docx", WORD),
        ];
        assert_eq!(files(&message), wanted, "{to}");
        let parts: Vec<_> = message.attachments().collect();
        let date = std::str::from_utf8(parts[0].contents()).unwrap();
        assert!(
            date.contains("METHOD:PUBLISH") && date.contains("UID:meeting-1@"),
            "{date}"
        );
        assert!(parts[1].contents().starts_with(b"%PDF-"));
        let word = crate::papers::inside(parts[2].contents(), "word/document.xml");
        assert!(
            word.contains("دوربین عکاسی") && word.contains("درخواست محرمانه"),
            "{word}"
        );
        assert!(
            !word.contains("موضوع پنهان") && !word.contains("پنجاه میلیون"),
            "nothing private is passed on"
        );
        let text = message.body_text(0).unwrap();
        assert!(text.contains("پیوست این نامه است") && !text.contains("PDF"), "{text}");
    }
    let papers = count(&app, "SELECT count(*) AS count FROM mail_papers").await;
    assert_eq!(papers, 1, "kept once");
}

#[tokio::test]
async fn an_agenda_is_mailed_as_pdf_word_and_date_on_sqlite() {
    an_agenda_is_mailed(false).await;
}

#[tokio::test]
async fn an_agenda_is_mailed_as_pdf_word_and_date_on_postgres() {
    an_agenda_is_mailed(true).await;
}

#[tokio::test]
async fn without_the_program_the_mail_says_so_and_brings_word() {
    let server = SmtpServer::start(Tls::None, None);
    let app = sending(&server, false, &[("pdf_program", "/nowhere/hamahang-pdf")]).await;
    let (director, meeting) = planned(&app).await;
    act(&director, &meeting, "publish_agenda").await;
    sent(&app).await;
    let all = server.messages();
    let mail = of(&all, "agenda_published", "head-02@demo.test")[0];
    let message = MessageParser::default().parse(&mail.raw).unwrap();
    let wanted = [
        file("invite.ics", "application/ics"),
        file("دستور جلسه نشست ۲.docx", WORD),
    ];
    assert_eq!(files(&message), wanted);
    let said = "این سامانه PDF نمی‌سازد";
    assert!(message.body_text(0).unwrap().contains(said) && message.body_html(0).unwrap().contains(said));
}

#[tokio::test]
async fn minutes_go_to_who_was_there_in_review_and_approved() {
    let server = SmtpServer::start(Tls::None, None);
    let app = sending(&server, false, &[]).await;
    let (director, meeting) = planned(&app).await;
    act(&director, &meeting, "start").await;
    let agenda = director
        .get(&format!("/meetings/{}/agenda", meeting["id"]))
        .await
        .is(StatusCode::OK);
    for line in agenda["items"].as_array().unwrap() {
        outcome(
            &director,
            &meeting,
            line,
            &json!({ "kind": "decision", "text": "خرید شود" }),
        )
        .await
        .is(StatusCode::CREATED);
    }
    mark(&director, &meeting, &[("head-01", "present"), ("head-02", "absent")]).await;
    let guest = director
        .get(&format!("/meetings/{}", meeting["id"]))
        .await
        .is(StatusCode::OK)["guests"][0]["id"]
        .clone();
    let path = format!("/meetings/{}/attendance", meeting["id"]);
    let came = json!([{ "guest_id": guest, "status": "present" }]);
    director
        .call(Method::PUT, &path, Some(&came), &[("if-match", "*")])
        .await
        .is(StatusCode::OK);
    act(&director, &meeting, "finish").await;
    finalise(&director, &meeting).await.is(StatusCode::OK);
    sent(&app).await;
    let all = server.messages();
    let wanted = [
        file("صورت‌جلسه نشست ۲.pdf", "application/pdf"),
        file("صورت‌جلسه نشست ۲.docx", WORD),
    ];
    let review = of(&all, "minutes_review", "head-01@demo.test")[0];
    assert_eq!(files(&MessageParser::default().parse(&review.raw).unwrap()), wanted);
    assert_eq!(
        of(&all, "minutes_review", "reporter@example.org").len(),
        0,
        "guests do not object"
    );
    app.advance(TimeDelta::days(30));
    hamahang::meetings::minutes::silence::go(&app.db).await.unwrap();
    sent(&app).await;
    let all = server.messages();
    for to in ["head-01@demo.test", "reporter@example.org"] {
        let mail = of(&all, "minutes_approved", to)[0];
        let message = MessageParser::default().parse(&mail.raw).unwrap();
        assert_eq!(files(&message), wanted, "{to}");
        let parts: Vec<_> = message.attachments().collect();
        let word = crate::papers::inside(parts[1].contents(), "word/document.xml");
        assert!(
            word.contains("بند محرمانه") && !word.contains("موضوع پنهان") && word.contains("/verify/"),
            "{word}"
        );
    }
    assert_eq!(of(&all, "minutes_approved", "head-02@demo.test").len(), 0);
    // The guest's link now leads to what is theirs.
    let mail = of(&all, "minutes_approved", "reporter@example.org")[0];
    let message = MessageParser::default().parse(&mail.raw).unwrap();
    let text = message.body_text(0).unwrap();
    let link = text
        .split_whitespace()
        .find_map(|w| w.strip_prefix("http://hamahang.test/invitation/"))
        .unwrap();
    let nobody = app.nobody();
    let page = nobody.get(&format!("/invitation/{link}")).await;
    assert!(
        page.status == StatusCode::OK && !page.text.contains("<form") && page.text.contains("minutes.pdf"),
        "{}",
        page.text
    );
    let minutes = nobody.get(&format!("/invitation/{link}/minutes.html")).await;
    assert!(
        minutes.text.contains("خرید شود") && !minutes.text.contains("موضوع پنهان"),
        "{}",
        minutes.text
    );
    assert_eq!(
        nobody.get(&format!("/invitation/{link}x/minutes.html")).await.status,
        StatusCode::NOT_FOUND
    );
}

/// The link in the latest mail to the guest.
async fn link(app: &TestApp) -> String {
    #[derive(diesel::QueryableByName)]
    struct Body {
        #[diesel(sql_type = diesel::sql_types::Text)]
        body_text: String,
    }
    let db = app.db.clone();
    let query = "SELECT body_text FROM outbox WHERE to_address = 'reporter@example.org' ORDER BY id DESC LIMIT 1";
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).get_result::<Body>(c)?.body_text));
    let text = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
    let link = text
        .split_whitespace()
        .find_map(|w| w.strip_prefix("http://hamahang.test"));
    link.unwrap().to_owned()
}

on_both! {
    async fn guests_read_the_agenda_by_their_link_once_it_is_published(app) {
        let (director, meeting) = planned(&app).await;
        let nobody = app.nobody();
        let first = link(&app).await;
        let page = nobody.get(&first).await;
        assert!(page.text.contains("<form") && !page.text.contains("agenda."), "{}", page.text);
        assert_eq!(nobody.get(&format!("{first}/agenda.html")).await.status, StatusCode::NOT_FOUND, "not published");
        act(&director, &meeting, "publish_agenda").await;
        let second = link(&app).await;
        assert_eq!(nobody.get(&first).await.status, StatusCode::NOT_FOUND, "the latest link alone works");
        let page = nobody.get(&second).await;
        assert!(page.text.contains("<form") && page.text.contains(&format!("{second}/agenda.docx")), "{}", page.text);
        let agenda = nobody.get(&format!("{second}/agenda.html")).await;
        assert!(agenda.text.contains("دوربین عکاسی") && !agenda.text.contains("موضوع پنهان"), "{}", agenda.text);
        for wrong in ["minutes.html", "agenda.odt", "brief.html"] {
            assert_eq!(nobody.get(&format!("{second}/{wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        act(&director, &meeting, "start").await;
        let page = nobody.get(&second).await;
        assert!(page.status == StatusCode::OK && !page.text.contains("<form"), "no more answers: {}", page.text);
        let form = reqwest::Client::new().post(format!("{}{second}", app.base)).header("sec-fetch-site", "same-origin");
        let late = form.header("content-type", "application/x-www-form-urlencoded").body("answer=accept").send().await.unwrap();
        assert_eq!(late.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn where_guests_may_not_read_papers_they_get_none() {
    let app = TestApp::start(None, &[("guests_read_papers", "false")]).await;
    let (director, meeting) = planned(&app).await;
    let invited = link(&app).await;
    act(&director, &meeting, "publish_agenda").await;
    assert_eq!(link(&app).await, invited, "no mail");
    let page = app.nobody().get(&invited).await;
    assert!(
        page.status == StatusCode::OK && !page.text.contains("agenda."),
        "{}",
        page.text
    );
    assert_eq!(
        app.nobody().get(&format!("{invited}/agenda.html")).await.status,
        StatusCode::NOT_FOUND
    );
}
