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
    /// Whose it is.
    pub sub: UserId,
    /// The session it was made in.
    pub sid: SessionId,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Good until, seconds since 1970.
    pub exp: i64,
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
        Self { encoding: EncodingKey::from_secret(bytes), decoding: DecodingKey::from_secret(bytes), validation, seconds: minutes * 60 }
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
        let claims = Claims { sub: user, sid: session, iat, exp: iat + self.seconds };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).map_err(|e| Error::internal("a token could not be signed", e))
    }

    /// What a genuine, unexpired token says.
    ///
    /// # Errors
    /// 401 `invalid_token` (forged, another algorithm, `none`) or `token_expired`.
    pub fn check(&self, token: &str, now: Timestamp) -> Result<Claims> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| Error::Unauthenticated("invalid_token"))?
            .claims;
        if claims.exp <= now.utc().timestamp() { Err(Error::Unauthenticated("token_expired")) } else { Ok(claims) }
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
