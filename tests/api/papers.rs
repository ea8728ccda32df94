//! What a meeting hands out: its agenda as a page, PDF and Word, its data as a workbook, its date for calendars.

use std::io::Read;

use reqwest::StatusCode;
use serde_json::json;

use crate::app::{Client, TestApp};
use crate::meetings::{generate, plan, raise, series};
use crate::on_both;

/// A file of a ZIP.
pub fn inside(zip: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

async fn prepared(app: &TestApp) -> (Client, String) {
    let director = app.sign_in("director").await;
    let series = series(&director).await;
    raise(app, "دوربین <b>عکاسی</b> & سه‌پایه", None).await;
    raise(app, "تنخواه برای خریدهای خرد", None).await;
    let meeting = plan(&director, &series, "2019-12-24").await;
    generate(&director, &meeting).await;
    (director, format!("/meetings/{}/agenda", meeting["id"]))
}

on_both! {
    async fn an_agenda_is_handed_out_in_every_form(app) {
        let (director, agenda) = prepared(&app).await;
        let page = director.get(&format!("{agenda}.html")).await;
        for said in ["شهرداری", "پیش‌نویس", "سه‌شنبه ۳ دی ۱۳۹۸", "دوربین &#60;b&#62;عکاسی", "پنجاه میلیون ریال"] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        let word = director.download(&format!("{agenda}.docx")).await;
        let document = inside(&word, "word/document.xml");
        assert!(!document.contains("<b>") && document.contains("&amp; سه‌پایه") && document.contains("پنجاه میلیون ریال"), "{document}");
        let book = director.download(&format!("{agenda}.xlsx")).await;
        let (sheets, texts) = (inside(&book, "xl/workbook.xml"), inside(&book, "xl/sharedStrings.xml"));
        assert!(["دستور جلسه", "نتایج", "دعوت‌شدگان"].iter().all(|sheet| sheets.contains(sheet)), "{sheets}");
        assert!(texts.contains("تنخواه برای خریدهای خرد") && inside(&book, "xl/worksheets/sheet1.xml").contains("50000000"), "{texts}");
        let date = String::from_utf8(director.download(&format!("{agenda}.ics")).await).unwrap();
        for said in ["METHOD:PUBLISH", "UID:meeting-1@localhost", "DTSTART:20191224T063000Z", "DTEND:20191224T083000Z", "STATUS:CONFIRMED"] {
            assert!(date.contains(said), "{said}: {date}");
        }
        let pdf = director.download(&format!("{agenda}.pdf")).await;
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 10_000, "{} bytes", pdf.len());
        director.get(&format!("{agenda}.odt")).await.refuses(StatusCode::NOT_FOUND, "not_found");
        let other = app.sign_in("owner-it").await;
        for form in ["html", "pdf", "docx", "xlsx", "ics"] {
            other.get(&format!("{agenda}.{form}")).await.refuses(StatusCode::NOT_FOUND, "not_found");
        }
    }
}

on_both! {
    async fn amounts_are_only_for_who_may_see_the_request(app) {
        let (director, agenda) = prepared(&app).await;
        let meeting = agenda.trim_end_matches("/agenda").to_owned();
        let version = director.get(&meeting).await.is(StatusCode::OK)["version"].clone();
        director.change(reqwest::Method::POST, &format!("{meeting}/actions/publish_agenda"), &version, &json!({})).await.is(StatusCode::OK);
        for (who, sees) in [("director", true), ("head-01", true), ("head-02", false)] {
            let page = app.sign_in(who).await.get(&format!("{agenda}.html")).await;
            assert!(page.text.contains("تنخواه برای خریدهای خرد"), "{who} reads the line");
            assert_eq!(page.text.contains("پنجاه میلیون"), sees, "{who} reads the amount");
            assert!(!page.text.contains("class=\"mark\""), "published");
        }
    }
}

#[tokio::test]
async fn without_the_program_there_is_no_pdf_but_all_else() {
    let app = TestApp::start(None, &[("pdf_program", "/nowhere/hamahang-pdf")]).await;
    let (director, agenda) = prepared(&app).await;
    let refused = director.get(&format!("{agenda}.pdf")).await;
    refused.refuses(StatusCode::NOT_IMPLEMENTED, "pdf_unavailable");
    director.download(&format!("{agenda}.docx")).await;
    director.get(&format!("{agenda}.html")).await;
}

#[tokio::test]
async fn pages_to_print_have_their_font() {
    let app = TestApp::sqlite().await;
    for (name, status) in [
        ("Vazirmatn-Regular.ttf", 200),
        ("Vazirmatn-Bold.ttf", 200),
        ("..%2Fx", 404),
        ("other.ttf", 404),
    ] {
        let answer = reqwest::get(format!("{}/fonts/{name}", app.base)).await.unwrap();
        assert_eq!(answer.status(), status, "{name}");
    }
}
