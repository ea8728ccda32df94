//! Passwords: kept as Argon2id hashes, refused when they are easy to guess, and checked with the same work
//! whether the account exists or not (OWASP Password Storage Cheat Sheet; NIST SP 800-63B, 3.1.1).
//!
//! Hashing takes tens of milliseconds and 19 MiB, so it runs off the async threads, never inside a
//! transaction, and only a few at a time.

use std::sync::LazyLock;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zxcvbn::Score;

use crate::error::{Error, FieldCode, FieldError, Result};
use crate::persian::digits;

/// Characters at least.
pub const MIN_CHARS: usize = 10;
/// Characters at most: more would only cost time.
pub const MAX_CHARS: usize = 128;

/// OWASP's first choice for Argon2id without parallelism: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// So many hashes at once; the rest wait in line, and memory stays bounded (4 × 19 MiB).
static TURNS: Semaphore = Semaphore::const_new(4);
const PATIENCE: Duration = Duration::from_secs(10);

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|e| Error::internal("Argon2's parameters are wrong", e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The same password, however a keyboard composes its letters (NFKC, as NIST SP 800-63B asks).
fn normal(password: &SecretString) -> SecretString {
    SecretString::from(password.expose_secret().nfkc().collect::<String>())
}

/// Refuses what is too short, too long or easy to guess. `about`: the person's name and address, which a
/// guesser tries first.
///
/// # Errors
/// `Invalid` at `/password`.
pub fn check_strength(password: &SecretString, about: &[&str]) -> Result<()> {
    let password = normal(password);
    let password = password.expose_secret();
    let refuse = |code, fa: String, en: String| Err(Error::Invalid(vec![FieldError::with("/password", code, fa, en)]));
    let length = password.chars().count();
    if length < MIN_CHARS {
        let fa = format!(
            "گذرواژه دست‌کم {} نویسه لازم دارد.",
            digits::persian(&MIN_CHARS.to_string())
        );
        return refuse(
            FieldCode::TooShort,
            fa,
            format!("A password wants at least {MIN_CHARS} characters."),
        );
    }
    if length > MAX_CHARS {
        let fa = format!(
            "گذرواژه حداکثر {} نویسه می‌پذیرد.",
            digits::persian(&MAX_CHARS.to_string())
        );
        return refuse(
            FieldCode::TooLong,
            fa,
            format!("A password takes at most {MAX_CHARS} characters."),
        );
    }
    let mut known = vec!["hamahang", "هماهنگ"];
    for text in about {
        known.push(text);
        known.extend(
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.chars().count() > 2),
        );
    }
    if zxcvbn::zxcvbn(password, &known).score() >= Score::Three {
        return Ok(());
    }
    refuse(
        FieldCode::Invalid,
        "این گذرواژه آسان حدس زده می‌شود؛ چند واژهٔ بی‌ربط کنار هم بهتر است.".to_owned(),
        "This password is easy to guess; several unrelated words make a better one.".to_owned(),
    )
}

/// The hash to keep, in PHC form with its parameters and salt. Slow on purpose; see [`hash_new`].
///
/// # Errors
/// 500 when hashing fails.
pub fn hash(password: &SecretString) -> Result<String> {
    let hash: PasswordHash = argon2()?
        .hash_password(normal(password).expose_secret().as_bytes())
        .map_err(|e| Error::internal("a password could not be hashed", e.to_string()))?;
    Ok(hash.to_string())
}

/// Whether the password is the one that was hashed. Without a hash (no such account, or none chosen yet) a
/// stand-in is checked, so that the answer takes as long.
///
/// # Errors
/// 500 when the stored hash is broken.
pub fn matches(password: &SecretString, stored: Option<&str>) -> Result<bool> {
    static STAND_IN: LazyLock<Result<String>> =
        LazyLock::new(|| hash(&SecretString::from(super::tokens::random_secret())));
    let stand_in = STAND_IN
        .as_ref()
        .map_err(|e| Error::internal("the stand-in hash could not be made", e.to_string()))?;
    let parsed = PasswordHash::new(stored.unwrap_or(stand_in))
        .map_err(|e| Error::internal("a stored password hash is broken", e.to_string()))?;
    let right = argon2()?
        .verify_password(normal(password).expose_secret().as_bytes(), &parsed)
        .is_ok();
    Ok(right && stored.is_some())
}

/// [`check_strength`] and [`hash`], off the async threads.
///
/// # Errors
/// `Invalid` at `/password`; 503 when too many wait.
pub async fn hash_new(password: SecretString, about: Vec<String>) -> Result<String> {
    in_turn(move || {
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        check_strength(&password, &about)?;
        hash(&password)
    })
    .await
}

/// [`matches()`], off the async threads.
///
/// # Errors
/// 503 when too many wait.
pub async fn verify(password: SecretString, stored: Option<String>) -> Result<bool> {
    in_turn(move || matches(&password, stored.as_deref())).await
}

async fn in_turn<T: Send + 'static>(f: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let turn = tokio::time::timeout(PATIENCE, TURNS.acquire())
        .await
        .map_err(|e| Error::unavailable("too many sign in at once", e))?;
    let turn = turn.map_err(|e| Error::unavailable("hashing has ended", e))?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        f()
    });
    done.await.map_err(|e| Error::internal("hashing stopped", e))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(password: &str) -> Option<FieldCode> {
        match check_strength(
            &SecretString::from(password),
            &["مدیر ارتباطات", "head-district2@rasht.test"],
        ) {
            Ok(()) => None,
            Err(Error::Invalid(errors)) => {
                assert_eq!(errors[0].pointer, "/password");
                Some(errors[0].code)
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn weak_passwords_are_refused() {
        for (password, wanted) in [
            ("", Some(FieldCode::TooShort)),
            ("x7#Qp2!vZ", Some(FieldCode::TooShort)),
            // Nine characters, though eighteen bytes.
            ("سپیداردر۹", Some(FieldCode::TooShort)),
            ("password1234", Some(FieldCode::Invalid)),
            ("1234567890", Some(FieldCode::Invalid)),
            ("qwertyuiop", Some(FieldCode::Invalid)),
            ("aaaaaaaaaaaa", Some(FieldCode::Invalid)),
            ("head-district2", Some(FieldCode::Invalid)),
            ("hamahang1404", Some(FieldCode::Invalid)),
            ("correct horse battery staple", None),
            ("برگ سپیدار کنار پنجره", None),
        ] {
            assert_eq!(verdict(password), wanted, "{password}");
        }
        assert_eq!(verdict(&"bT7#".repeat(33)), Some(FieldCode::TooLong));
    }

    #[test]
    fn a_hash_says_its_parameters_and_only_its_password_fits() {
        let right = SecretString::from("برگ سپیدار کنار پنجره");
        let kept = hash(&right).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash(&right).unwrap(), "each has a salt of its own");
        assert!(matches(&right, Some(&kept)).unwrap());
        assert!(!matches(&SecretString::from("another one entirely"), Some(&kept)).unwrap());
        assert!(!matches(&right, None).unwrap());
        assert!(matches(&right, Some("not a hash")).is_err());
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        let kept = hash(&SecretString::from("caf\u{e9} on the old square")).unwrap();
        assert!(matches(&SecretString::from("cafe\u{301} on the old square"), Some(&kept)).unwrap());
    }
}
