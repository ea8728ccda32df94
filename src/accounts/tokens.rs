//! Tokens: short signed access tokens (JWT, RFC 7519, HS256 only), and random secrets kept as hashes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{SessionId, UserId};

/// What an access token says. Roles are not in it: they are read at each use, so that a change holds at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// Whose it is; text in the token, as RFC 7519 (4.1.2) wants a subject to be.
    #[serde(with = "subject")]
    pub sub: UserId,
    /// The session it was made in.
    pub sid: SessionId,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Good until, seconds since 1970.
    pub exp: i64,
}

/// A person's id as text.
mod subject {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::ids::UserId;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
    pub fn serialize<S: Serializer>(id: &UserId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<UserId, D::Error> {
        String::deserialize(from)?.parse().map(UserId).map_err(D::Error::custom)
    }
}

/// Makes and checks access tokens.
pub struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    seconds: i64,
}

impl Signer {
    /// With the instance's key; tokens last so many minutes.
    pub fn new(key: &SecretString, minutes: i64) -> Self {
        let bytes = key.expose_secret().as_bytes();
        let mut validation = Validation::new(Algorithm::HS256);
        // The clock is handed in, so expiry is checked below and not by the library.
        validation.validate_exp = false;
        validation.required_spec_claims = ["exp", "sub"].map(str::to_owned).into();
        Self {
            encoding: EncodingKey::from_secret(bytes),
            decoding: DecodingKey::from_secret(bytes),
            validation,
            seconds: minutes * 60,
        }
    }

    /// How long its tokens last, seconds.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// An access token for a session.
    ///
    /// # Errors
    /// 500 when signing fails.
    pub fn sign(&self, user: UserId, session: SessionId, now: Timestamp) -> Result<String> {
        let iat = now.utc().timestamp();
        let claims = Claims {
            sub: user,
            sid: session,
            iat,
            exp: iat + self.seconds,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(|e| Error::internal("a token could not be signed", e))
    }

    /// What a genuine, unexpired token says.
    ///
    /// # Errors
    /// 401 `invalid_token` (forged, another algorithm, `none`) or `token_expired`.
    pub fn check(&self, token: &str, now: Timestamp) -> Result<Claims> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| Error::Unauthenticated("invalid_token"))?
            .claims;
        if claims.exp <= now.utc().timestamp() {
            Err(Error::Unauthenticated("token_expired"))
        } else {
            Ok(claims)
        }
    }
}

/// A new random secret for a link or a cookie: 256 bits, URL-safe.
pub fn random_secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// How a random secret is stored. It has 256 bits of chance, so a plain SHA-256 is enough.
pub fn hash_secret(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    const KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef";

    fn now() -> Timestamp {
        Timestamp::new(chrono::DateTime::from_timestamp(1_575_000_000, 0).unwrap())
    }

    fn signer() -> Signer {
        Signer::new(&SecretString::from(KEY), 10)
    }

    fn claims() -> Claims {
        let iat = now().utc().timestamp();
        Claims {
            sub: UserId(7),
            sid: SessionId(8),
            iat,
            exp: iat + 600,
        }
    }

    fn refusal(token: &str, at: Timestamp) -> &'static str {
        match signer().check(token, at) {
            Err(Error::Unauthenticated(code)) => code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_token_says_who_until_it_expires() {
        let token = signer().sign(UserId(7), SessionId(8), now()).unwrap();
        let said = signer().check(&token, now().plus(TimeDelta::seconds(599))).unwrap();
        assert_eq!(
            (said.sub, said.sid, said.exp - said.iat),
            (UserId(7), SessionId(8), 600)
        );
        assert_eq!(refusal(&token, now().plus(TimeDelta::seconds(600))), "token_expired");
    }

    #[test]
    fn forged_tokens_are_refused() {
        let ours = EncodingKey::from_secret(KEY.as_bytes());
        let sign =
            |algorithm, key: &EncodingKey| jsonwebtoken::encode(&Header::new(algorithm), &claims(), key).unwrap();
        let genuine = sign(Algorithm::HS256, &ours);
        assert!(
            signer().check(&genuine, now()).is_ok(),
            "the forgeries below differ from this in one thing each"
        );
        let (head, rest) = genuine.split_once('.').unwrap();
        let (body, seal) = rest.split_once('.').unwrap();
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let promoted = part(
            &serde_json::to_string(&Claims {
                sub: UserId(1),
                ..claims()
            })
            .unwrap(),
        );
        for (what, token) in [
            (
                "alg none, no signature",
                format!("{}.{body}.", part(r#"{"typ":"JWT","alg":"none"}"#)),
            ),
            (
                "alg None, the old signature",
                format!("{}.{body}.{seal}", part(r#"{"typ":"JWT","alg":"None"}"#)),
            ),
            ("no algorithm", format!("{}.{body}.{seal}", part(r#"{"typ":"JWT"}"#))),
            (
                "another key",
                sign(
                    Algorithm::HS256,
                    &EncodingKey::from_secret(b"another key, just as long as ours, but not ours"),
                ),
            ),
            ("an empty key", sign(Algorithm::HS256, &EncodingKey::from_secret(b""))),
            ("another algorithm, our key", sign(Algorithm::HS512, &ours)),
            (
                "another person under the old signature",
                format!("{head}.{promoted}.{seal}"),
            ),
            ("no signature", format!("{head}.{body}")),
            ("not a token", "هماهنگ".to_owned()),
            ("nothing", String::new()),
        ] {
            assert_eq!(refusal(&token, now()), "invalid_token", "{what}");
        }
    }

    #[test]
    fn secrets_differ_and_are_kept_as_hashes() {
        let (a, b) = (random_secret(), random_secret());
        assert!(a != b && a.len() == 43);
        assert!(hash_secret(&a) == hash_secret(&a) && hash_secret(&a) != hash_secret(&b) && hash_secret(&a) != a);
    }
}
