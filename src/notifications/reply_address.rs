//! Where answers to a mail go: an address that says which conversation it is of, signed, so that none can be guessed:
//! `requests+r42.5k3tq7xw2mzn4b6c@pr.example.org`. Who has one has seen a mail of that conversation; whether they may speak in
//! it is asked of their own address.

use aws_lc_rs::hmac;
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::config::Settings;
use crate::error::Result;

/// What conversations about requests are called, and their sign in an address.
const THREAD: &str = "request-";
const SIGN: char = 'r';
/// Octets of the signature: eighty bits, which sixteen letters hold.
const LENGTH: usize = 10;
/// RFC 4648, 6, in lower case: mail servers may fold the case.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Makes and reads such addresses.
#[derive(Clone)]
pub struct ReplyAddresses {
    name: String,
    domain: String,
    key: hmac::Key,
}

impl ReplyAddresses {
    /// Those of the setting `mail_reply_address`, if there is one. The key is made of the one that tokens are signed with.
    ///
    /// # Errors
    /// Names `secret_file`.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>> {
        let Some((name, domain)) = settings
            .incoming
            .reply_address
            .as_deref()
            .and_then(|a| a.split_once('@'))
        else {
            return Ok(None);
        };
        let secret = settings.signing_key()?;
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let own = hmac::sign(&root, b"hamahang reply addresses");
        Ok(Some(Self {
            name: name.to_owned(),
            domain: domain.to_owned(),
            key: hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()),
        }))
    }

    /// The address without any sign: where new mail goes, and what cannot be delivered comes back to.
    pub fn plain(&self) -> String {
        format!("{}@{}", self.name, self.domain)
    }

    /// The address for answers in a conversation; none where nothing would come of them.
    pub fn of(&self, thread: &str) -> Option<String> {
        let id: i64 = thread.strip_prefix(THREAD)?.parse().ok()?;
        Some(format!(
            "{}+{SIGN}{id}.{}@{}",
            self.name,
            self.signature(id),
            self.domain
        ))
    }

    /// The conversation that a genuine address is of.
    pub fn read(&self, address: &str) -> Option<String> {
        let address = address.trim().to_ascii_lowercase();
        let (local, domain) = address.rsplit_once('@')?;
        let sign = local.strip_prefix(self.name.as_str())?.strip_prefix('+')?;
        let (id, signature) = sign.strip_prefix(SIGN)?.split_once('.')?;
        let id: i64 = id.parse().ok()?;
        let genuine: bool = self.signature(id).as_bytes().ct_eq(signature.as_bytes()).into();
        (domain == self.domain && genuine).then(|| format!("{THREAD}{id}"))
    }

    /// Whether it is our address, with or without a sign, genuine or not.
    pub fn is_own(&self, address: &str) -> bool {
        let address = address.trim().to_ascii_lowercase();
        address.rsplit_once('@').is_some_and(|(local, domain)| {
            let rest = local.strip_prefix(self.name.as_str());
            domain == self.domain && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('+'))
        })
    }

    fn signature(&self, id: i64) -> String {
        let tag = hmac::sign(&self.key, format!("{THREAD}{id}").as_bytes());
        let octets = tag.as_ref().iter().take(LENGTH);
        let bits = octets.fold(0_u128, |bits, octet| (bits << 8) | u128::from(*octet));
        let letter = |n: usize| char::from(LETTERS[usize::try_from((bits >> (5 * n)) & 31).unwrap_or(0)]);
        (0..LENGTH * 8 / 5).rev().map(letter).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(key: &[u8]) -> ReplyAddresses {
        ReplyAddresses {
            name: "requests".into(),
            domain: "pr.example.org".into(),
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
        }
    }

    #[test]
    fn only_our_own_addresses_name_a_conversation() {
        let own = addresses(b"a");
        let address = own.of("request-42").unwrap();
        assert!(address.starts_with("requests+r42.") && address.len() == "requests+r42.@pr.example.org".len() + 16);
        assert!(address.split('@').next().unwrap().len() <= 64);
        assert_eq!(own.read(&address).as_deref(), Some("request-42"));
        assert_eq!(own.read(&address.to_uppercase()).as_deref(), Some("request-42"));
        let other = own.of("request-43").unwrap();
        let moved = other.replace("r43", "r42");
        for wrong in [
            moved.as_str(),
            "requests@pr.example.org",
            "requests+r42.@pr.example.org",
            "requests+r42@pr.example.org",
            &address.replace("pr.example", "pr2.example"),
            &addresses(b"b").of("request-42").unwrap(),
            "",
        ] {
            assert_eq!(own.read(wrong), None, "{wrong}");
        }
        assert_eq!(own.of("meeting-3"), None);
        assert!(own.is_own(&address) && own.is_own("Requests@PR.example.org") && own.is_own(&moved));
        assert!(!own.is_own("requests2@pr.example.org") && !own.is_own("x@pr.example.org"));
    }
}
