//! Flows through the services on a real database: what is committed although a call fails, what ends with what,
//! and that an administrator is always left.

use chrono::TimeDelta;
use secrecy::SecretString;
use tempfile::TempDir;

use super::bodies::{ChangeUser, ChosenPassword, FirstAdmin, InviteUser, ListUsers, Login, RoleGrant, SetRoles};
use super::model::{Actor, Grant, NewUser, Purpose, Role};
use super::sign_in::{self, Fresh, Origin};
use super::tokens::{Claims, Signer, hash_secret};
use super::{links, password, people, service, session_store};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{Error, Locale, Result};
use crate::ids::{SessionId, UserId};
use crate::resource::Expected;

const PASSWORD: &str = "برگ سپیدار کنار پنجره";

struct World {
    db: Db,
    signer: Signer,
    _folder: TempDir,
}

impl World {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::at(chrono::DateTime::from_timestamp(1_575_000_000, 0).unwrap());
        Self {
            db: Db::in_folder(folder.path(), &clock),
            signer: Signer::new(&SecretString::from("k".repeat(48)), 10),
            _folder: folder,
        }
    }

    fn user(&self, email: &str, role: Role) -> UserId {
        let hash = password::hash(&SecretString::from(PASSWORD)).unwrap();
        let grants = vec![Grant::everywhere(role)];
        let new = NewUser {
            email: email.to_owned(),
            name: "مدیر".to_owned(),
            locale: Locale::Fa,
            password_hash: Some(hash),
            grants,
        };
        self.db
            .write_now(|c, cx| service::create_user(c, cx, None, new.clone()))
            .unwrap()
    }

    fn actor(&self, id: UserId) -> Actor {
        self.db.read_now(|c, _| service::act_as(c, id)).unwrap()
    }

    async fn login(&self, email: &str, password: &str) -> Result<Fresh> {
        let from = Origin {
            address: "192.0.2.7".to_owned(),
            user_agent: "test\r\n\u{202E}agent".to_owned(),
        };
        sign_in::login(
            &self.db,
            &self.signer,
            Login {
                email: email.to_owned(),
                password: password.to_owned(),
            },
            from,
        )
        .await
    }

    fn claims(&self, fresh: &Fresh) -> Claims {
        self.signer
            .check(&fresh.view.access_token, self.db.clock().now())
            .unwrap()
    }

    fn stands(&self, claims: &Claims) -> bool {
        self.db.read_now(|c, cx| service::actor(c, cx, claims)).is_ok()
    }
}

fn code<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(Error::Unauthenticated(code) | Error::Conflict { code, .. } | Error::Forbidden(code, _)) => code.to_owned(),
        Err(Error::TooMany(seconds)) => format!("again in {seconds}"),
        Err(Error::Invalid(errors)) => errors
            .iter()
            .map(|e| format!("{} {}", e.pointer, e.code))
            .collect::<Vec<_>>()
            .join(", "),
        Err(Error::NotFound) => "not_found".to_owned(),
        Err(Error::Stale(_)) => "stale".to_owned(),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn failures_are_remembered_and_known_and_unknown_accounts_answer_alike() {
    let w = World::new();
    w.user("director@demo.test", Role::Director);
    for email in ["director@demo.test", "nobody@demo.test"] {
        for _ in 0..5 {
            assert_eq!(code(w.login(email, "wrong").await), "wrong_credentials");
        }
        assert_eq!(code(w.login(email, PASSWORD).await), "again in 900", "{email}");
    }
    // Letter case and spaces make no other account.
    assert_eq!(code(w.login(" Director@Demo.test ", PASSWORD).await), "again in 900");
    w.db.clock().advance(TimeDelta::minutes(15));
    assert_eq!(code(w.login(" Director@Demo.test ", PASSWORD).await), "ok");
    for _ in 0..4 {
        assert_eq!(code(w.login("director@demo.test", "wrong").await), "wrong_credentials");
    }
    assert_eq!(
        code(w.login("director@demo.test", PASSWORD).await),
        "ok",
        "a success forgives the account"
    );
    assert_eq!(code(w.login("director@demo.test", "wrong").await), "wrong_credentials");
    // The address has 5 failures of this quarter of an hour; 15 more at different accounts block it.
    for n in 0..15 {
        assert_eq!(
            code(w.login(&format!("x{n}@demo.test"), "wrong").await),
            "wrong_credentials",
            "{n}"
        );
    }
    assert_eq!(code(w.login("director@demo.test", PASSWORD).await), "again in 900");
}

#[tokio::test]
async fn many_tries_at_once_are_no_way_around_the_throttle() {
    let w = World::new();
    w.user("director@demo.test", Role::Director);
    let tries = futures_util::future::join_all((0..12).map(|_| w.login("director@demo.test", "wrong"))).await;
    let heard = tries.into_iter().map(code).filter(|c| c == "wrong_credentials").count();
    assert_eq!(heard, 5);
}

#[tokio::test]
async fn a_used_refresh_token_ends_the_session_for_good() {
    let w = World::new();
    w.user("director@demo.test", Role::Director);
    let first = w.login("director@demo.test", PASSWORD).await.unwrap();
    let claims = w.claims(&first);
    let second = sign_in::refresh(&w.db, &w.signer, &first.refresh).await.unwrap();
    assert_eq!(w.claims(&second).sid, claims.sid);
    assert!(second.refresh != first.refresh && w.stands(&claims));

    assert_eq!(
        code(sign_in::refresh(&w.db, &w.signer, &first.refresh).await),
        "refresh_reused"
    );
    assert!(!w.stands(&claims), "the revocation is committed");
    assert_eq!(
        code(sign_in::refresh(&w.db, &w.signer, &second.refresh).await),
        "session_ended"
    );
    assert_eq!(
        code(sign_in::refresh(&w.db, &w.signer, "made up").await),
        "invalid_token"
    );
}

#[tokio::test]
async fn sessions_are_listed_ended_and_run_out() {
    let w = World::new();
    let id = w.user("director@demo.test", Role::Director);
    let [a, b, c3] = [
        w.login("director@demo.test", PASSWORD).await.unwrap(),
        w.login("director@demo.test", PASSWORD).await.unwrap(),
        w.login("director@demo.test", PASSWORD).await.unwrap(),
    ];
    let [a, b, c3] = [a, b, c3].map(|f| w.claims(&f));
    let me = w.db.read_now(|c, cx| service::actor(c, cx, &a)).unwrap();
    let listed = w.db.read_now(|c, cx| sign_in::sessions(c, cx, &me)).unwrap().items;
    assert_eq!(listed.len(), 3);
    assert_eq!(
        listed.iter().filter(|s| s.current).map(|s| s.id).collect::<Vec<_>>(),
        [a.sid]
    );
    assert!(listed.iter().all(|s| s.user_agent == "test agent"), "{listed:?}");

    w.db.write_now(|c, cx| sign_in::end_session(c, cx, &me, b.sid)).unwrap();
    assert!(w.stands(&a) && !w.stands(&b) && w.stands(&c3));
    let stranger = w.actor(w.user("auditor@demo.test", Role::Auditor));
    assert_eq!(
        code(w.db.write_now(|c, cx| sign_in::end_session(c, cx, &stranger, a.sid))),
        "not_found"
    );
    w.db.write_now(|c, cx| sign_in::end_other_sessions(c, cx, &me)).unwrap();
    assert!(w.stands(&a) && !w.stands(&c3));
    assert!(
        !w.stands(&Claims {
            sub: UserId(id.0 + 1),
            ..a.clone()
        }) && !w.stands(&Claims {
            sid: SessionId(99),
            ..a.clone()
        })
    );

    w.db.clock().advance(TimeDelta::days(31));
    assert!(!w.stands(&a), "an unused session runs out");
    w.db.clock().advance(TimeDelta::days(8));
    w.db.write_now(service::sweep).unwrap();
    assert_eq!(
        code(w.db.write_now(|c, cx| sign_in::end_session(c, cx, &me, a.sid))),
        "not_found"
    );
}

#[tokio::test]
async fn invitations_and_resets_work_once_and_end_sessions() {
    let w = World::new();
    let admin = w.actor(w.user("admin@demo.test", Role::Admin));
    let body = InviteUser {
        email: "Head@demo.test".to_owned(),
        name: " مدير  روابط ".to_owned(),
        locale: Locale::Fa,
        roles: vec![RoleGrant {
            role: Role::MayorOffice,
            unit_id: None,
            desk_id: None,
        }],
    };
    let invited = w.db.write_now(|c, cx| people::invite(c, cx, &admin, &body)).unwrap();
    assert_eq!(
        (invited.email.as_str(), invited.name.as_str(), invited.has_password),
        ("head@demo.test", "مدیر روابط", false)
    );
    assert_eq!(
        code(w.db.write_now(|c, cx| people::invite(c, cx, &admin, &body))),
        "/email conflict"
    );
    assert_eq!(code(w.login("head@demo.test", PASSWORD).await), "wrong_credentials");

    let link = |purpose: Purpose, token: &'static str| {
        let until = w.db.clock().now().plus(TimeDelta::minutes(60));
        w.db.write_now(|c, cx| {
            session_store::insert_link(c, cx.now, Some(invited.id), purpose, &hash_secret(token), until)
        })
        .unwrap();
    };
    link(Purpose::Invitation, "one");
    let choose = async |purpose, token: &str, password: &str| {
        code(
            links::choose_password(
                &w.db,
                purpose,
                ChosenPassword {
                    token: token.to_owned(),
                    password: password.to_owned(),
                },
            )
            .await,
        )
    };
    assert_eq!(
        choose(Purpose::PasswordReset, "one", PASSWORD).await,
        "/token invalid",
        "each link has its purpose"
    );
    assert_eq!(
        choose(Purpose::Invitation, "one", "head@demo.test").await,
        "/password invalid"
    );
    assert_eq!(choose(Purpose::Invitation, "one", PASSWORD).await, "ok");
    assert_eq!(choose(Purpose::Invitation, "one", PASSWORD).await, "/token invalid");
    let session = w.claims(&w.login("head@demo.test", PASSWORD).await.unwrap());

    link(Purpose::PasswordReset, "two");
    link(Purpose::PasswordReset, "three");
    assert_eq!(
        choose(Purpose::PasswordReset, "two", "another window, another leaf").await,
        "ok"
    );
    assert!(!w.stands(&session));
    assert_eq!(
        choose(Purpose::PasswordReset, "three", PASSWORD).await,
        "/token invalid",
        "one reset uses up the others"
    );
    assert_eq!(code(w.login("head@demo.test", PASSWORD).await), "wrong_credentials");

    link(Purpose::PasswordReset, "four");
    w.db.clock().advance(TimeDelta::minutes(60));
    assert_eq!(
        choose(Purpose::PasswordReset, "four", PASSWORD).await,
        "/token invalid",
        "it has expired"
    );
    for email in ["head@demo.test", "HEAD@demo.test", "nobody@demo.test", "not an address"] {
        w.db.write_now(|c, cx| links::forgot(c, cx, email)).unwrap();
    }
}

#[tokio::test]
async fn the_first_administrator_comes_by_a_link_and_only_once() {
    let w = World::new();
    let link = || w.db.write_now(service::first_admin_link).unwrap();
    let (first, second) = (link().unwrap(), link().unwrap());
    let token = |link: &str| link.split_once("/first-admin#token=").unwrap().1.to_owned();
    let create = async |token: String, email: &str| {
        let body = FirstAdmin {
            token,
            email: email.to_owned(),
            name: "مدیر سامانه".to_owned(),
            password: PASSWORD.to_owned(),
        };
        code(links::create_first_admin(&w.db, body).await)
    };
    assert_eq!(create("guess".to_owned(), "admin@demo.test").await, "/token invalid");
    assert_eq!(create(token(&first), "no address").await, "/email invalid");
    assert_eq!(create(token(&first), "admin@demo.test").await, "ok");
    assert_eq!(create(token(&first), "other@demo.test").await, "/token invalid");
    assert_eq!(create(token(&second), "other@demo.test").await, "/token invalid");
    assert_eq!(link(), None);
    assert_eq!(
        w.login("admin@demo.test", PASSWORD).await.unwrap().view.user.roles[0].role,
        Role::Admin
    );
}

#[tokio::test]
async fn deactivation_ends_sessions_and_an_administrator_is_always_left() {
    let w = World::new();
    let admin = w.actor(w.user("admin@demo.test", Role::Admin));
    let director = w.user("director@demo.test", Role::Director);
    let session = w.claims(&w.login("director@demo.test", PASSWORD).await.unwrap());
    let change = |who: &Actor, id, expected: Expected, body: ChangeUser| {
        code(w.db.write_now(|c, cx| people::change(c, cx, who, id, &expected, &body)))
    };
    let off = || ChangeUser {
        active: Some(false),
        ..ChangeUser::default()
    };
    assert_eq!(change(&w.actor(director), admin.id, Expected::Any, off()), "forbidden");
    assert_eq!(change(&admin, director, Expected::OneOf(vec![7]), off()), "stale");
    assert_eq!(change(&admin, director, Expected::OneOf(vec![1]), off()), "ok");
    assert!(!w.stands(&session));
    assert_eq!(code(w.login("director@demo.test", PASSWORD).await), "wrong_credentials");

    assert_eq!(change(&admin, admin.id, Expected::Any, off()), "last_admin");
    let set = |id, roles: &[RoleGrant]| {
        code(w.db.write_now(|c, cx| {
            people::set_roles(c, cx, &admin, id, &Expected::Any, &SetRoles { roles: roles.to_vec() })
        }))
    };
    let role = |role| RoleGrant {
        role,
        unit_id: None,
        desk_id: None,
    };
    assert_eq!(set(admin.id, &[role(Role::Director)]), "last_admin");
    assert_eq!(set(admin.id, &[role(Role::Director), role(Role::Admin)]), "ok");
    assert_eq!(set(director, &[role(Role::Admin)]), "ok");
    assert_eq!(
        change(&admin, admin.id, Expected::Any, off()),
        "last_admin",
        "an inactive administrator does not count"
    );
    assert_eq!(
        change(
            &admin,
            director,
            Expected::Any,
            ChangeUser {
                active: Some(true),
                ..ChangeUser::default()
            }
        ),
        "ok"
    );
    assert_eq!(set(admin.id, &[role(Role::Director)]), "ok");

    assert_eq!(
        set(
            director,
            &[
                role(Role::UnitHead),
                RoleGrant {
                    role: Role::Owner,
                    unit_id: Some(crate::ids::UnitId(1)),
                    desk_id: Some(crate::ids::DeskId(9))
                }
            ]
        ),
        "/roles/0/unit_id required, /roles/1/unit_id not_allowed, /roles/1/desk_id not_found"
    );
    assert_eq!(
        set(director, &[role(Role::Auditor), role(Role::Auditor)]),
        "/roles/1 conflict"
    );
    assert_eq!(
        w.db.read_now(|c, _| service::holders(c, Role::Director))
            .unwrap()
            .iter()
            .map(|p| p.id)
            .collect::<Vec<_>>(),
        [admin.id]
    );
}

#[test]
fn the_list_is_paged_in_the_order_of_names() {
    let w = World::new();
    let admin = w.actor(w.user("admin@demo.test", Role::Admin));
    for (n, name) in ["منطقه ۱۰", "پسماند", "منطقه ۲", "آتش‌نشانی"].iter().enumerate() {
        let grants = vec![Grant::everywhere(Role::Auditor)];
        let new = NewUser {
            email: format!("p{n}@demo.test"),
            name: (*name).to_owned(),
            locale: Locale::Fa,
            password_hash: None,
            grants,
        };
        w.db.write_now(|c, cx| service::create_user(c, cx, Some(&admin), new.clone()))
            .unwrap();
    }
    let mut seen = Vec::new();
    let mut wanted = ListUsers {
        role: Some(Role::Auditor),
        active: Some(true),
        limit: Some(3),
        cursor: None,
    };
    loop {
        let page = w.db.read_now(|c, cx| people::list(c, cx, &admin, &wanted)).unwrap();
        seen.extend(page.items.into_iter().map(|u| u.name));
        match page.next {
            Some(next) => wanted.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ["آتش‌نشانی", "پسماند", "منطقه ۲", "منطقه ۱۰"]);
    assert!(
        w.db.read_now(|c, cx| people::list(
            c,
            cx,
            &admin,
            &ListUsers {
                active: Some(false),
                ..ListUsers::default()
            }
        ))
        .unwrap()
        .items
        .is_empty()
    );
    assert_eq!(
        w.db.read_now(|c, _| service::people(c, &[admin.id, admin.id, UserId(99)]))
            .unwrap()
            .len(),
        1
    );
}
