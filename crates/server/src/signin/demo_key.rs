//! Bearer tokens of the demo's own key (ES256), so that scripts and SDKs can call a demo. The key lives in the demo's
//! database; a server that is no demo has none and takes no such token.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use portico_graph::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

use super::permission::Permissions;
use crate::ids::Ids;

/// Whom tokens of this server are for.
const AUDIENCE: &str = "portico";
/// How long a token lasts, on the demo's clock.
const LIFETIME: Duration = Duration::from_seconds(8 * 3600);
/// How far clocks may differ.
const LEEWAY: Duration = Duration::from_seconds(60);

/// Signs and verifies. Has no `Debug`, `Display` or `Serialize`.
pub struct DemoKey {
    signing: EncodingKey,
    verifying: DecodingKey,
    issuer: String,
}

/// Whom a token speaks for, and what it may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// A person (directory id) who delegated these permissions.
    Person(String, Permissions),
    /// An application (directory id) with permissions of its own.
    Application(String, Permissions),
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    /// Delegated permissions, separated by spaces; in tokens for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    scp: Option<String>,
    /// Permissions of its own; in tokens for applications.
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<String>>,
}

/// The stored key is none.
#[derive(Debug, thiserror::Error)]
#[error("the demo's signing key cannot be read")]
pub struct BadKey;

impl DemoKey {
    /// A new key as PEM, for the database.
    pub fn generate(ids: &Ids) -> Result<String, BadKey> {
        // Of all 256-bit numbers, all but one in four thousand million are keys of this curve.
        let secret = (0..4)
            .find_map(|_| p256::SecretKey::from_slice(&ids.secret()).ok())
            .ok_or(BadKey)?;
        let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|_| BadKey)?;
        Ok(pem.as_str().to_owned())
    }

    /// The stored key; `tenant` is the organisation's id.
    pub fn from_pem(pem: &str, tenant: &str) -> Result<Self, BadKey> {
        use base64::Engine;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let secret = p256::SecretKey::from_pkcs8_pem(pem).map_err(|_| BadKey)?;
        let point = secret.public_key().to_encoded_point(false);
        let (x, y) = point.x().zip(point.y()).ok_or(BadKey)?;
        let verifying =
            DecodingKey::from_ec_components(&URL_SAFE_NO_PAD.encode(x), &URL_SAFE_NO_PAD.encode(y))
                .map_err(|_| BadKey)?;
        Ok(Self {
            signing: EncodingKey::from_ec_pem(pem.as_bytes()).map_err(|_| BadKey)?,
            verifying,
            issuer: format!("urn:portico:demo:{tenant}"),
        })
    }

    /// A token that starts now.
    pub fn sign(&self, bearer: &Bearer, now: Instant) -> Result<String, BadKey> {
        let (sub, scp, roles) = match bearer {
            Bearer::Person(id, permissions) => (id, Some(permissions.names().join(" ")), None),
            Bearer::Application(id, permissions) => {
                let names = permissions.names().into_iter().map(Into::into).collect();
                (id, None, Some(names))
            }
        };
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.into(),
            sub: sub.clone(),
            iat: now.unix(),
            nbf: now.unix(),
            exp: (now + LIFETIME).unix(),
            scp,
            roles,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.signing)
            .map_err(|_| BadKey)
    }

    /// Whom a token speaks for, if it is ours, for us and good at `now`. A permission this server does not know grants
    /// nothing and does no harm.
    pub fn verify(&self, token: &str, now: Instant) -> Option<Bearer> {
        let mut rules = Validation::new(Algorithm::ES256);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
        // Checked below, by the demo's clock instead of the machine's.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.verifying, &rules)
            .ok()?
            .claims;
        let starts = Instant::from_unix(claims.nbf);
        let ends = Instant::from_unix(claims.exp);
        if now + LEEWAY < starts || ends + LEEWAY <= now {
            return None;
        }
        match (claims.scp, claims.roles) {
            (Some(names), None) => Some(Bearer::Person(claims.sub, known(names.split(' ')))),
            (None, Some(names)) => {
                let held = known(names.iter().map(String::as_str));
                let held = held.and(Permissions::all_application());
                Some(Bearer::Application(claims.sub, held))
            }
            _ => None,
        }
    }
}

fn known<'a>(names: impl Iterator<Item = &'a str>) -> Permissions {
    let names: Vec<_> = names
        .filter(|name| Permissions::read(name).is_ok())
        .collect();
    Permissions::read(&names.join(" ")).unwrap_or_default()
}

#[cfg(test)]
mod tests;
