//! `$skiptoken`: the place in a list, signed, and bound to the caller, the address and the other options. Nobody can
//! make one up to look into somebody else's order, and none goes on with another question.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The last entity of a page: the value it was ordered by, and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What the list is ordered by.
    pub key: String,
    /// Breaks ties.
    pub id: String,
}

/// What a token is good for.
pub struct Binding<'a> {
    /// The server's secret.
    pub secret: &'a [u8; 32],
    /// The caller's subject id.
    pub caller: &'a str,
    /// The address.
    pub path: &'a str,
    /// Every other option.
    pub query: &'a str,
}

const SIGNATURE: usize = 16;

impl Binding<'_> {
    /// Writes a token.
    pub fn write(&self, place: &Place) -> String {
        let payload = format!("{}\n{}", place.id, place.key);
        let mut bytes = self.sign(payload.as_bytes()).to_vec();
        bytes.extend_from_slice(payload.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a token, if it is one of ours for this very list.
    pub fn read(&self, token: &str) -> Option<Place> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (signature, payload) = bytes.split_at_checked(SIGNATURE)?;
        self.mac(payload).verify_truncated_left(signature).ok()?;
        let (id, key) = std::str::from_utf8(payload).ok()?.split_once('\n')?;
        Some(Place {
            key: key.to_owned(),
            id: id.to_owned(),
        })
    }

    fn sign(&self, payload: &[u8]) -> [u8; SIGNATURE] {
        let whole: [u8; 32] = self.mac(payload).finalize().into_bytes().into();
        let mut short = [0; SIGNATURE];
        short.copy_from_slice(&whole[..SIGNATURE]);
        short
    }

    fn mac(&self, payload: &[u8]) -> Hmac<Sha256> {
        // An array key: unlike a slice it cannot have a wrong length.
        let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block(self.secret));
        for part in ["skiptoken", self.caller, self.path, self.query] {
            mac.update(&part.len().to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.update(payload);
        mac
    }
}

/// HMAC-SHA256 works on blocks of 64 bytes; a shorter key is filled up with zeros.
fn block(secret: &[u8; 32]) -> hmac::digest::Key<Hmac<Sha256>> {
    let mut key = hmac::digest::Key::<Hmac<Sha256>>::default();
    key[..secret.len()].copy_from_slice(secret);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    const BINDING: Binding<'_> = Binding {
        secret: &[7; 32],
        caller: "ana",
        path: "/v1.0/x",
        query: "$top=1",
    };

    #[test]
    fn a_token_comes_back_for_the_same_list_only() {
        let place = Place {
            key: "a\nb'ü".into(),
            id: "1".into(),
        };
        let token = BINDING.write(&place);
        assert_eq!(BINDING.read(&token), Some(place));
        let others = [
            Binding {
                caller: "bo",
                ..BINDING
            },
            Binding {
                path: "/v1.0/y",
                ..BINDING
            },
            Binding {
                query: "$top=2",
                ..BINDING
            },
            Binding {
                secret: &[8; 32],
                ..BINDING
            },
        ];
        for other in others {
            assert_eq!(other.read(&token), None);
        }
    }

    #[test]
    fn made_up_tokens_are_refused() {
        let token = BINDING.write(&Place {
            key: "k".into(),
            id: "1".into(),
        });
        for wrong in [
            "",
            "AAAA",
            "not base64!",
            &token[1..],
            &format!("{token}AA"),
        ] {
            assert_eq!(BINDING.read(wrong), None, "{wrong}");
        }
    }
}
