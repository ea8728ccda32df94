//! Every operation of the document, tried as nobody and as each role; the table is a reviewed snapshot.

use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::app::{Client, TestApp};
use crate::approvals::awaiting;
use crate::attachments::{picture, upload};
use crate::requests::petty_cash;

const ROLES: [&str; 8] = [
    "head-01",
    "head-02",
    "member-01",
    "owner-finance",
    "director",
    "mayor-office",
    "auditor",
    "admin",
];

/// Every operation: method, path, operation id, and whether it asks for sign-in.
fn operations(document: &Value) -> Vec<(Method, String, String, bool)> {
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let open = operation["security"]
                .as_array()
                .is_some_and(|s| s.iter().any(|o| o == &json!({})));
            all.push((
                method,
                path.clone(),
                operation["operationId"].as_str().unwrap_or("?").to_owned(),
                open,
            ));
        }
    }
    all.sort_by_key(|o| (o.1.clone(), o.0.to_string()));
    all
}

/// The path with things that are there.
fn address(path: &str, ids: &[(&str, String)]) -> String {
    let mut path = path.to_owned();
    for (place, id) in ids {
        path = path.replace(&format!("/{place}/{{id}}"), &format!("/{place}/{id}"));
    }
    let action = if path.contains("/proposals/") {
        "put_off"
    } else if path.contains("/remarks/") {
        "accept"
    } else if path.contains("/webhooks/") {
        "rotate_secret"
    } else if path.contains("/session/") {
        "next"
    } else if path.contains("/meetings/") {
        "schedule"
    } else if path.contains("/themes/") {
        "assign"
    } else {
        "confirm"
    };
    // Each decision has an approval of its own: one that is over refuses everybody.
    for (number, end) in (1..).zip(["approve", "reject", "return"]) {
        path = path.replace(
            &format!("/approvals/{{id}}/{end}"),
            &format!("/approvals/{number}/{end}"),
        );
    }
    path.replace("/themes/{id}/merge", "/themes/2/merge")
        .replace("/minutes.{format}", "/minutes.html")
        .replace("/meetings/{id}/minutes", "/meetings/2/minutes")
        .replace("{request}", "2")
        .replace("{action}", action)
        .replace("{id}", "1")
        .replace("{item}", "1")
        .replace("{proposal}", "1")
        .replace("{remark}", "1")
        .replace("{code}", "22222222222222222222")
        .replace("agenda.{format}", "agenda.html")
        .replace("brief.{format}", "brief.html")
        .replace("{outcome}", "1")
        .replace("{format}", "csv")
        .replace("{user}", "me")
        .replace("/requests/similar", "/requests/similar?title=x")
        .replace("{absence}", "1")
        .replace("{delivery}", "1")
        .replace("{version}", "1")
        .replace("/calendar/days", "/calendar/days?from=2019-12-03&to=2019-12-03")
        .replace("/sla-policies/explain", "/sla-policies/explain?category=other")
}

/// A body that would do, so that the right decides and not the form.
fn body(app: &TestApp, operation: &str) -> Value {
    match operation {
        "create_desk" => json!({ "name": "میز تازه" }),
        "create_holiday" => another_holiday(),
        "import_holidays" => json!({ "format": "csv", "text": "date,title\n1398/06/19,عاشورا\n" }),
        "put_weekends" => json!({ "periods": [{ "valid_from": "1921-03-21", "days": ["friday"] }] }),
        "put_working_hours" => {
            json!({ "periods": [{ "valid_from": "1921-03-21", "week": { "sunday": [{ "from": "08:00", "until": "14:00" }] } }] })
        }
        "create_unit" => json!({ "name": "واحد تازه", "kind": "district" }),
        "create_meeting_series" => json!({ "title": "جلسهٔ دیگر", "recurrence": crate::series::first_tuesday() }),
        "plan_meetings" => json!({ "count": 1 }),
        "respond_to_meeting" => json!({ "answer": "accept" }),
        "create_meeting" => {
            json!({ "series_id": 1, "starts_at": "2020-02-04T06:30:00Z", "ends_at": "2020-02-04T08:30:00Z" })
        }
        "create_agenda_proposal" => {
            json!({ "unit_id": app.districts[0], "subject": "پوشش خبری نوروز", "why": "نزدیک است" })
        }
        "decide_agenda_proposal" => json!({ "reason": "در جلسهٔ بعد" }),
        "create_outcome" => json!({ "kind": "information", "text": "به آگاهی رسید" }),
        "raise_request" => petty_cash(app),
        "update_outcome" => json!({ "text": "به آگاهی همه رسید" }),
        "take_back_outcome" | "withdraw_mayor_subject" => json!({ "reason": "اشتباه بود" }),
        "create_mayor_subject" => json!({ "request": "1", "asked": "دستور پرداخت" }),
        "update_mayor_subject" => json!({ "asked": "دستور پرداخت به همه" }),
        "put_attendance" => json!([]),
        "save_minutes_paragraph" | "create_minutes_addendum" => json!({ "text": "متن" }),
        "create_minutes_remark" => json!({ "kind": "objection", "text": "چنین نبود." }),
        "create_approval_chain" => another_chain(),
        "reject_approval" | "return_approval" => json!({ "reason": "اعتبار نیست." }),
        "put_sla_policies" => {
            json!({ "policies": [{ "category": null, "priority": null, "triage_minutes": 60, "first_response_minutes": 60, "resolve_minutes": 60 }] })
        }
        "put_routing_rules" => json!({ "rules": [] }),
        "explain_routing" => json!({ "category": "other", "unit_id": app.districts[0] }),
        "dry_run_routing" => json!({ "rules": [] }),
        "create_absence" => another_absence(),
        "update_absence" => json!({ "reason": "مأموریت اداری" }),
        "give_back" => json!({ "request_ids": [1] }),
        "create_request" => petty_cash(app),
        "invite_user" => json!({ "email": "guest@demo.test", "name": "مهمان", "roles": [{ "role": "auditor" }] }),
        "set_user_roles" => json!({ "roles": [{ "role": "director" }] }),
        "create_comment" => json!({ "text": "یادداشت" }),
        "create_link" => json!({ "kind": "relates", "to": "10" }),
        "put_request_tags" => json!({ "tags": ["دوربین"] }),
        "create_theme" => json!({ "title": "دوربین عکاسی" }),
        "add_theme_requests" => json!({ "requests": ["1"] }),
        "merge_theme" => json!({ "into": 1 }),
        "split_theme" => json!({ "title": "بخشی دیگر", "requests": ["3"] }),
        "act_on_theme" => json!({ "desk_id": app.finance }),
        "triage_batch" => json!({ "items": [{ "id": 1, "version": 1 }], "action": "accept" }),
        "put_letterhead" | "try_letterhead" => {
            json!({ "heading_fa": "", "heading_en": "", "footer_fa": "", "footer_en": "", "accent": "" })
        }
        "read_notifications" => json!({ "up_to": 1 }),
        "put_notification_preferences" => json!({ "topics": [], "digest": true, "digest_hour": 8 }),
        "create_webhook" => json!({ "title": "درگاه", "url": "https://example.org/", "events": ["commitment.kept"] }),
        "release_quarantined" => json!({ "request": "1" }),
        "repromise_commitment" => json!({ "due_on": "2020-01-01", "reason": "تأخیر" }),
        _ => json!({}),
    }
}

/// Each time another one: two that are alike are refused.
fn another_holiday() -> Value {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    json!({ "kind": "holiday", "title": format!("تعطیلی {number}"), "date": "2019-12-10" })
}

/// Each time another name.
fn another_chain() -> Value {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    json!({ "name": format!("زنجیرهٔ {number}"), "steps": [{ "who": "role", "role": "director" }] })
}

/// A table that would do, for what takes one.
fn table(path: &str) -> Option<&'static str> {
    match path {
        "/api/v1/units/imports" => Some("name,kind\nواحد پرونده,district\n"),
        "/api/v1/users/imports" => Some("email,name,roles\nfile@demo.test,مهمان پرونده,auditor\n"),
        "/api/v1/requests/imports" => Some(
            "import_key,category,unit,title,state,filed_on,closed_on\n1,other,منطقهٔ ۱,اتاق,closed,1397/05/01,1397/05/02\n",
        ),
        _ => None,
    }
}

/// Each time on another day, which is to come: those of a person share none.
fn another_absence() -> Value {
    static MADE: AtomicUsize = AtomicUsize::new(1);
    let day = MADE.fetch_add(1, Ordering::Relaxed);
    let day = format!("2020-03-{day:02}");
    json!({ "starts_on": day, "ends_on": day, "substitute_id": 2 })
}

async fn attempt(client: &Client, method: &Method, path: &str, body: &Value) -> StatusCode {
    if let Some(table) = table(path) {
        return client.upload(path, "text/csv", table).await.status;
    }
    if path.ends_with("/live") || path.ends_with("/stream") {
        // Such an answer has no end.
        let call = client.http.get(format!("{}{path}", client.base));
        let call = client.token.iter().fold(call, reqwest::RequestBuilder::bearer_auth);
        return call.send().await.unwrap().status();
    }
    let body = (*method != Method::GET).then_some(body);
    let headers = [("if-match", "*"), ("accept-language", "en")];
    client.call(method.clone(), path, body, &headers).await.status
}

#[tokio::test]
async fn nobody_passes_and_each_role_gets_what_the_table_says() {
    let app = TestApp::sqlite().await;
    let head = app.sign_in("head-01").await;
    let request = head.post("/requests", &petty_cash(&app)).await.is(StatusCode::CREATED);
    let director = app.sign_in("director").await;
    director
        .post("/meeting-series", &body(&app, "create_meeting_series"))
        .await
        .is(StatusCode::CREATED);
    director
        .post("/meetings", &body(&app, "create_meeting"))
        .await
        .is(StatusCode::CREATED);
    for _ in 0..3 {
        awaiting(&app, "head-01", 1_000, &json!({})).await;
    }
    talk(&app, &head).await;
    // The second is merged into the first.
    for requests in [["1", "3"], ["2", "4"]] {
        let theme = json!({ "title": "دوربین", "requests": requests });
        director.post("/themes", &theme).await.is(StatusCode::CREATED);
    }
    // One for each role to take away, the last of which is a picture.
    let mut last = json!(null);
    for number in 0..ROLES.len() {
        let bytes = if number + 1 == ROLES.len() {
            picture(8)
        } else {
            vec![b'a'; number + 1]
        };
        last = upload(&head, &request, "a", bytes).await.is(StatusCode::CREATED)["id"].clone();
    }
    // The director's, one for each role to end.
    for _ in ROLES {
        director
            .post("/users/1/absences", &another_absence())
            .await
            .is(StatusCode::CREATED);
    }
    // The first lines are those of the first meeting, which is still a draft; the minutes are the second's.
    crate::meetings::generate(&director, &json!({ "id": 1 })).await;
    crate::minutes::objected(&app).await;
    // One for each role to take out; they are sent nothing, but something waits for the first.
    let admin = app.sign_in("admin").await;
    for number in 1..=ROLES.len() {
        let new = json!({ "title": "درگاه", "url": "https://example.org/", "events": ["commitment.kept"] });
        admin.post("/webhooks", &new).await.is(StatusCode::CREATED);
        let path = format!("/webhooks/{number}/actions/pause");
        admin
            .call(Method::POST, &path, None, &[("if-match", "*")])
            .await
            .is(StatusCode::OK);
    }
    admin
        .call(Method::POST, "/webhooks/1/actions/ping", None, &[("if-match", "*")])
        .await
        .is(StatusCode::OK);
    // One for each role to put away; the first is released.
    crate::mail_in::held(&app, ROLES.len()).await;
    let ids = [
        ("comments", "9".to_owned()),
        ("requests", request["id"].to_string()),
        ("units", app.districts[0].to_string()),
        ("desks", app.finance.to_string()),
        ("holidays", "11".to_owned()),
        ("attachments", last.to_string()),
    ];
    let document = app.nobody().get("/api/openapi.json").await.is(StatusCode::OK);
    let operations = operations(&document);
    assert!(operations.len() > 30, "the document has the operations");
    let mut table = format!("{:<34}{:>8}", "operation", "nobody");
    for role in ROLES {
        write!(table, " {role:>14}").unwrap();
    }
    for (method, path, id, open) in &operations {
        // Signing out ends the session that the next attempt needs.
        if ["logout", "end_other_sessions"].contains(&id.as_str()) {
            continue;
        }
        let path = address(path, &ids);
        let nobody = attempt(&app.nobody(), method, &path, &body(&app, id)).await;
        assert!(
            nobody == StatusCode::UNAUTHORIZED || *open,
            "{id} answers nobody with {nobody}"
        );
        write!(table, "\n{id:<34}{:>8}", nobody.as_u16()).unwrap();
        for (number, role) in (1..).zip(ROLES) {
            // What one role removes is gone for the next.
            let path = match id.as_str() {
                "delete_holiday" => format!("/api/v1/calendar/holidays/{number}"),
                "delete_comment" => format!("/api/v1/comments/{number}"),
                "delete_link" => path.replace("{link}", &number.to_string()),
                "delete_webhook" => format!("/api/v1/webhooks/{number}"),
                "discard_quarantined" => format!("/api/v1/mail/quarantine/{number}/discard"),
                "delete_attachment" => format!("/api/v1/attachments/{number}"),
                "end_absence" => format!("/api/v1/users/1/absences/{number}"),
                _ => path.clone(),
            };
            let status = if *open {
                nobody
            } else {
                attempt(&app.sign_in(role).await, method, &path, &body(&app, id)).await
            };
            assert!(!status.is_server_error(), "{id} as {role}: {status}");
            write!(table, " {:>14}", status.as_u16()).unwrap();
        }
    }
    insta::assert_snapshot!("operation_by_role", table);
}

/// A comment and a link for each role to remove, a comment that stays, and a request to link.
async fn talk(app: &TestApp, head: &Client) {
    for _ in 0..9 {
        let comment = head.post("/requests/1/comments", &body(app, "create_comment")).await;
        comment.is(StatusCode::CREATED);
        let other = head.post("/requests", &petty_cash(app)).await.is(StatusCode::CREATED);
        if other["id"] != 10 {
            let link = json!({ "kind": "relates", "to": other["number"] });
            head.post("/requests/1/links", &link).await.is(StatusCode::CREATED);
        }
    }
}

/// The rights to act on a request, straight from the policy: role by action.
#[test]
fn rights_to_act_by_role() {
    use hamahang::accounts::{Actor, Grant, Role};
    use hamahang::error::Locale;
    use hamahang::ids::{DeskId, UnitId, UserId};
    use hamahang::requests::policy::{
        Subject, may_act, may_appoint_watchers, may_attach, may_comment, may_detach, may_edit, may_see, sees_internal,
    };
    use hamahang::requests::state::{ActionKind, State};

    let actor = |role: Role, unit: Option<i64>, desk: Option<i64>| Actor {
        id: UserId(9),
        name: String::new(),
        email: String::new(),
        locale: Locale::Fa,
        session_id: None,
        grants: vec![Grant {
            role,
            unit_id: unit.map(UnitId),
            desk_id: desk.map(DeskId),
        }],
        stands_in_for: Vec::new(),
        acting_for: None,
    };
    let actors = [
        ("own head", actor(Role::UnitHead, Some(1), None)),
        ("own member", actor(Role::UnitMember, Some(1), None)),
        ("other head", actor(Role::UnitHead, Some(2), None)),
        ("own desk", actor(Role::Owner, None, Some(1))),
        ("other desk", actor(Role::Owner, None, Some(2))),
        ("director", actor(Role::Director, None, None)),
        ("mayor office", actor(Role::MayorOffice, None, None)),
        ("auditor", actor(Role::Auditor, None, None)),
        ("admin", actor(Role::Admin, None, None)),
    ];
    let mut table = String::new();
    let all = [State::Draft, State::Submitted, State::InProgress];
    let all = all.map(|state| (state, false)).into_iter();
    for (state, private) in all.chain([(State::Submitted, true), (State::InProgress, true)]) {
        let subject = Subject {
            unit_id: UnitId(1),
            filer_id: UserId(5),
            desk_id: Some(DeskId(1)),
            owner_id: None,
            state,
            proposed: state == State::Submitted,
            for_mayor: false,
            private,
        };
        let name = format!("{}{state}", if private { "private " } else { "" });
        write!(table, "{name:<20}").unwrap();
        for (name, _) in &actors {
            write!(table, " {name:>12}").unwrap();
        }
        let mut row = |name: &str, may: &dyn Fn(&Actor) -> bool| {
            write!(table, "\n{name:<20}").unwrap();
            for (_, actor) in &actors {
                write!(table, " {:>12}", if may(actor) { '✔' } else { '✘' }).unwrap();
            }
        };
        row("see", &|a| may_see(a, &subject));
        row("edit", &|a| may_edit(a, &subject));
        row("comment", &|a| may_comment(a, &subject, false));
        row("comment internally", &|a| may_comment(a, &subject, true));
        row("read internal", &|a| sees_internal(a, &subject));
        row("appoint watchers", &|a| may_appoint_watchers(a, &subject));
        row("attach", &|a| may_attach(a, &subject));
        row("detach others'", &|a| may_detach(a, &subject, UserId(5)));
        for action in ActionKind::ALL {
            row(action.as_str(), &|a| may_act(a, *action, &subject));
        }
        table.push_str("\n\n");
    }
    insta::assert_snapshot!("request_rights", table);
}
