//! Hands letters to a mail server. What the server says before it hears of a letter's reader is about us (it is busy, it does not know
//! our password, it does not take our sender), so the letter waits for better days; what it says after is about the letter.

use std::net::IpAddr;

use lettre::Message;
use lettre::address::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use portico_graph::time::Duration;

use super::carrier::{Carrier, Carrying, Refusal};
use crate::config::mail::{Encryption, Relay};

/// How long to wait for a goodbye that nobody needs.
const GOODBYE: std::time::Duration = std::time::Duration::from_secs(1);

/// One mail server; each letter has a connection of its own.
pub struct Smtp {
    relay: Relay,
    hello: ClientId,
    /// What the server must prove, unless nothing protects the connection.
    tls: Option<TlsParameters>,
}

impl Smtp {
    /// This server; `host` is what we call ourselves.
    pub fn new(relay: Relay, host: &str) -> Result<Self, Error> {
        let tls = match relay.encryption {
            Encryption::None => None,
            Encryption::Tls | Encryption::StartTls => Some(tls(&relay)?),
        };
        Ok(Self {
            relay,
            hello: hello(host),
            tls,
        })
    }

    fn timeout(&self) -> std::time::Duration {
        std::time::Duration::from_secs(self.relay.timeout.into())
    }

    /// Hands a letter over; the connection is left for a goodbye.
    async fn hand_over(&self, message: &Message) -> Result<AsyncSmtpConnection, Refusal> {
        let mut connection = self.connect().await.map_err(|problem| about_us(&problem))?;
        let envelope = message.envelope();
        let mut wishes = Vec::new();
        if !envelope.to().iter().chain(envelope.from()).all(is_ascii) {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(Refusal::never(
                    "the mail server takes no address with such letters (SMTPUTF8)",
                ));
            }
            wishes.push(MailParameter::SmtpUtfEight);
        }
        connection
            .command(Mail::new(envelope.from().cloned(), wishes))
            .await
            .map_err(|problem| about_us(&problem))?;
        for reader in envelope.to() {
            connection
                .command(Rcpt::new(reader.clone(), Vec::new()))
                .await
                .map_err(|problem| about_the_letter(&problem))?;
        }
        connection
            .command(Data)
            .await
            .map_err(|problem| about_the_letter(&problem))?;
        connection
            .message(&message.formatted())
            .await
            .map_err(|problem| about_the_letter(&problem))?;
        Ok(connection)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let (encryption, tls) = (self.relay.encryption, self.tls.clone());
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (self.relay.host.as_str(), self.relay.port),
            Some(self.timeout()),
            &self.hello,
            tls.clone().filter(|_| encryption == Encryption::Tls),
            None,
        )
        .await?;
        if let Some(tls) = tls.filter(|_| encryption == Encryption::StartTls) {
            // An error when the server does not offer it: never on in the clear.
            connection.starttls(tls, &self.hello).await?;
        }
        if let Some((name, password)) = &self.relay.account {
            let credentials = Credentials::new(name.clone(), password.reveal().to_owned());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

impl Carrier for Smtp {
    fn carry<'a>(&'a self, _id: &'a str, message: &'a Message) -> Carrying<'a> {
        Box::pin(async move {
            let handed_over = tokio::time::timeout(self.timeout(), self.hand_over(message)).await;
            let mut connection = handed_over.map_err(|_| {
                Refusal::away(format!(
                    "the mail server did not take it within {} s",
                    self.relay.timeout
                ))
            })??;
            // The letter is theirs already, whatever becomes of this.
            drop(tokio::time::timeout(GOODBYE, connection.quit()).await);
            Ok(())
        })
    }

    fn limit(&self) -> Duration {
        Duration::from_seconds(i64::from(self.relay.timeout) + 1)
    }
}

fn tls(relay: &Relay) -> Result<TlsParameters, Error> {
    let mut tls = TlsParameters::builder(relay.host.clone());
    if let Some(pem) = &relay.ca {
        tls = tls
            .certificate_store(CertificateStore::None)
            .add_root_certificate(Certificate::from_pem(pem)?);
    }
    tls.build()
}

/// The name for `EHLO`; an address stands in brackets there.
fn hello(host: &str) -> ClientId {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

fn is_ascii(address: &Address) -> bool {
    let text: &str = address.as_ref();
    text.is_ascii()
}

fn about_us(problem: &Error) -> Refusal {
    Refusal::away(problem.to_string())
}

fn about_the_letter(problem: &Error) -> Refusal {
    // 530, 534, 535 and 538 ask for another way of signing in (RFC 4954), wherever they are said.
    let asks_to_sign_in = problem
        .status()
        .is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    if problem.status().is_none() || asks_to_sign_in {
        // The connection broke, or the server has not got as far as the letter.
        about_us(problem)
    } else if problem.is_permanent() {
        Refusal::never(problem.to_string())
    } else {
        Refusal::later(problem.to_string())
    }
}

#[cfg(test)]
mod tests;
