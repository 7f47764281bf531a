//! The secret in the cookie. It can be put into a cookie and looked up by its digest, and nothing else: it has no
//! `Debug`, `Display` or `Serialize`. The database holds only the digest, so a stolen copy of it opens no session, and
//! since the digest is what is searched for, how long a search takes says nothing about a token.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::ids::Ids;

/// 256 random bits.
pub struct SessionToken([u8; 32]);

impl SessionToken {
    /// One nobody has had.
    pub fn fresh(ids: &Ids) -> Self {
        Self(ids.secret())
    }

    /// Reads a cookie's value; anything that is no token is nobody's.
    pub fn from_cookie(value: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The cookie's value.
    pub fn for_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database knows it by: SHA-256 in hex.
    pub fn digest(&self) -> String {
        use std::fmt::Write;
        let mut text = String::with_capacity(64);
        for byte in Sha256::digest(self.0) {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_survive_the_cookie() {
        let token = SessionToken::fresh(&Ids::seeded(1));
        let value = token.for_cookie();
        assert_eq!(value.len(), 43);
        let again = SessionToken::from_cookie(&value).unwrap();
        assert_eq!(again.digest(), token.digest());
        assert_eq!(token.digest().len(), 64);
        assert!(!token.digest().contains(&value));
    }

    #[test]
    fn other_values_are_nobody() {
        for value in ["", "abc", "====", &"A".repeat(44), &"A".repeat(1000)] {
            assert!(SessionToken::from_cookie(value).is_none(), "{value}");
        }
    }
}
