//! Tables in and out: units, people and old requests from spreadsheets, tried first, taken whole or not at all, and the
//! same twice changes nothing.

use diesel::RunQueryDsl;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::{Client, TestApp, fields};
use crate::on_both;
use crate::requests::petty_cash;

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Created, changed, unchanged.
fn counts(report: &Value) -> [i64; 3] {
    ["created", "changed", "unchanged"].map(|key| report[key].as_i64().unwrap())
}

/// Pointers and codes of a report's faults.
fn faults(report: &Value) -> Vec<(String, String)> {
    fields(&json!({ "errors": report["errors"] }))
}

fn told(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .map(|(at, code)| ((*at).to_owned(), (*code).to_owned()))
        .collect()
}

async fn take(client: &Client, path: &str, text: &str) -> Value {
    client.upload(path, CSV, text.to_owned()).await.is(StatusCode::OK)
}

async fn unit(client: &Client, name: &str) -> Value {
    let page = client.get("/units?limit=200").await.is(StatusCode::OK);
    let items = page["items"].as_array().unwrap().clone();
    items
        .into_iter()
        .find(|unit| unit["name"] == name)
        .unwrap_or(Value::Null)
}

/// What is exported is imported with nothing changed, in both forms.
async fn comes_back_unchanged(client: &Client, what: &str, rows: i64) {
    for (format, kind) in [("csv", CSV), ("xlsx", XLSX)] {
        let file = client.download(&format!("/{what}/export.{format}")).await;
        let report = client
            .upload(&format!("/{what}/imports"), kind, file)
            .await
            .is(StatusCode::OK);
        assert_eq!(counts(&report), [0, 0, rows], "{what}.{format}: {report}");
    }
}

on_both! {
    async fn units_come_from_a_file_whole_or_not_at_all(app) {
        let admin = app.sign_in("admin").await;
        // The parent comes after what is below it; Arabic letters and Persian digits.
        let good = "\u{feff}نام واحد;نوع;واحد بالادست;رایانامهٔ مسئول واحد;تعداد كاركنان;رایانامه\n\
            منطقهٔ ۳;منطقه;معاونت تازه;head-01@demo.test;۲;\n\
            معاونت تازه;معاونت;;nobody@demo.test;۱٬۰۰۰;pr@demo.test\n\
            منطقه ۱;;;;۲;\n";
        let report = take(&admin, "/units/imports?dry_run=true", good).await;
        assert_eq!((report["dry_run"].clone(), counts(&report)), (json!(true), [2, 1, 0]), "{report}");
        assert_eq!(report["rows"][2], json!({ "row": 4, "name": "منطقه ۱", "outcome": "changed", "fields": ["parent", "staff_count"] }));
        assert_eq!((&report["notes"][0]["row"], &report["notes"][0]["column"]), (&json!(3), &json!("D")), "{report}");
        assert_eq!(unit(&admin, "منطقهٔ ۳").await, Value::Null, "a dry run changes nothing");

        let report = take(&admin, "/units/imports", good).await;
        assert_eq!(counts(&report), [2, 1, 0]);
        let (child, parent) = (unit(&admin, "منطقهٔ ۳").await, unit(&admin, "معاونت تازه").await);
        assert_eq!((&child["parent_id"], &child["staff_count"], &child["head"]["name"]), (&parent["id"], &json!(2), &json!("head-01")));
        assert_eq!((&parent["staff_count"], &parent["email"], &parent["at_risk"]), (&json!(1000), &json!("pr@demo.test"), &json!(false)));
        let first = unit(&admin, "منطقهٔ ۱").await;
        assert_eq!((&first["staff_count"], &first["parent_id"], &first["version"]), (&json!(2), &Value::Null, &json!(2)), "its spelling stays");

        let again = take(&admin, "/units/imports", good).await;
        assert_eq!((counts(&again), again["rows"].clone()), ([0, 0, 3], json!([])), "{again}");
        assert_eq!(unit(&admin, "منطقهٔ ۱").await, first, "the same file twice changes nothing");
        comes_back_unchanged(&admin, "units", 5).await;
    }
}

on_both! {
    async fn every_fault_of_a_file_of_units_is_told_by_row_and_column(app) {
        let admin = app.sign_in("admin").await;
        let bad = "name,kind,parent,staff_count,email\n\
            الف,district,ب,1,\n\
            ب,district,الف,1,\n\
            پ,ولایت,نیست,سه,کجا\n\
            پ,district,,1,\n\
            منطقهٔ ۲,,,99999,\n\
            ت,,,,,surplus\n\
            !,district,,,\n";
        let wanted = told(&[
            ("/2/C", "conflict"), ("/3/C", "conflict"),
            ("/4/B", "invalid"), ("/4/D", "wrong_type"), ("/4/E", "invalid"),
            ("/5/A", "conflict"), ("/6/D", "out_of_range"), ("/7/B", "required"), ("/7/F", "invalid"), ("/8/A", "required"),
        ]);
        let report = take(&admin, "/units/imports?dry_run=true", bad).await;
        let mut found = faults(&report);
        found.sort();
        assert_eq!(found, wanted, "{report}");
        let problem = admin.upload("/units/imports", CSV, bad).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let mut found = fields(&problem);
        found.sort();
        assert_eq!(found, wanted, "the same, said as a problem");
        assert!(problem["errors"][0]["message"].as_str().unwrap().starts_with("Row 2, column C: "), "{problem}");
        assert_eq!(unit(&admin, "ت").await, Value::Null, "nothing of it is taken");

        let unknown = take(&admin, "/units/imports?dry_run=true", "name,colour\n").await;
        assert_eq!(faults(&unknown), told(&[("/1/B", "not_allowed")]));
        assert_eq!(unknown["errors"][0]["column"], "B");
        let many = format!("name,kind\n{}", "!,district\n".repeat(250));
        let report = take(&admin, "/units/imports?dry_run=true", &many).await;
        assert_eq!((faults(&report).len(), &report["more_errors"]), (200, &json!(50)));
        let problem = admin.upload("/units/imports", CSV, many).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(fields(&problem).len(), 201);
    }
}

on_both! {
    async fn files_that_are_no_tables_are_refused(app) {
        let admin = app.sign_in("admin").await;
        admin.upload("/units/imports", "application/json", "{}").await.refuses(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type");
        admin.upload("/units/imports", CSV, "x".repeat(5 * 1024 * 1024 + 1)).await.refuses(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
        let problem = admin.upload("/units/imports", CSV, vec![0xD3, 0xE1]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert!(problem["errors"][0]["message"].as_str().unwrap().contains("windows-1256"), "{problem}");
        let problem = admin.upload("/units/imports", XLSX, "name,kind").await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), told(&[("", "invalid")]));
        admin.get("/units/export.pdf").await.refuses(StatusCode::NOT_FOUND, "not_found");
        let head = app.sign_in("head-01").await;
        head.upload("/units/imports", CSV, "no table").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        head.upload("/users/imports", CSV, "no table").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        head.get("/users/export.csv").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        admin.upload("/requests/imports", CSV, "no table").await.refuses(StatusCode::FORBIDDEN, "forbidden");
        let seen = String::from_utf8(head.download("/units/export.csv").await).unwrap();
        assert!(seen.contains("منطقهٔ ۱") && !seen.contains("head-01@"), "addresses are for those who may list people");
    }
}

on_both! {
    async fn units_at_risk_are_found(app) {
        let head = app.sign_in("head-01").await;
        let names = async |filter: &str| -> Vec<String> {
            let page = head.get(&format!("/units?{filter}")).await.is(StatusCode::OK);
            page["items"].as_array().unwrap().iter().map(|u| u["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("at_risk=true").await, ["منطقهٔ ۱"]);
        assert_eq!(names("at_risk=false").await, ["معاونت خدمات شهری", "منطقهٔ ۲"]);
        assert_eq!(names("at_risk=false&kind=deputy").await, ["معاونت خدمات شهری"]);
        crate::absences::away(&app, "head-01", "head-02", "2019-12-10", "2019-12-12").await;
        assert_eq!(names("at_risk=true").await, Vec::<String>::new(), "somebody is named who stands in");
        let unit = head.get(&format!("/units/{}", app.districts[0])).await.is(StatusCode::OK);
        assert_eq!((&unit["at_risk"], names("at_risk=false").await.len()), (&json!(false), 3));
        app.advance(chrono::TimeDelta::days(10));
        let head = app.sign_in("head-01").await;
        assert_eq!(head.get("/units?at_risk=true").await.is(StatusCode::OK)["items"][0]["at_risk"], true, "it is over");
    }
}

on_both! {
    async fn people_come_from_a_file_with_their_roles(app) {
        let admin = app.sign_in("admin").await;
        let file = "رایانامه,نام,نقش‌ها,زبان\n\
            New-01@demo.test,كارشناس تازه,کارشناس روابط عمومی واحد: منطقه ۲؛ عضو میز: میز مالی,\n\
            new-02@demo.test,Auditor,auditor,انگلیسی\n\
            head-02@demo.test,head-02,\"unit_head: منطقهٔ ۲; unit_head: منطقهٔ ۱\",\n";
        let before = app.mails().await;
        let report = take(&admin, "/users/imports?dry_run=true&invite=true", file).await;
        assert_eq!(counts(&report), [2, 1, 0], "{report}");
        assert_eq!(report["rows"][2]["fields"], json!(["roles"]));
        assert_eq!(app.mails().await, before, "a dry run mails nobody");
        let people = async || admin.get("/users?limit=200").await.is(StatusCode::OK)["items"].as_array().unwrap().clone();
        assert_eq!(people().await.len(), 9);

        let report = take(&admin, "/users/imports", file).await;
        assert_eq!(counts(&report), [2, 1, 0]);
        assert_eq!(app.mails().await, before, "without `invite` neither does the real one");
        let all = people().await;
        let new = all.iter().find(|p| p["email"] == "new-01@demo.test").unwrap();
        assert_eq!((&new["name"], &new["has_password"], &new["locale"]), (&json!("کارشناس تازه"), &json!(false), &json!("fa")));
        assert_eq!(new["roles"], json!([
            { "role": "unit_member", "unit": { "id": app.districts[1], "name": "منطقهٔ ۲" } },
            { "role": "owner", "desk": { "id": app.finance, "name": "میز مالی" } },
        ]));
        assert_eq!(counts(&take(&admin, "/users/imports", file).await), [0, 0, 3]);
        comes_back_unchanged(&admin, "users", 11).await;

        let invited = "email,name,roles\nnew-03@demo.test,ناظر,ناظر\nnew-01@demo.test,کارشناس تازه,director\n";
        take(&admin, "/users/imports?invite=true", invited).await;
        let mut wanted = before;
        wanted.push(("invitation".into(), "new-03@demo.test".into()));
        assert_eq!(app.mails().await, wanted, "one each for the new ones");
    }
}

/// Everything that a table of people can touch, as it stands in the database.
async fn traces(app: &TestApp) -> String {
    const TRACES: &str = "SELECT (SELECT COUNT(*) || ' people, versions ' || SUM(version) FROM users)
        || (SELECT COUNT(*) || ' inactive ' FROM users WHERE NOT active) || (SELECT COUNT(*) || ' roles ' FROM role_grants)
        || (SELECT COUNT(*) || ' sessions ' FROM sessions WHERE revoked_at IS NULL)
        || (SELECT COUNT(*) || ' links ' FROM account_tokens) || (SELECT COUNT(*) || ' events ' FROM events)
        || (SELECT COUNT(*) || ' mails' FROM outbox) AS text";
    let db = app.db.clone();
    let read = move || db.read_now(|c, _| Ok(diesel::sql_query(TRACES).load::<Text>(c)?));
    let found = tokio::task::spawn_blocking(read).await.unwrap().unwrap();
    found.into_iter().map(|found| found.text).collect()
}

#[derive(diesel::QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

on_both! {
    async fn a_dry_run_of_people_leaves_no_trace(app) {
        let admin = app.sign_in("admin").await;
        let member = app.sign_in("member-01").await;
        let file = "email,name,roles,active\n\
            new-01@demo.test,تازه,auditor,\n\
            head-02@demo.test,نام دیگر,\"unit_head: منطقهٔ ۲; unit_head: منطقهٔ ۱\",\n\
            member-01@demo.test,member-01,unit_member: منطقهٔ ۱,خیر\n";
        let before = traces(&app).await;
        let report = take(&admin, "/users/imports?dry_run=true&invite=true", file).await;
        assert_eq!((counts(&report), &report["dry_run"]), ([1, 2, 0], &json!(true)), "{report}");
        assert_eq!(traces(&app).await, before);
        member.get("/auth/me").await.is(StatusCode::OK);
        let report = take(&admin, "/users/imports?invite=true", file).await;
        assert_eq!(counts(&report), [1, 2, 0], "the real one does what was told");
        assert_ne!(traces(&app).await, before);
        member.get("/auth/me").await.is(StatusCode::UNAUTHORIZED);
    }
}

on_both! {
    async fn faults_of_a_file_of_people_leave_everybody_as_they_were(app) {
        let admin = app.sign_in("admin").await;
        let bad = "email,name,roles,active\n\
            new-01@demo.test,تازه,auditor,\n\
            new-02@demo.test,,\"king\",\n\
            new-03@demo.test,ت,unit_head,\n\
            new-04@demo.test,ت,unit_head: منطقهٔ ۹,\n\
            new-05@demo.test,ت,director: منطقهٔ ۱,\n\
            nowhere,ت,director,\n\
            admin@demo.test,,,خیر\n\
            NEW-01@demo.test,تازه,auditor,\n\
            new-06@demo.test,ت,,شاید\n";
        let wanted = told(&[
            ("/10/C", "required"), ("/10/D", "invalid"),
            ("/3/B", "required"), ("/3/C", "invalid"), ("/4/C", "required"), ("/5/C", "not_found"), ("/6/C", "not_allowed"),
            ("/7/A", "invalid"), ("/8/A", "conflict"), ("/9/A", "conflict"),
        ]);
        let problem = admin.upload("/users/imports", CSV, bad).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let mut found = fields(&problem);
        found.sort();
        assert_eq!(found, wanted, "{problem}");
        let page = admin.get("/users?limit=200").await.is(StatusCode::OK);
        assert_eq!(page["items"].as_array().unwrap().len(), 9, "the admin is still there, and nobody new is");
    }
}

/// Two years of old requests, not in their order.
const OLD: &str = "شماره قدیمی,دسته,واحد,عنوان,شرح,وضعیت,تاریخ ثبت,تاریخ پایان,مبلغ,میز,تعداد,اداره\n\
    97/40,تجهیزات,منطقهٔ ۱,دوربین عکاسی,,مختومه,۱۳۹۷/۱۱/۲۰,۱۳۹۷/۱۲/۲۹,\"۳۶۰٬۰۰۰٬۰۰۰ ریال\",,۲,\n\
    97/12,تنخواه گردان,منطقه ۱,تنخواه خرید,خریدهای خرد,باز,1397-05-01,,50000000,,,\n\
    96/7,وظایف غیرمرتبط,معاونت خدمات شهری,تهیهٔ آمار,,در حال اقدام,۱۳۹۶/۲/۳۱,,,میز مالی,,معاونت برنامه‌ریزی\n\
    97/13,سایر,منطقهٔ ۲,اتاق مصاحبه,,باز,۱۳۹۷/۰۵/۰۱,,,میز فناوری اطلاعات,,\n";

on_both! {
    async fn old_requests_get_numbers_of_their_years_and_disturb_nobody(app) {
        let director = app.sign_in("director").await;
        let before = app.mails().await;
        let report = take(&director, "/requests/imports?dry_run=true", OLD).await;
        assert_eq!((counts(&report), &report["rows"][0]["name"]), ([4, 0, 0], &json!("97/40")), "{report}");
        let list = async || director.get("/requests?sort=created_at").await.is(StatusCode::OK)["items"].as_array().unwrap().clone();
        assert!(list().await.is_empty());
        let report = take(&director, "/requests/imports", OLD).await;
        assert_eq!(counts(&report), [4, 0, 0]);
        let all = list().await;
        let brief: Vec<_> = all.iter().map(|r| [&r["number"], &r["title"], &r["state"]].map(|v| v.as_str().unwrap().to_owned())).collect();
        assert_eq!(brief, [
            ["1396-0001", "تهیهٔ آمار", "in_progress"],
            ["1397-0001", "تنخواه خرید", "submitted"],
            ["1397-0002", "اتاق مصاحبه", "assigned"],
            ["1397-0003", "دوربین عکاسی", "closed"],
        ]);
        let camera = &all[3];
        assert_eq!(camera["details"], json!({ "items": [{ "name": "دوربین عکاسی", "quantity": 2, "unit_price_rials": 180_000_000 }] }));
        assert_eq!((&camera["amount_rials"], &camera["closed_at"], &camera["filer"]["name"]), (&json!(360_000_000), &json!("2019-03-20T08:30:00Z"), &json!("director")));
        assert_eq!(app.mails().await, before, "nobody is mailed about what is long over");
        let history = director.get("/requests/1397-0003/history").await.is(StatusCode::OK);
        let events: Vec<_> = history["items"].as_array().unwrap().iter().map(|e| (&e["action"], &e["data"]["import_key"], &e["data"]["filed_on"])).collect();
        assert_eq!(events, [(&json!("imported"), &json!("97/40"), &json!("2019-02-09"))]);

        assert_eq!(counts(&take(&director, "/requests/imports", OLD).await), [0, 0, 4], "the same file twice changes nothing");
        assert_eq!(list().await.len(), 4);
        let head = app.sign_in("head-01").await;
        let found = head.get("/requests?q=دوربین").await.is(StatusCode::OK);
        assert_eq!(found["items"][0]["number"], "1397-0003", "it is found like any other");
        let row = director.act(&all[1], "accept", &json!({ "desk_id": app.finance })).await.is(StatusCode::OK);
        assert_eq!(row["state"], "assigned", "and goes on like any other");

        // With one of this system and a draft beside them.
        head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
        let mut draft = petty_cash(&app);
        draft["draft"] = json!(true);
        draft["title"] = json!("=HYPERLINK(\"x\")");
        head.post("/requests", &draft).await.is(StatusCode::CREATED);
        comes_back_unchanged(&director, "requests", 5).await;
        let own = String::from_utf8(head.download("/requests/export.csv?category=petty_cash&sort=created_at").await).unwrap();
        let lines: Vec<_> = own.lines().collect();
        assert!(lines.len() == 3 && lines[1].starts_with("1397-0001,97/12,") && lines[2].starts_with("1398-0001,,"), "{own}");
        assert!(own.contains("۱۳۹۷/۰۵/۰۱,2018-07-23") && own.contains(",50000000,"), "{own}");
        let other = String::from_utf8(app.sign_in("owner-it").await.download("/requests/export.csv").await).unwrap();
        assert_eq!(other.lines().count(), 2, "only what the caller may see: {other}");
        let none = director.download("/requests/export.csv?unit_id=-1&q=x").await;
        assert_eq!(String::from_utf8(none).unwrap().lines().count(), 1, "an id that no unit has is no error of ours");
        director.get("/requests/export.csv?limit=5").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}

on_both! {
    async fn faults_of_a_file_of_old_requests_are_told_and_no_number_is_lost(app) {
        let director = app.sign_in("director").await;
        let bad = "import_key,number,category,unit,title,state,filed_on,closed_on,amount_rials,desk,owner_email,quantity,details\n\
            1,,other,منطقهٔ ۱,a,closed,1397/05/01,,,,,,\n\
            2,,other,منطقهٔ ۱,b,open,1397/05/01,1397/05/02,,,,,\n\
            3,,other,منطقهٔ ۹,c,assigned,1397/12/30,,5 تومان,میز گم,x@demo.test,,\n\
            4,,petty_cash,منطقهٔ ۱,d,open,1397/05/01,,,,,,\n\
            5,,motivation,منطقهٔ ۱,e,open,1397/05/01,,7,,,,\n\
            6,,equipment,منطقهٔ ۱,f,open,1397/05/01,,7,,,2,\n\
            7,,other,منطقهٔ ۱,g,done,1399/05/01,,,,,,\n\
            7,,stray_duty,منطقهٔ ۱,h,rejected,1397/05/02,1397/05/01,,,,,\n\
            ,,other,منطقهٔ ۱,i,open,1397/05/01,,,,,,\n\
            ,1397-0009,other,منطقهٔ ۱,j,open,1397/05/01,,,,,,\n\
            8,,petty_cash,منطقهٔ ۱,k,open,1397/05/01,,7,,,,\"{\"\"amount_rials\"\":8,\"\"purpose\"\":\"\"x\"\"}\"\n\
            9,,petty_cash,منطقهٔ ۱,l,open,1397/05/01,,,,,3,{oops\n\
            10,,stray_duty,منطقهٔ ۱,m,open,1397/05/01,,,,,,\n";
        let wanted = told(&[
            ("/10/A", "required"), ("/11/B", "not_found"), ("/12/I", "conflict"), ("/13/M", "invalid"), ("/14/M", "required"),
            ("/2/H", "required"), ("/3/H", "not_allowed"),
            ("/4/D", "not_found"), ("/4/G", "invalid"), ("/4/I", "not_allowed"), ("/4/J", "not_found"), ("/4/J", "required"), ("/4/K", "not_found"),
            ("/5/I", "required"), ("/6/I", "not_allowed"), ("/7/I", "invalid"), ("/8/F", "invalid"), ("/8/G", "out_of_range"), ("/9/A", "conflict"),
        ]);
        let problem = director.upload("/requests/imports", CSV, bad).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        let mut found = fields(&problem);
        found.sort();
        assert_eq!(found, wanted, "{problem}");
        assert_eq!(director.get("/requests").await.is(StatusCode::OK)["items"], json!([]));
        take(&director, "/requests/imports", OLD).await;
        director.get("/requests/1397-0003").await.is(StatusCode::OK);
        director.get("/requests/1397-0004").await.refuses(StatusCode::NOT_FOUND, "not_found");
    }
}

on_both! {
    async fn the_samples_of_the_documentation_can_be_imported(app) {
        let admin = app.sign_in("admin").await;
        let director = app.sign_in("director").await;
        for (client, what, sample) in [
            (&admin, "units", include_str!("../../docs/samples/units.csv")),
            (&admin, "users", include_str!("../../docs/samples/people.csv")),
            (&director, "requests", include_str!("../../docs/samples/requests.csv")),
        ] {
            let report = take(client, &format!("/{what}/imports"), sample).await;
            assert_eq!((counts(&report), report["notes"].clone()), ([3, 0, 0], json!([])), "{what}: {report}");
        }
    }
}

on_both! {
    async fn every_category_comes_back_with_its_whole_form(app) {
        use hamahang::requests::categories::{Category, examples::example};
        let director = app.sign_in("director").await;
        let mut file = String::from("import_key,category,unit,title,state,filed_on,details\n");
        for (number, category) in Category::ALL.iter().enumerate() {
            let row = [number.to_string(), category.to_string(), "منطقهٔ ۱".into(), format!("عنوان {category}"), "open".into(), "1398/01/20".into(), example(*category).to_string()];
            file.push_str(&row.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join(","));
            file.push('\n');
        }
        assert_eq!(counts(&take(&director, "/requests/imports", &file).await), [15, 0, 0]);
        let page = director.get("/requests?sort=created_at").await.is(StatusCode::OK);
        for (request, category) in page["items"].as_array().unwrap().iter().zip(Category::ALL) {
            assert_eq!((&request["category"], &request["details"]), (&json!(category), &example(*category)));
        }
        comes_back_unchanged(&director, "requests", 15).await;
    }
}

on_both! {
    async fn the_command_line_takes_and_gives_the_same_files(app) {
        use hamahang::app::files::{How, What, export, import};
        use hamahang::error::Error;
        let (db, folder) = (app.db.clone(), app.folder.path().to_owned());
        tokio::task::spawn_blocking(move || {
            let file = folder.join("old.CSV");
            std::fs::write(&file, OLD).unwrap();
            let how = |by: Option<&str>, dry_run| How { dry_run, invite: false, by: by.map(str::to_owned) };
            let nobody = import(&db, What::Requests, &file, &how(None, false));
            assert!(matches!(nobody, Err(Error::Invalid(errors)) if errors.len() == 4 && errors[0].pointer == "/2"), "whose are they?");
            assert!(matches!(import(&db, What::Requests, &file, &how(Some("admin@demo.test"), false)), Err(Error::Forbidden(..))));
            let by = Some("Director@demo.test");
            assert_eq!(import(&db, What::Requests, &file, &how(by, true)).unwrap().created, 4);
            assert_eq!(import(&db, What::Requests, &file, &how(by, false)).unwrap().created, 4);
            for (what, rows) in [(What::Units, 3), (What::People, 9), (What::Requests, 4)] {
                let file = folder.join(format!("{what}.xlsx"));
                assert_eq!(export(&db, what, &file, None).unwrap(), rows);
                let report = import(&db, what, &file, &how(None, false)).unwrap();
                assert_eq!((report.created, report.changed, report.unchanged), (0, 0, rows), "{what}");
            }
            assert_eq!(export(&db, What::Requests, &folder.join("one.csv"), Some(&"owner-it@demo.test".to_owned())).unwrap(), 1);
            assert!(import(&db, What::Units, &folder.join("units.ods"), &How::default()).is_err());
        })
        .await
        .unwrap();
    }
}
