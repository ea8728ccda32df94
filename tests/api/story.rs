//! Three meetings of the real series, replayed through the API on both databases: what was raised is routed, comes onto the
//! agenda, has outcomes, is minuted; promises are kept and broken; what is left open comes back. What people read of it
//! (agendas, minutes, mails) is compared with reviewed snapshots: a change of a word anywhere shows here.

use std::fmt::Write;

use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use hamahang::meetings::minutes::silence;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::meetings::{act, generate, outcome, person, plan};
use crate::minutes::{answer, finalise, mark, minutes, path, until, write};
use crate::on_both;

on_both! {
    async fn the_meetings_go_on_until_every_problem_is_solved(app) {
        let story = Story { app: &app };
        let director = story.sign_in("director").await;
        story.route_equipment_and_money(&director).await;
        let series = json!({ "title": "نشست هماهنگی روابط عمومی‌ها", "place": "سالن جلسات شهرداری", "chair_id": 1, "last_number": 1 });
        let series = director.post("/meeting-series", &series).await.is(StatusCode::CREATED);

        // The second meeting, on 12 Azar 1398: everything is raised in it.
        let second = plan(&director, &series, "2019-12-03").await;
        act(&director, &second, "start").await;
        let camera = story.raise("head-01", "equipment", "نداشتن دوربين عكاسي", &second, false).await;
        let course = story.raise("head-02", "training", "برگزاری دوره‌های آموزشی", &second, false).await;
        let cash = story.raise("head-01", "petty_cash", "در اختیار نهادن تنخواه‌گردان", &second, false).await;
        let private = story.raise("head-01", "stray_duty", "تهیهٔ آمارهای مداوم برای بخش دیگر", &second, true).await;
        director.act(&camera, "accept", &json!({})).await.is(StatusCode::OK);
        director.act(&cash, "accept", &json!({})).await.is(StatusCode::OK);
        let agenda = generate(&director, &second).await;
        snapshot("agenda_2", &told_agenda(&agenda));
        let it = person(&director, "owner-it@demo.test").await;
        let me = person(&director, "director@demo.test").await;
        story.outcome(&director, &second, &camera, json!({ "kind": "commitment", "text": "خرید یک دوربین عکاسی", "who_id": it, "due_on": "2019-12-18" })).await;
        story.outcome(&director, &second, &course, json!({ "kind": "commitment", "text": "برگزاری نخستین دورهٔ خبرنویسی", "who_id": me, "due_on": "2019-12-22" })).await;
        story.outcome(&director, &second, &cash, json!({ "kind": "solved", "text": "تنخواه واحدها تأیید شد." })).await;
        mark(&director, &second, &[("head-01", "present"), ("head-02", "substitute")]).await;
        act(&director, &second, "finish").await;
        let draft = minutes(&director, &second).await;
        write(&director, &second, &draft["paragraphs"][0], &json!(0), "مدیر روابط عمومی منطقهٔ ۱ گفت که عکس خبرها با تلفن همراه گرفته می‌شود.").await.is(StatusCode::OK);
        finalise(&director, &second).await.is(StatusCode::OK);

        // A unit head proposes a change, which is accepted; then silence is consent.
        until(&app, "2019-12-07T06:00:00Z");
        let head = story.sign_in("head-01").await;
        let change = json!({ "kind": "change", "item_id": draft["paragraphs"][0]["item_id"], "text": "تلفن‌ها شخصی است.",
            "proposed": "مدیر روابط عمومی منطقهٔ ۱ گفت که عکس خبرها با تلفن همراه شخصی گرفته می‌شود." });
        let change = head.post(&path(&second, "/remarks"), &change).await.is(StatusCode::CREATED);
        until(&app, "2019-12-08T06:00:00Z");
        let director = story.sign_in("director").await;
        answer(&director, &change, "accept", &json!({ "answer": "درست است؛ اصلاح شد." })).await.is(StatusCode::OK);
        until(&app, "2019-12-15T20:30:00Z");
        silence::go(&app.db).await.unwrap();
        let head = story.sign_in("head-02").await;
        let approved = minutes(&head, &second).await;
        snapshot("minutes_2", &told_minutes(&approved));

        // The course was held in time; the camera was not bought.
        let director = story.sign_in("director").await;
        story.keep(&director, "برگزاری نخستین دورهٔ خبرنویسی").await;

        // The third meeting, on 3 Dey: late promises first, then what was left open.
        until(&app, "2019-12-21T06:00:00Z");
        let director = story.sign_in("director").await;
        let third = plan(&director, &series, "2019-12-24").await;
        story.file("head-02", "press_tour", "تورهای خبری").await;
        let agenda = generate(&director, &third).await;
        snapshot("agenda_3", &told_agenda(&agenda));
        act(&director, &third, "publish_agenda").await;
        until(&app, "2019-12-24T06:30:00Z");
        let director = story.sign_in("director").await;
        act(&director, &third, "start").await;
        mark(&director, &third, &[("head-01", "present"), ("head-02", "absent")]).await;
        let late = agenda["items"].as_array().unwrap().iter().find(|i| i["kind"] == "commitment").unwrap();
        let again = json!({ "kind": "deferred", "text": "فروشنده هنوز تحویل نداده است.", "due_on": "2020-01-08" });
        outcome(&director, &third, late, &again).await.is(StatusCode::CREATED);
        story.outcome(&director, &third, &camera, json!({ "kind": "decision", "text": "تا تحویل دوربین، از دوربین مدیریت ارتباطات استفاده شود." })).await;
        story.outcome(&director, &third, &course, json!({ "kind": "solved", "text": "نخستین دوره در ۳۰ آذر برگزار شد." })).await;
        story.outcome(&director, &third, &private, json!({ "kind": "decision", "text": "با بخش درخواست‌کننده مکاتبه شود." })).await;
        act(&director, &third, "finish").await;
        finalise(&director, &third).await.is(StatusCode::OK);
        until(&app, "2019-12-31T20:30:00Z");
        silence::go(&app.db).await.unwrap();
        let director = story.sign_in("director").await;
        snapshot("minutes_3_as_the_director_reads_them", &told_minutes(&minutes(&director, &third).await));
        let other = story.sign_in("head-02").await;
        snapshot("minutes_3_as_another_unit_reads_them", &told_minutes(&minutes(&other, &third).await));

        // The fourth, on 24 Dey: the promise is broken a second time; what is still open, and nothing that was solved.
        until(&app, "2020-01-12T06:00:00Z");
        let director = story.sign_in("director").await;
        let fourth = plan(&director, &series, "2020-01-14").await;
        let agenda = generate(&director, &fourth).await;
        snapshot("agenda_4", &told_agenda(&agenda));
        let secrets = [approved["hash"].clone(), minutes(&director, &third).await["hash"].clone()];
        snapshot("mails", &story.mails(&secrets).await);
    }
}

/// The people and steps of the story.
struct Story<'a> {
    app: &'a TestApp,
}

#[derive(diesel::QueryableByName)]
struct Mail {
    #[diesel(sql_type = Text)]
    to_address: String,
    #[diesel(sql_type = Text)]
    subject: String,
    #[diesel(sql_type = Text)]
    body_text: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

fn snapshot(name: &str, told: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/story" }, {
        insta::assert_snapshot!(name, told);
    });
}

impl Story<'_> {
    async fn sign_in(&self, who: &str) -> Client {
        self.app.sign_in(who).await
    }

    async fn route_equipment_and_money(&self, director: &Client) {
        let rule = |name: &str, category: &str, desk| json!({ "name": name, "conditions": { "categories": [category] }, "target": { "desk_id": desk } });
        let rules = json!({ "rules": [rule("تجهیزات", "equipment", self.app.it), rule("تنخواه", "petty_cash", self.app.finance)] });
        director
            .change(Method::PUT, "/routing/rules", &json!(0), &rules)
            .await
            .is(StatusCode::OK);
    }

    fn request(&self, who: &str, category: &str, title: &str) -> Value {
        let unit = if who == "head-01" {
            self.app.districts[0]
        } else {
            self.app.districts[1]
        };
        let details = match category {
            "equipment" => {
                json!({ "items": [{ "name": "دوربین عکاسی", "kind": "photo_camera", "quantity": 1, "have_now": 0, "unit_price_rials": 180_000_000, "justification": "پوشش خبری" }] })
            }
            "training" => json!({ "topic": "خبرنویسی", "level": "beginner", "people": 2, "format": "in_person" }),
            "petty_cash" => json!({ "amount_rials": 50_000_000, "purpose": "خریدهای خرد" }),
            "stray_duty" => {
                json!({ "delegating_department": "معاونت برنامه‌ریزی", "duty": "تهیهٔ آمار", "hours_per_month": 12, "recurrence": "recurring" })
            }
            _ => json!({ "destination": "پارک جنگلی", "people": 12 }),
        };
        json!({ "category": category, "unit_id": unit, "title": title, "details": details })
    }

    /// Raised on the spot.
    async fn raise(&self, who: &str, category: &str, title: &str, meeting: &Value, private: bool) -> Value {
        let mut body = self.request(who, category, title);
        body["raised_in"] = meeting["id"].clone();
        body["private"] = json!(private);
        self.sign_in(who)
            .await
            .post("/requests", &body)
            .await
            .is(StatusCode::CREATED)
    }

    /// Filed between meetings.
    async fn file(&self, who: &str, category: &str, title: &str) -> Value {
        let body = self.request(who, category, title);
        self.sign_in(who)
            .await
            .post("/requests", &body)
            .await
            .is(StatusCode::CREATED)
    }

    /// Records what came of the line that a request has.
    async fn outcome(&self, director: &Client, meeting: &Value, request: &Value, body: Value) {
        let agenda = director
            .get(&format!("/meetings/{}/agenda", meeting["id"]))
            .await
            .is(StatusCode::OK);
        let mut lines = agenda["items"].as_array().unwrap().iter();
        let line = lines.find(|i| i["request"]["id"] == request["id"]).expect("a line");
        outcome(director, meeting, line, &body).await.is(StatusCode::CREATED);
    }

    async fn keep(&self, director: &Client, text: &str) {
        let all = director.get("/commitments").await.is(StatusCode::OK);
        let promise = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["text"] == text)
            .expect("a promise")
            .clone();
        let path = format!("/commitments/{}/actions/keep", promise["id"]);
        director
            .change(Method::POST, &path, &promise["version"], &json!({}))
            .await
            .is(StatusCode::OK);
    }

    /// All mails of the story, in order: whom each went to, its subject, and the whole of what it says when it is about a
    /// meeting, its minutes or a promise. Codes and hashes are left out.
    async fn mails(&self, hashes: &[Value]) -> String {
        let db = self.app.db.clone();
        let query = "SELECT to_address, subject, body_text, kind FROM outbox ORDER BY id";
        let read = move || db.read_now(|c, _| Ok(diesel::sql_query(query).load::<Mail>(c)?));
        let mails = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
        let mut told = String::new();
        for mail in mails {
            writeln!(told, "=== {} → {}: {}", mail.kind, mail.to_address, mail.subject).unwrap();
            let whole = ["meeting_", "agenda_", "minutes_", "commitment_"];
            if whole.iter().any(|kind| mail.kind.starts_with(kind)) {
                writeln!(told, "{}\n", mail.body_text.trim_end()).unwrap();
            }
        }
        for hash in hashes {
            told = told.replace(hash.as_str().unwrap(), "HASH");
        }
        let mut parts = told.split("/verify/");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, rest| {
            format!("{all}/verify/CODE{}", rest.get(20..).unwrap_or_default())
        })
    }
}

/// An agenda as a table for people.
fn told_agenda(agenda: &Value) -> String {
    let mut told = String::new();
    for list in ["items", "overflow"] {
        for line in agenda[list].as_array().unwrap() {
            let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
            let number = line["request"]["number"].as_str().unwrap_or("-");
            writeln!(
                told,
                "{list} {}. [{}] {number} {} ({} min): {}",
                line["position"],
                text("kind"),
                text("title"),
                line["minutes"],
                text("reason")
            )
            .unwrap();
        }
    }
    told
}

/// Minutes as a text for people.
fn told_minutes(minutes: &Value) -> String {
    let head = &minutes["head"];
    let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    let mut told = format!(
        "{} {}, {}, {}, version {}, silent: {}\n",
        text(&head["series"]),
        head["number"],
        text(&head["held_on"]),
        text(&minutes["state"]),
        minutes["text_version"],
        minutes["approval"]["by"].is_null()
    );
    for one in head["attendance"].as_array().unwrap() {
        writeln!(
            told,
            "- {} ({}): {} {}",
            text(&one["user"]["name"]),
            text(&one["unit"]),
            text(&one["status"]),
            text(&one["substitute_name"])
        )
        .unwrap();
    }
    for one in minutes["paragraphs"].as_array().unwrap() {
        writeln!(
            told,
            "{}. {} {} (discussed: {})",
            one["number"],
            text(&one["request"]),
            text(&one["title"]),
            one["discussed"]
        )
        .unwrap();
        if one["text"] != "" {
            writeln!(told, "   «{}»", text(&one["text"])).unwrap();
        }
        for o in one["outcomes"].as_array().unwrap() {
            writeln!(
                told,
                "   {}: {} {} {}",
                text(&o["kind"]),
                text(&o["text"]),
                text(&o["who"]["name"]),
                text(&o["due_on"])
            )
            .unwrap();
        }
    }
    told
}
