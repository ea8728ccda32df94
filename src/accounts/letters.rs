//! The mails about an account: the facts and the link. What they say and how they look is the business of
//! `notifications`. Tokens stand behind `#` in a link, which browsers send to no server and into no log.

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
