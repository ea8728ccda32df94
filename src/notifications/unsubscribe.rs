//! The link by which a mail's reader does without more of its kind (RFC 8058): it names whom and what, and is signed, so that
//! nothing has to be kept. Looking at it changes nothing.

use askama::Template;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};

use super::plan::{self, Channel, Topic};
use super::preferences::Subscription;
use crate::error::{Locale, Result};
use crate::html::Html;
use crate::ids::UserId;

/// Signs the links, with a key of their own that is made of the instance's.
#[derive(Clone)]
pub struct Key(hmac::Key);

impl Key {
    /// Of the instance's key.
    pub fn new(secret: &SecretString) -> Self {
        let instance = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let own = hmac::sign(&instance, b"links that unsubscribe");
        Self(hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()))
    }

    /// The address by which this person does without this.
    pub fn link(&self, base_url: &str, user: UserId, from: Subscription) -> String {
        let said = format!("{user}.{}", from.word());
        let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&self.0, said.as_bytes()));
        format!("{base_url}/unsubscribe/{said}.{signature}")
    }

    /// Whom and what a link names; none: it is not ours.
    pub fn read(&self, token: &str) -> Option<(UserId, Subscription)> {
        let (said, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        hmac::verify(&self.0, said.as_bytes(), &signature).ok()?;
        let (user, from) = said.split_once('.')?;
        Some((UserId(user.parse().ok()?), Subscription::of(from)?))
    }
}

/// What mails of this topic can be done without by; nothing: they must be told.
pub fn subscription(topic: Topic) -> Option<Subscription> {
    let can = plan::about(topic).choices.contains(&Channel::InApp);
    can.then_some(Subscription::Topic(topic))
}

#[derive(Template)]
#[template(path = "notifications/templates/unsubscribe.html")]
struct Page {
    locale: Locale,
    title: &'static str,
    says: String,
    asks: bool,
    preferences: String,
}

/// The page that asks.
///
/// # Errors
/// 500: the template failed.
pub fn ask(from: Subscription, base_url: &str, locale: Locale) -> Result<Html> {
    let what = named(from, locale);
    let says = match locale {
        Locale::Fa => format!("می‌خواهید دیگر نامه‌ای از این دسته نگیرید؟ «{what}» همچنان در سامانه دیده می‌شود."),
        Locale::En => format!("Do you want no more mails of this kind? You still find “{what}” in the application."),
    };
    page(
        locale.pick("لغو دریافت نامه", "Unsubscribe"),
        says,
        true,
        base_url,
        locale,
    )
}

/// The page after it.
///
/// # Errors
/// 500: the template failed.
pub fn done(from: Subscription, base_url: &str, locale: Locale) -> Result<Html> {
    let what = named(from, locale);
    let says = match locale {
        Locale::Fa => format!("از این پس دربارهٔ «{what}» نامه‌ای برای شما فرستاده نمی‌شود."),
        Locale::En => format!("From now on you get no mails about “{what}”."),
    };
    page(locale.pick("انجام شد", "Done"), says, false, base_url, locale)
}

/// The page of a link that is not ours, or of what must be told.
///
/// # Errors
/// 500: the template failed.
pub fn dead(base_url: &str, locale: Locale) -> Result<Html> {
    let says = locale.pick(
        "این پیوند درست نیست، یا این پیام‌ها را نمی‌توان خاموش کرد. در تنظیمات پیام‌ها می‌بینید چه چیزی را می‌توان برگزید.",
        "This link is not right, or these mails cannot be switched off. The preferences show what can be chosen.",
    );
    let title = locale.pick("این پیوند کار نمی‌کند", "This link does not work");
    page(title, says.to_owned(), false, base_url, locale)
}

fn page(title: &'static str, says: String, asks: bool, base_url: &str, locale: Locale) -> Result<Html> {
    let preferences = format!("{base_url}{PREFERENCES}");
    Html::of(
        &Page {
            locale,
            title,
            says,
            asks,
            preferences,
        },
        locale,
    )
}

/// Where the application shows the preferences.
pub const PREFERENCES: &str = "/profile";

fn named(from: Subscription, locale: Locale) -> &'static str {
    match from {
        Subscription::Topic(topic) => plan::about(topic).title.text(locale),
        Subscription::Digest => locale.pick("گزارش روزانه", "the daily digest"),
        Subscription::Weekly => locale.pick("خلاصهٔ هفتگی", "the weekly summary"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_whom_and_what_and_cannot_be_made_by_others() {
        let key = Key::new(&SecretString::from("a key of the instance"));
        let from = Subscription::Topic(Topic::Comments);
        let link = key.link("https://hamahang.test", UserId(7), from);
        let token = link.strip_prefix("https://hamahang.test/unsubscribe/").unwrap();
        assert_eq!(key.read(token), Some((UserId(7), from)));
        assert!(link.len() < 300 && link.is_ascii());
        let other = token.replacen('7', "8", 1);
        for wrong in ["", "7", "7.comments", "7.comments.", &other, &token[..token.len() - 1]] {
            assert_eq!(key.read(wrong), None, "{wrong}");
        }
        assert_eq!(Key::new(&SecretString::from("another key")).read(token), None);
    }

    #[test]
    fn what_must_be_told_has_no_link() {
        assert_eq!(subscription(Topic::Approvals), None);
        assert_eq!(
            subscription(Topic::Meetings),
            Some(Subscription::Topic(Topic::Meetings))
        );
    }
}
