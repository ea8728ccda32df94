//! The mails about an account: the facts and the link. What they say and how they look is the business of
//! `notifications`. Tokens stand behind `#` in a link, which browsers send to no server and into no log.

use super::absence_store::AbsenceRow;
use super::model::{Actor, Person};
use super::service;
use super::store::UserRow;
use crate::clock::Timestamp;
use crate::config::Settings;
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Value, Why};
use crate::notifications::service::notify;

/// The address of a page of ours, with a token.
pub fn link(settings: &Settings, page: &str, token: &str) -> String {
    format!("{}/{page}#token={token}", settings.base_url)
}

/// You are invited: choose a password.
pub fn invitation(c: &mut Conn, cx: &Cx, to: &UserRow, by: &str, token: &str, until: Timestamp) -> Result<()> {
    let facts = vec![
        Fact::new(Label::SignInAs, Value::Ltr(to.email.clone())),
        Fact::new(Label::ExpiresAt, Value::Time(until)),
    ];
    let link = link(&cx.settings, "invitation", token);
    send(
        c,
        cx,
        to,
        Notice {
            actor: Some(by.to_owned()),
            link: Some(link),
            secret_link: true,
            ..bare(Kind::Invitation, facts)
        },
    )
}

/// Somebody asked for a new password.
pub fn password_reset(c: &mut Conn, cx: &Cx, to: &UserRow, token: &str, until: Timestamp) -> Result<()> {
    let facts = vec![Fact::new(Label::ExpiresAt, Value::Time(until))];
    let link = link(&cx.settings, "reset", token);
    send(
        c,
        cx,
        to,
        Notice {
            link: Some(link),
            secret_link: true,
            ..bare(Kind::PasswordReset, facts)
        },
    )
}

/// The password was changed.
pub fn password_changed(c: &mut Conn, cx: &Cx, to: &UserRow) -> Result<()> {
    let facts = vec![Fact::new(Label::HappenedAt, Value::Time(cx.now))];
    send(
        c,
        cx,
        to,
        Notice {
            link: Some(cx.settings.base_url.clone()),
            ..bare(Kind::PasswordChanged, facts)
        },
    )
}

/// Somebody is away, and you stand in. Who is away hears of it too, unless they said so themselves.
pub fn substitute_named(c: &mut Conn, cx: &Cx, actor: &Actor, absence: &AbsenceRow) -> Result<()> {
    let both = [absence.user_id, absence.substitute_id];
    let name = |people: &[Person], id| people.iter().find(|p| p.id == id).map(|p| p.name.clone());
    let people = service::persons(c, &both)?;
    let facts = [
        name(&people, absence.user_id).map(|name| Fact::new(Label::Absent, Value::Text(name))),
        name(&people, absence.substitute_id).map(|name| Fact::new(Label::Substitute, Value::Text(name))),
        Some(Fact::new(Label::FirstDay, Value::Date(absence.starts_on))),
        Some(Fact::new(Label::LastDay, Value::Date(absence.ends_on))),
    ];
    let notice = Notice {
        actor: Some(actor.name.clone()),
        quote: Some(absence.reason.clone()).filter(|reason| !reason.is_empty()),
        ..bare(Kind::SubstituteNamed, facts.into_iter().flatten().collect())
    };
    let why = |p: &Person| {
        if p.id == absence.user_id {
            Why::Account
        } else {
            Why::Substitute
        }
    };
    let to: Vec<_> = people.iter().map(|p| Recipient::new(p, why(p))).collect();
    notify(c, cx, Some(actor.id), &notice, &to)
}

fn bare(kind: Kind, facts: Vec<Fact>) -> Notice {
    Notice {
        kind,
        thread: None,
        actor: None,
        facts,
        quote: None,
        link: None,
        secret_link: false,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "each notice is made for one letter")]
fn send(c: &mut Conn, cx: &Cx, to: &UserRow, notice: Notice) -> Result<()> {
    let recipient = Recipient {
        user_id: to.id,
        name: to.name.clone(),
        email: to.email.clone(),
        locale: to.locale,
        why: Why::Account,
    };
    notify(c, cx, None, &notice, &[recipient])
}
