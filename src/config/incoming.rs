//! Settings of the mail that comes in.

use secrecy::ExposeSecret;

use super::{MailServer, Values};
use crate::error::{Error, Result};

/// How mail that comes in is taken.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What answers are sent to: signs of which request are put between its name and the `@`. None: mails name no address for
    /// answers.
    pub reply_address: Option<String>,
    /// The longest mail, MiB.
    pub max_mib: u64,
    /// Comments by mail on one request within an hour.
    pub per_request_hour: i64,
    /// Mails of one sender within an hour.
    pub per_sender_hour: i64,
    /// How long a mail is kept that has been dealt with, days.
    pub keep_days: i64,
    /// The mail server whose `Authentication-Results` are believed; empty: none is asked for.
    pub auth_server: String,
    /// The mailbox that is looked into.
    pub mailbox: Option<Mailbox>,
}

/// A mailbox that is looked into (IMAP).
#[derive(Debug, Clone)]
pub struct Mailbox {
    pub server: MailServer,
    /// Where mail comes in.
    pub folder: String,
    /// Where it goes once it is taken.
    pub taken_folder: String,
    /// Pause between two looks, seconds.
    pub seconds: u64,
}

/// Octets that the name before the `@` may have, so that with the signs it is within 64 (RFC 5321, 4.5.3.1.1).
const LONGEST_NAME: usize = 24;

impl Values<'_> {
    pub(super) fn incoming(&self) -> Result<Incoming> {
        Ok(Incoming {
            reply_address: self.reply_address()?,
            max_mib: self.within("mail_in_max_mib", 1, 200)?,
            per_request_hour: self.within("mail_in_per_request_hour", 1, 10_000)?,
            per_sender_hour: self.within("mail_in_per_sender_hour", 1, 10_000)?,
            keep_days: self.within("mail_in_keep_days", 1, 3650)?,
            auth_server: self.text("mail_in_auth_server").trim().to_ascii_lowercase(),
            mailbox: self.mailbox()?,
        })
    }

    fn mailbox(&self) -> Result<Option<Mailbox>> {
        let mailbox = Mailbox {
            server: self.mail_server("imap")?,
            folder: self.text("imap_folder"),
            taken_folder: self.text("imap_taken_folder"),
            seconds: self.within("imap_seconds", 1, 86_400)?,
        };
        if mailbox.server.host.is_empty() {
            return Ok(None);
        }
        let missing = |key: &str| Error::config(key, "is missing, though imap_host is set");
        if mailbox.server.username.is_empty() {
            return Err(missing("imap_username"));
        }
        if mailbox.server.password.expose_secret().is_empty() {
            return Err(missing("imap_password"));
        }
        if mailbox.folder.is_empty() {
            return Err(missing("imap_folder"));
        }
        // What has been taken must not lie where it is looked for.
        if mailbox.taken_folder.is_empty() || mailbox.taken_folder == mailbox.folder {
            return Err(Error::config(
                "imap_taken_folder",
                "wants another folder than imap_folder",
            ));
        }
        Ok(Some(mailbox))
    }

    fn reply_address(&self) -> Result<Option<String>> {
        let text = self.text("mail_reply_address").trim().to_ascii_lowercase();
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = |why: &str| Error::config("mail_reply_address", format!("{why}, not {text:?}"));
        if text.parse::<lettre::Address>().is_err() || !text.is_ascii() {
            return Err(wrong("wants an e-mail address"));
        }
        let name = text.split('@').next().unwrap_or_default();
        if name.contains(['+', '"']) || name.len() > LONGEST_NAME {
            return Err(wrong("wants a name of at most 24 letters without + before the @"));
        }
        Ok(Some(text))
    }
}
