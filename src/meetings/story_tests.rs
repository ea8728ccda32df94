//! Two meetings in a row through the services, on SQLite: what is open comes back, what was promised and is late comes first.

use diesel::connection::SimpleConnection;
use serde_json::json;

use crate::accounts::{Actor, Role, model::Grant};
use crate::clock::{Clock, Timestamp};
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, Locale};
use crate::export::html;
use crate::ids::UserId;
use crate::meetings::agenda::model::{AgendaView, CommitmentFilter, CreateOutcome, UpdateItem};
use crate::meetings::agenda::ranking::LineKind;
use crate::meetings::agenda::service as agenda;
use crate::meetings::commitments::service as commitments;
use crate::meetings::model::{AttendanceList, CreateMeeting, MeetingActionBody, MeetingFilter, MeetingView};
use crate::meetings::outcomes::service as outcomes;
use crate::meetings::papers::agenda::Gathered;
use crate::meetings::series::model::CreateSeries;
use crate::meetings::series::service as series;
use crate::meetings::service;
use crate::meetings::session::attendance;
use crate::meetings::state::MeetingAction;
use crate::requests::{model::CreateRequest, service as requests};
use crate::resource::Expected::Any;

fn at(text: &str) -> Timestamp {
    Timestamp::new(text.parse().unwrap())
}

fn director() -> Actor {
    let grants = vec![Grant::everywhere(Role::Director)];
    Actor {
        name: "مدیر ارتباطات".into(),
        email: "d@x.test".into(),
        ..Actor::holding(UserId(1), grants)
    }
}

fn database(dir: &std::path::Path) -> Db {
    let db = Db::in_folder(dir, &Clock::at("2019-12-03T06:00:00Z".parse().unwrap()));
    let now = "'2019-12-01 00:00:00'";
    db.write_now(|c, _| {
        let Conn::Sqlite(c) = c else { panic!("sqlite") };
        c.batch_execute(&format!(
            "INSERT INTO users (id, email, name, sort_key, locale, password_hash, active, version, created_at, updated_at) VALUES (1,'d@x.test','مدیر',x'00','fa',NULL,TRUE,1,{now},{now}), (2,'h@x.test','مسئول واحد',x'00','fa',NULL,TRUE,1,{now},{now});
             INSERT INTO units VALUES (1,'منطقهٔ ۱','k',x'00','district',NULL,1,NULL,TRUE,1,{now},{now});
             INSERT INTO role_grants (user_id, role, unit_id, created_at) VALUES (2,'unit_head',1,{now});"
        ))?;
        Ok(())
    })
    .unwrap();
    db
}

fn file(c: &mut Conn, cx: &Cx, who: &Actor, title: &str, raised_in: Option<i64>) {
    let body = json!({ "category": "other", "unit_id": 1, "title": title, "details": { "need": "نیاز" }, "raised_in": raised_in });
    requests::create(c, cx, who, &serde_json::from_value::<CreateRequest>(body).unwrap()).unwrap();
}

fn meeting(c: &mut Conn, cx: &Cx, who: &Actor, starts: &str, ends: &str) -> MeetingView {
    let input: CreateMeeting =
        serde_json::from_value(json!({ "series_id": 1, "starts_at": starts, "ends_at": ends })).unwrap();
    service::create_meeting(c, cx, who, &input).unwrap()
}

fn outcome(text: serde_json::Value) -> CreateOutcome {
    serde_json::from_value(text).unwrap()
}

fn titles(view: &AgendaView) -> Vec<(&str, LineKind)> {
    view.items.iter().map(|i| (i.title.as_str(), i.kind)).collect()
}

#[test]
fn what_was_not_solved_comes_back_and_what_was_promised_late_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let db = database(dir.path());
    let d = director();
    let body = MeetingActionBody::default();
    let go =
        |c: &mut Conn, cx: &Cx, m: &MeetingView, action| service::act(c, cx, &director(), m.id, action, &Any, &body);

    db.write_at(at("2019-12-03T06:00:00Z"), |c, cx| {
        let series: CreateSeries = serde_json::from_value(json!({ "title": "نشست پیگیری", "last_number": 1 })).unwrap();
        series::create(c, cx, &d, &series)?;
        let second = meeting(c, cx, &d, "2019-12-03T06:30:00Z", "2019-12-03T08:30:00Z");
        assert_eq!((second.number, second.invited.len()), (None, 1));
        file(c, cx, &d, "پیشین", None);
        let shown = agenda::generate(c, cx, &d, second.id, &Any, Locale::Fa)?;
        assert_eq!(titles(&shown), [("پیشین", LineKind::New)]);
        go(c, cx, &second, MeetingAction::Schedule)?;
        assert_eq!(go(c, cx, &second, MeetingAction::PublishAgenda)?.agenda_revision, 1);
        go(c, cx, &second, MeetingAction::Start)?;
        for title in ["دوربین", "آموزش", "حل‌شده", "موکول"] {
            file(c, cx, &d, title, Some(second.id.0));
        }
        let shown = agenda::generate(c, cx, &d, second.id, &Any, Locale::Fa)?;
        assert_eq!(shown.items.iter().map(|i| i.title.as_str()).collect::<Vec<_>>(), ["پیشین", "دوربین", "آموزش", "حل‌شده", "موکول"]);
        assert_eq!(shown.items[1].reason, "در همین جلسه مطرح شد");
        let early = outcome(json!({ "kind": "commitment", "text": "خرید", "who_id": 2, "due_on": "2019-12-02" }));
        assert!(matches!(outcomes::add(c, cx, &d, second.id, shown.items[1].id, &early, Locale::Fa), Err(Error::Invalid(_))));
        let promise = outcome(json!({ "kind": "commitment", "text": "خرید دوربین", "who_id": 2, "due_on": "2019-12-12" }));
        let line = outcomes::add(c, cx, &d, second.id, shown.items[1].id, &promise, Locale::Fa)?;
        assert!(line.discussed && line.outcomes[0].commitment.is_some());
        outcomes::add(c, cx, &d, second.id, shown.items[3].id, &outcome(json!({ "kind": "solved", "text": "شد" })), Locale::Fa)?;
        outcomes::add(c, cx, &d, second.id, shown.items[4].id, &outcome(json!({ "kind": "deferred", "text": "بعد", "due_on": "2019-12-20" })), Locale::Fa)?;
        let marks: AttendanceList = serde_json::from_value(json!([{ "user_id": 2, "status": "present" }, { "user_id": 1, "status": "substitute", "substitute_name": "جانشین" }])).unwrap();
        assert_eq!(attendance::mark(c, cx, &d, second.id, &Any, &marks)?.invited.len(), 2);
        go(c, cx, &second, MeetingAction::Finish).map(drop)
    })
    .unwrap();

    db.write_at(at("2019-12-23T06:00:00Z"), |c, cx| {
        let third = meeting(c, cx, &d, "2019-12-24T06:30:00Z", "2019-12-24T08:30:00Z");
        file(c, cx, &d, "تازه", None);
        let shown = agenda::generate(c, cx, &d, third.id, &Any, Locale::Fa)?;
        let wanted = [
            ("تأیید صورت‌جلسهٔ نشست ۲", LineKind::Minutes),
            ("خرید دوربین", LineKind::Commitment),
            ("پیشین", LineKind::Carried),
            ("دوربین", LineKind::Carried),
            ("آموزش", LineKind::Carried),
            ("تازه", LineKind::New),
            ("موکول", LineKind::Deferred),
        ];
        assert_eq!(titles(&shown), wanted);
        assert_eq!(shown.items[1].reason, "تعهد با ۱۲ روز تأخیر");
        assert_eq!(shown.items[3].reason, "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار اول");
        let again = agenda::generate(c, cx, &d, third.id, &Any, Locale::Fa)?;
        assert_eq!(
            shown.items.iter().map(|i| (i.id, i.version)).collect::<Vec<_>>(),
            again.items.iter().map(|i| (i.id, i.version)).collect::<Vec<_>>()
        );

        let out = UpdateItem {
            excluded: Some(true),
            exclusion_reason: Some("در جلسهٔ بعد".into()),
            note: Some("بعد".into()),
            ..UpdateItem::default()
        };
        agenda::update_item(c, cx, &d, third.id, shown.items[5].id, &Any, &out, Locale::Fa)?;
        let up = UpdateItem {
            position: crate::resource::Patch::Set(1),
            ..UpdateItem::default()
        };
        assert_eq!(
            agenda::update_item(c, cx, &d, third.id, shown.items[6].id, &Any, &up, Locale::Fa)?.position,
            1
        );
        let kept = agenda::generate(c, cx, &d, third.id, &Any, Locale::En)?;
        assert_eq!((kept.excluded.len(), kept.excluded[0].note.as_str()), (1, "بعد"));

        let html = html::render(&Gathered::of(c, &d, third.id, None)?.agenda_paper(&cx.settings))?;
        assert!(
            html.contains("سه‌شنبه ۳ دی ۱۳۹۸") && html.contains("<bdi>دوربین</bdi>") && html.contains("dir=\"rtl\"")
        );

        let all = commitments::list(c, cx, &d, &CommitmentFilter::default())?.items;
        assert_eq!((all.len(), all[0].late, all[0].days_late), (1, true, 11));
        let head = Actor {
            id: UserId(2),
            grants: vec![Grant {
                role: Role::UnitHead,
                unit_id: Some(crate::ids::UnitId(1)),
                desk_id: None,
            }],
            ..director()
        };
        assert_eq!(
            service::list_meetings(c, &head, &MeetingFilter::default())?.items.len(),
            1
        );
        assert!(matches!(service::get_meeting(c, &head, third.id), Err(Error::NotFound)));
        let stranger = Actor {
            id: UserId(9),
            grants: vec![],
            ..director()
        };
        assert!(
            service::list_meetings(c, &stranger, &MeetingFilter::default())?
                .items
                .is_empty()
        );
        Ok(())
    })
    .unwrap();
}
