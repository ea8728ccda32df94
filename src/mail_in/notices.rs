//! Who hears of mail that came in: its writer of the draft that it became, the director, once a day, of what is held.

use crate::accounts::{self, Actor, Role};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::RequestId;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use crate::notifications::service::notify;

/// Tells the writer of the draft that their mail became.
pub fn drafted(c: &mut Conn, cx: &Cx, writer: &Actor, request: RequestId, title: &str) -> Result<()> {
    let people = accounts::service::persons(c, &[writer.id])?;
    let to: Vec<_> = people.iter().map(|p| Recipient::new(p, Why::WroteMail)).collect();
    let notice = Notice {
        kind: Kind::MailDrafted,
        thread: Some(Thread {
            about: Thing::Request(request),
            label: String::new(),
            title: title.to_owned(),
        }),
        actor: None,
        facts: Vec::new(),
        quote: None,
        link: Some(format!("{}/requests/{request}", cx.settings.base_url)),
        secret_link: false,
    };
    notify(c, cx, None, &notice, &to)
}

/// Tells the directors how many mails are held.
pub fn held(c: &mut Conn, cx: &Cx, count: i64) -> Result<()> {
    let people = accounts::service::holders(c, Role::Director)?;
    let to: Vec<_> = people.iter().map(|p| Recipient::new(p, Why::Director)).collect();
    let notice = Notice {
        kind: Kind::MailHeld,
        thread: None,
        actor: None,
        facts: vec![Fact::new(Label::HeldMails, Value::Number(count))],
        quote: None,
        link: Some(format!("{}/mail/quarantine", cx.settings.base_url)),
        secret_link: false,
    };
    notify(c, cx, None, &notice, &to)
}
