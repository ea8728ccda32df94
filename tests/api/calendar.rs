//! The working calendar over HTTP: what holds from the start, what director and administrators change, and what the days
//! become.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, fields};
use crate::on_both;

/// A day as it is told.
async fn day(client: &Client, date: &str) -> Value {
    let told = client
        .get(&format!("/calendar/days?from={date}&to={date}"))
        .await
        .is(StatusCode::OK);
    assert_eq!(told["items"].as_array().unwrap().len(), 1, "{told}");
    told["items"][0].clone()
}

fn reasons(day: &Value) -> Vec<(String, String)> {
    let reasons = day["reasons"].as_array().unwrap();
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    reasons.iter().map(|r| (text(&r["code"]), text(&r["text"]))).collect()
}

on_both! {
    async fn a_new_database_has_a_calendar(app) {
        let head = app.sign_in("head-01").await;
        let weekends = head.get("/calendar/weekends").await;
        assert_eq!(weekends.headers["etag"], "\"1\"");
        assert_eq!(weekends.is(StatusCode::OK)["periods"], json!([{ "valid_from": "1921-03-21", "days": ["thursday", "friday"] }]));
        let hours = head.get("/calendar/hours").await.is(StatusCode::OK);
        assert_eq!(hours["periods"][0]["week"]["wednesday"], json!([{ "from": "07:30", "until": "14:30" }]));
        let meeting = day(&head, "2019-12-03").await;
        assert_eq!(meeting, json!({
            "date": "2019-12-03", "jalali": "1398/09/12", "weekday": "tuesday", "kind": "working", "reasons": [],
            "hours": [{ "from": "07:30", "until": "14:30" }], "minutes": 420,
        }));
        let told = head.get("/calendar/days?from=2020-03-19&to=2020-04-03").await.is(StatusCode::OK);
        let kinds: Vec<_> = told["items"].as_array().unwrap().iter().map(|d| (d["jalali"].as_str().unwrap(), d["kind"].as_str().unwrap())).collect();
        assert_eq!(kinds[..7], [("1398/12/29", "holiday"), ("1399/01/01", "holiday"), ("1399/01/02", "holiday"), ("1399/01/03", "holiday"), ("1399/01/04", "holiday"), ("1399/01/05", "working"), ("1399/01/06", "working")]);
        assert_eq!(kinds[12..], [("1399/01/12", "holiday"), ("1399/01/13", "holiday"), ("1399/01/14", "weekend"), ("1399/01/15", "weekend")]);
        assert_eq!(told["years_without_lunar"], json!([1398, 1399]));
        let holidays = head.get("/calendar/holidays").await.is(StatusCode::OK);
        let director = app.sign_in("director").await;
        for rule in holidays["items"].as_array().unwrap() {
            let same = json!({ "kind": rule["kind"], "title": rule["title"], "yearly": rule["yearly"] });
            let problem = director.post("/calendar/holidays", &same).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [("/title".into(), "conflict".into())], "{same}");
        }
        let rules: Vec<_> = holidays["items"].as_array().unwrap().iter().map(|h| (h["yearly"]["month"].as_i64().unwrap(), h["yearly"]["day"].as_i64().unwrap())).collect();
        assert_eq!(rules, [(1, 1), (1, 2), (1, 3), (1, 4), (1, 12), (1, 13), (3, 14), (3, 15), (11, 22), (12, 29), (12, 30)]);
    }
}

on_both! {
    async fn weekends_and_hours_are_saved_whole_and_in_order(app) {
        let director = app.sign_in("director").await;
        let periods = json!({ "periods": [
            { "valid_from": "2019-12-01", "days": ["friday"] },
            { "valid_from": "1921-03-21", "days": ["thursday", "friday"] }
        ] });
        director.call(Method::PUT, "/calendar/weekends", Some(&periods), &[]).await.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
        let saved = director.change(Method::PUT, "/calendar/weekends", &json!(1), &periods).await.is(StatusCode::OK);
        assert_eq!((&saved["version"], &saved["periods"][1]["valid_from"]), (&json!(2), &json!("2019-12-01")), "in order");
        let stale = director.change(Method::PUT, "/calendar/weekends", &json!(1), &periods).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!(stale["current"], saved);
        assert_eq!(day(&director, "2019-11-28").await["kind"], "weekend");
        let thursday = day(&director, "2019-12-05").await;
        assert_eq!((&thursday["kind"], reasons(&thursday)[0].0.as_str()), (&json!("no_hours"), "no_hours"));

        let admin = app.sign_in("admin").await;
        let week = |thursday: Value| json!({ "saturday": [{ "from": "07:00", "until": "11:00" }, { "from": "12:00", "until": "16:00" }], "thursday": thursday });
        let hours = json!({ "periods": [{ "valid_from": "2019-12-01", "week": week(json!([{ "from": "08:00", "until": "12:00" }])) }] });
        admin.change(Method::PUT, "/calendar/hours", &json!(1), &hours).await.is(StatusCode::OK);
        assert_eq!(day(&admin, "2019-12-05").await["minutes"], 240);
        let saturday = day(&admin, "2019-12-07").await;
        assert_eq!((&saturday["minutes"], saturday["hours"].as_array().unwrap().len()), (&json!(480), 2));
        assert_eq!(day(&admin, "2019-11-30").await["kind"], "no_hours", "before the first period there are none");

        for role in ["head-01", "owner-it", "auditor", "mayor-office"] {
            app.sign_in(role).await.change(Method::PUT, "/calendar/hours", &json!(2), &hours).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        }
    }
}

on_both! {
    async fn sets_that_make_no_sense_are_refused_field_by_field(app) {
        let director = app.sign_in("director").await;
        let weekends = json!({ "periods": [
            { "valid_from": "1921-03-21", "days": ["friday", "friday"] },
            { "valid_from": "1921-03-21", "days": [] },
            { "valid_from": "0621-03-21", "days": [] }
        ] });
        let problem = director.change(Method::PUT, "/calendar/weekends", &json!(1), &weekends).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [
            ("/periods/0/days/1".into(), "conflict".into()),
            ("/periods/1/valid_from".into(), "conflict".into()),
            ("/periods/2/valid_from".into(), "out_of_range".into()),
        ]);
        let span = |from: &str, until: &str| json!({ "from": from, "until": until });
        let hours = json!({ "periods": [{ "valid_from": "1921-03-21", "week": {
            "sunday": [span("12:00", "12:00")],
            "monday": [span("08:00", "12:00"), span("11:59", "14:00")],
            "tuesday": [span("08:00", "12:00"), span("12:00", "14:00")],
        } }] });
        let problem = director.change(Method::PUT, "/calendar/hours", &json!(1), &hours).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/periods/0/week/sunday/0/until".into(), "conflict".into()), ("/periods/0/week/monday".into(), "conflict".into())]);
        for (week, pointer) in [
            (json!({}), "/periods"),
            (json!({ "sunday": [span("7:30", "12:00")] }), "/periods/0/week/sunday/0/from"),
            (json!({ "sunday": [span("07:30", "24:30")] }), "/periods/0/week/sunday/0/until"),
            (json!({ "sunday": [span("01:00", "02:00"), span("03:00", "04:00"), span("05:00", "06:00")] }), "/periods/0/week/sunday"),
            (json!({ "someday": [] }), "/periods/0/week/someday"),
        ] {
            let hours = json!({ "periods": [{ "valid_from": "1921-03-21", "week": week }] });
            let problem = director.change(Method::PUT, "/calendar/hours", &json!(1), &hours).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem)[0].0, pointer, "{problem}");
        }
        director.change(Method::PUT, "/calendar/weekends", &json!(1), &json!({ "periods": [] })).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(director.get("/calendar/hours").await.is(StatusCode::OK)["version"], 1, "nothing was saved");
    }
}

on_both! {
    async fn a_closure_a_half_day_and_a_day_declared_working(app) {
        let director = app.sign_in("director").await;
        let closure = json!({ "kind": "holiday", "title": "تعطیلی به سبب آلودگي هوا", "date": "2019-12-04" });
        let key = [("idempotency-key", "closure-1")];
        let made = director.call(Method::POST, "/calendar/holidays", Some(&closure), &key).await;
        let location = made.headers["location"].to_str().unwrap().to_owned();
        let made = made.is(StatusCode::CREATED);
        assert_eq!((&made["title"], &made["lunar"], &made["hours"]), (&json!("تعطیلی به سبب آلودگی هوا"), &json!(false), &Value::Null));
        let again = director.call(Method::POST, "/calendar/holidays", Some(&closure), &key).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        assert_eq!(again.is(StatusCode::CREATED), made);
        let twice = director.post("/calendar/holidays", &closure).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&twice), [("/title".into(), "conflict".into())]);
        assert_eq!(director.get(&location).await.is(StatusCode::OK), made);
        let closed = day(&director, "2019-12-04").await;
        assert_eq!((&closed["kind"], &closed["minutes"]), (&json!("holiday"), &json!(0)));
        assert_eq!(reasons(&closed), [("holiday".into(), "تعطیلی به سبب آلودگی هوا".into())]);
        assert_eq!(closed["reasons"][0]["holiday_id"], made["id"]);

        let half = json!({ "kind": "half_day", "title": "ساعت کار کوتاه", "date": "2019-12-07", "hours": { "from": "00:00", "until": "11:00" } });
        director.post("/calendar/holidays", &half).await.is(StatusCode::CREATED);
        assert_eq!(day(&director, "2019-12-07").await["minutes"], 210);

        let working = |hours: Value| json!({ "kind": "working", "title": "جبران تعطیلی", "date": "2019-12-06", "hours": hours });
        let problem = director.post("/calendar/holidays", &working(Value::Null)).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/hours".into(), "required".into())], "a Friday has no hours of its own");
        let friday = director.post("/calendar/holidays", &working(json!({ "from": "08:00", "until": "12:00" }))).await.is(StatusCode::CREATED);
        let told = day(&director, "2019-12-06").await;
        assert_eq!((&told["kind"], &told["minutes"]), (&json!("working"), &json!(240)));
        assert_eq!(reasons(&told), [("working".into(), "جبران تعطیلی".into()), ("weekend".into(), "تعطیلی آخر هفته".into())]);
        let mut other = working(json!({ "from": "12:00", "until": "14:00" }));
        other["title"] = json!("نوبت دوم");
        let problem = director.post("/calendar/holidays", &other).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert_eq!(fields(&problem), [("/date".into(), "conflict".into())]);

        let path = format!("/calendar/holidays/{}", friday["id"]);
        let moved = director.change(Method::PATCH, &path, &json!(1), &json!({ "date": "2019-12-13" })).await.is(StatusCode::OK);
        assert_eq!((&moved["version"], &moved["hours"]["until"]), (&json!(2), &json!("12:00")));
        assert_eq!(day(&director, "2019-12-06").await["kind"], "weekend");
        let stale = director.call(Method::DELETE, &path, None, &[("if-match", "\"1\"")]).await.refuses(StatusCode::PRECONDITION_FAILED, "stale");
        assert_eq!(stale["current"], moved);
        let english = director.call(Method::GET, "/calendar/days?from=2019-12-13&to=2019-12-13", None, &[("accept-language", "en")]).await.is(StatusCode::OK);
        assert_eq!(english["items"][0]["reasons"][1]["text"], "Weekend");
        director.call(Method::DELETE, &path, None, &[]).await.refuses(StatusCode::PRECONDITION_REQUIRED, "precondition_required");
        director.call(Method::DELETE, &path, None, &[("if-match", "\"2\"")]).await.is(StatusCode::NO_CONTENT);
        director.get(&path).await.refuses(StatusCode::NOT_FOUND, "not_found");
        assert_eq!(day(&director, "2019-12-13").await["kind"], "weekend");
        let head = app.sign_in("head-01").await;
        head.post("/calendar/holidays", &closure).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        head.call(Method::DELETE, &location, None, &[("if-match", "*")]).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        head.get(&location).await.is(StatusCode::OK);
    }
}

on_both! {
    async fn rules_of_each_year_and_the_list_of_a_year(app) {
        let admin = app.sign_in("admin").await;
        let rule = json!({ "kind": "half_day", "title": "آخرین روز کاری سال", "yearly": { "month": 12, "day": 28, "from_year": 1399, "until_year": 1400 }, "hours": { "from": "00:00", "until": "10:00" } });
        let made = admin.post("/calendar/holidays", &rule).await.is(StatusCode::CREATED);
        let lunar = |date: &str, title: &str| json!({ "kind": "holiday", "title": title, "date": date, "lunar": true });
        admin.post("/calendar/holidays", &lunar("2019-09-10", "عاشورا")).await.is(StatusCode::CREATED);
        admin.post("/calendar/holidays", &lunar("2020-08-30", "عاشورا")).await.is(StatusCode::CREATED);
        let titles = async |query: &str| -> Vec<String> {
            let page = admin.get(&format!("/calendar/holidays?limit=200&{query}")).await.is(StatusCode::OK);
            page["items"].as_array().unwrap().iter().map(|h| h["title"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(titles("year=1398").await.len(), 12, "eleven rules and one day");
        assert_eq!(titles("year=1399").await.len(), 13, "with the new rule");
        assert_eq!(titles("year=1401").await.len(), 11);
        assert_eq!(titles("").await.last().unwrap(), "عاشورا", "the days come after the rules");
        let mut walked = 0;
        let mut next = Some(String::new());
        while let Some(cursor) = next {
            let page = admin.get(&format!("/calendar/holidays?limit=5{cursor}")).await.is(StatusCode::OK);
            walked += page["items"].as_array().unwrap().len();
            next = page["next"].as_str().map(|c| format!("&cursor={c}"));
        }
        assert_eq!(walked, 14);
        let told = admin.get("/calendar/days?from=2021-03-18&to=2021-03-18").await.is(StatusCode::OK);
        assert_eq!(told["years_without_lunar"], json!([]));
        let path = format!("/calendar/holidays/{}", made["id"]);
        let open = json!({ "yearly": { "month": 12, "day": 28 }, "title": "آخرین روز کاری" });
        let changed = admin.change(Method::PATCH, &path, &json!(1), &open).await.is(StatusCode::OK);
        assert_eq!(changed["yearly"], json!({ "month": 12, "day": 28, "from_year": null, "until_year": null }));
        assert_eq!(day(&admin, "2020-03-18").await["minutes"], 150, "28 Esfand of 1398, a Wednesday");
    }
}

on_both! {
    async fn holidays_that_make_no_sense_are_refused(app) {
        let director = app.sign_in("director").await;
        let base = |extra: Value| {
            let mut body = json!({ "kind": "holiday", "title": "مناسبت" });
            body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            body
        };
        let hours = json!({ "from": "10:00", "until": "09:00" });
        for (body, pointer, code) in [
            (base(json!({})), "/date", "required"),
            (base(json!({ "date": "2019-12-04", "yearly": { "month": 1, "day": 1 } })), "/yearly", "not_allowed"),
            (base(json!({ "date": "2500-12-04" })), "/date", "out_of_range"),
            (base(json!({ "date": "2019-02-30" })), "/date", "invalid"),
            (base(json!({ "date": "2019-12-04", "hours": hours })), "/hours", "not_allowed"),
            (base(json!({ "date": "2019-12-04", "kind": "half_day" })), "/hours", "required"),
            (base(json!({ "date": "2019-12-04", "kind": "half_day", "hours": hours })), "/hours/until", "conflict"),
            (base(json!({ "yearly": { "month": 7, "day": 31 } })), "/yearly/day", "out_of_range"),
            (base(json!({ "yearly": { "month": 13, "day": 1 } })), "/yearly/month", "out_of_range"),
            (base(json!({ "yearly": { "month": 1, "day": 5, "from_year": 1400, "until_year": 1399 } })), "/yearly/until_year", "conflict"),
            (base(json!({ "yearly": { "month": 1, "day": 5 }, "kind": "working" })), "/yearly", "not_allowed"),
            (base(json!({ "yearly": { "month": 1, "day": 5 }, "lunar": true })), "/lunar", "not_allowed"),
            (base(json!({ "date": "2019-12-04", "title": " \u{200c} " })), "/title", "required"),
        ] {
            let problem = director.post("/calendar/holidays", &body).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
            assert_eq!(fields(&problem), [(pointer.to_owned(), code.to_owned())], "{body}");
        }
        let rule = director.get("/calendar/holidays/1").await.is(StatusCode::OK);
        for change in [json!({ "date": "2019-12-04" }), json!({ "lunar": true }), json!({ "hours": { "from": "08:00", "until": "09:00" } })] {
            director.change(Method::PATCH, "/calendar/holidays/1", &rule["version"], &change).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        }
        for query in ["from=2019-12-04", "from=2019-12-04&to=2019-12-03", "from=2019-01-01&to=2020-02-05", "from=1398/09/12&to=1398/09/13", "from=1500-01-01&to=1500-01-01", "from=2019-12-04&to=2019-12-04&x=1"] {
            director.get(&format!("/calendar/days?{query}")).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
        }
        director.get("/calendar/days?from=2019-01-01&to=2020-02-04").await.is(StatusCode::OK);
        director.get("/calendar/holidays?year=2019").await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}

on_both! {
    async fn a_file_is_tried_taken_whole_and_taken_once(app) {
        let director = app.sign_in("director").await;
        let csv = "تاریخ,عنوان,قمری,نوع,تا\n۱۳۹۸/۰۶/۱۸,تاسوعا,بله,,\n2019-09-10,عاشورا,بله,,\n1398/09/13,هوای آلوده,,نیمه‌وقت,۱۱:۰۰\n1398/06/19,عاشورا,بله,,\n";
        let file = json!({ "format": "csv", "text": csv });
        let outcomes = |report: &Value| -> Vec<(i64, String)> {
            report["lines"].as_array().unwrap().iter().map(|l| (l["line"].as_i64().unwrap(), l["outcome"].as_str().unwrap().to_owned())).collect()
        };
        let created = || [(2, "created"), (3, "created"), (4, "created"), (5, "unchanged")].map(|(n, o)| (n, o.to_owned()));
        let tried = director.post("/calendar/holidays/imports?dry_run=true", &file).await.is(StatusCode::OK);
        assert_eq!((outcomes(&tried), &tried["dry_run"], &tried["errors"]), (created().to_vec(), &json!(true), &json!([])));
        assert_eq!(day(&director, "2019-09-10").await["kind"], "working", "only tried");
        let taken = director.post("/calendar/holidays/imports", &file).await.is(StatusCode::OK);
        assert_eq!((outcomes(&taken), &taken["dry_run"]), (created().to_vec(), &json!(false)));
        assert_eq!(day(&director, "2019-09-10").await["kind"], "holiday");
        assert_eq!(day(&director, "2019-12-04").await["minutes"], 210);
        let listed = director.get("/calendar/holidays?year=1398").await.is(StatusCode::OK);
        assert_eq!(listed["items"].as_array().unwrap().len(), 14);
        let again = director.post("/calendar/holidays/imports", &file).await.is(StatusCode::OK);
        assert!(outcomes(&again).iter().all(|(_, o)| o == "unchanged"), "{again}");
        assert_eq!(director.get("/calendar/holidays?year=1398").await.is(StatusCode::OK), listed);

        let ics = json!({ "format": "ics", "lunar": true, "text": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20200830\r\nSUMMARY:عاشورا\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n" });
        director.post("/calendar/holidays/imports", &ics).await.is(StatusCode::OK);
        let told = director.get("/calendar/days?from=2020-08-30&to=2020-08-30").await.is(StatusCode::OK);
        assert_eq!((&told["items"][0]["kind"], &told["years_without_lunar"]), (&json!("holiday"), &json!([])));
    }
}

on_both! {
    async fn a_file_with_errors_names_its_lines_and_changes_nothing(app) {
        let admin = app.sign_in("admin").await;
        let file = json!({ "format": "csv", "text": "date,title,kind\n1398/06/19,عاشورا,\n1398/13/01,ماه سیزدهم,\n1398/09/15,جبران,working\n1398/09/16, ,\n1398/09/17,کوتاه,half_day\n" });
        let tried = admin.post("/calendar/holidays/imports?dry_run=true", &file).await.is(StatusCode::OK);
        let told: Vec<_> = tried["errors"].as_array().unwrap().iter().map(|e| (e["line"].as_i64().unwrap(), e["code"].as_str().unwrap())).collect();
        assert_eq!(told, [(3, "invalid"), (4, "required"), (5, "required"), (6, "required")]);
        assert_eq!(tried["lines"].as_array().unwrap().len(), 1);
        let problem = admin.post("/calendar/holidays/imports", &file).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert!(fields(&problem).iter().all(|(pointer, _)| pointer == "/text"));
        assert!(problem["errors"][0]["message"].as_str().unwrap().starts_with("سطر ۳: "), "{problem}");
        assert_eq!(day(&admin, "2019-09-10").await["kind"], "working");
        let twice = json!({ "format": "csv", "text": "date,title,kind,from,until\n1398/09/15,یک,working,8:00,12:00\n1398/09/15,دو,working,12:00,14:00\n" });
        let tried = admin.post("/calendar/holidays/imports?dry_run=true", &twice).await.is(StatusCode::OK);
        assert_eq!((&tried["errors"][0]["line"], &tried["errors"][0]["code"]), (&json!(3), &json!("conflict")));
        let long = json!({ "format": "csv", "text": format!("date,title\n1398/09/15,{}\n", "ع".repeat(201)) });
        let tried = admin.post("/calendar/holidays/imports?dry_run=true", &long).await.is(StatusCode::OK);
        assert_eq!(tried["errors"][0]["code"], "too_long");
        let many: Vec<_> = (0..1001).map(|n| format!("1398/09/15,مناسبت {n}")).collect();
        let many = json!({ "format": "csv", "text": format!("date,title\n{}", many.join("\n")) });
        let problem = admin.post("/calendar/holidays/imports", &many).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields");
        assert!(problem["errors"][0]["message"].as_str().unwrap().starts_with("سطر ۱۰۰۲: "), "{problem}");
        let unlike = json!({ "format": "csv", "text": "date,title,kind,until\n1398/09/13,آلودگی هوا,half_day,11:00\n1398/09/13,آلودگی هوا,half_day,10:00" });
        let tried = admin.post("/calendar/holidays/imports?dry_run=true", &unlike).await.is(StatusCode::OK);
        assert_eq!(tried["errors"][0]["line"], 3, "{tried}");
        let wrong = json!({ "format": "csv", "text": format!("date,title\n{}", "1\n".repeat(500)) });
        let tried = admin.post("/calendar/holidays/imports?dry_run=true", &wrong).await.is(StatusCode::OK);
        assert_eq!(tried["errors"].as_array().unwrap().len(), 101, "a hundred, and how many more");
        app.sign_in("auditor").await.post("/calendar/holidays/imports?dry_run=true", &file).await.refuses(StatusCode::FORBIDDEN, "forbidden");
        admin.post("/calendar/holidays/imports?dry=true", &file).await.refuses(StatusCode::BAD_REQUEST, "invalid_parameter");
    }
}
