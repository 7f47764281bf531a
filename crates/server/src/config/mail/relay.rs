//! A mail server, as `[mail]` describes it.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use lettre::transport::smtp::client::Certificate;

use super::{PASSWORD_VARIABLE, Section};
use crate::config::{Secret, is_loopback_host};

/// Seconds, unless said.
const TIMEOUT: u16 = 30;
/// The most seconds that may be said. A letter belongs to a process that died for as long.
const LONGEST_TIMEOUT: u16 = 600;
/// How a certificate begins in a PEM file.
const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// A mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    /// Its name or address, without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// What protects the connection.
    pub encryption: Encryption,
    /// The account and its password.
    pub account: Option<(String, Secret)>,
    /// PEM certificates to trust instead of the public ones.
    pub ca: Option<Vec<u8>>,
    /// Seconds for one letter, from connecting to the server's word that it has it.
    pub timeout: u16,
}

impl fmt::Debug for Relay {
    /// Without the account.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Relay({self})")
    }
}

impl fmt::Display for Relay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{} ({})",
            self.host,
            self.port,
            self.encryption.word()
        )
    }
}

/// What protects a connection to a mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting in the clear; never without.
    StartTls,
    /// Nothing.
    None,
}

impl Encryption {
    const ALL: [Self; 3] = [Self::Tls, Self::StartTls, Self::None];

    const fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// Checks what the section says of it.
pub(super) fn settle(
    section: Section,
    password: Option<Secret>,
    problems: &mut Vec<String>,
) -> Option<Relay> {
    let host = host(section.host.as_deref())
        .map_err(|problem| problems.push(problem))
        .ok();
    let encryption = encryption(section.encryption.as_deref(), host.as_deref())
        .map_err(|problem| problems.push(problem))
        .ok();
    let account = account(section.username, section.password_file.as_deref(), password)
        .unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
    let ca = section.ca_file.and_then(|path| {
        certificates(&path)
            .map_err(|problem| problems.push(problem))
            .ok()
    });
    if section.port == Some(0) {
        problems.push("[mail] port = 0 is not a port".into());
    }
    let timeout = section.timeout.unwrap_or(TIMEOUT);
    if !(1..=LONGEST_TIMEOUT).contains(&timeout) {
        problems.push(format!(
            "[mail] timeout = {timeout} is not between 1 and {LONGEST_TIMEOUT} seconds"
        ));
    }
    let encryption = encryption?;
    Some(Relay {
        host: host?,
        port: section.port.unwrap_or(encryption.port()),
        encryption,
        account,
        ca,
        timeout,
    })
}

fn host(said: Option<&str>) -> Result<String, String> {
    let said = said.ok_or("[mail] host is missing: the mail server")?;
    let bare = said.trim_start_matches('[').trim_end_matches(']');
    let is_name = !bare.is_empty()
        && bare
            .chars()
            .all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_'));
    if is_name || bare.parse::<IpAddr>().is_ok() {
        Ok(bare.to_owned())
    } else {
        Err(format!(
            "[mail] host = \"{said}\" is not the name of a machine (its port is a setting of its own)"
        ))
    }
}

fn encryption(said: Option<&str>, host: Option<&str>) -> Result<Encryption, String> {
    let Some(word) = said else {
        return Ok(Encryption::Tls);
    };
    let found = Encryption::ALL
        .into_iter()
        .find(|encryption| encryption.word() == word)
        .ok_or_else(|| format!("[mail] encryption = \"{word}\" is none of tls, starttls, none"))?;
    match host {
        Some(host) if found == Encryption::None && !is_this_machine(host) => Err(format!(
            "[mail] encryption = \"none\" is for a mail server on this machine, not for {host}"
        )),
        _ => Ok(found),
    }
}

fn is_this_machine(host: &str) -> bool {
    host.parse::<IpAddr>()
        .map_or_else(|_| is_loopback_host(host), |address| address.is_loopback())
}

/// The environment's password wins over the file's.
fn account(
    username: Option<String>,
    file: Option<&Path>,
    password: Option<Secret>,
) -> Result<Option<(String, Secret)>, String> {
    let Some(username) = username else {
        return match file {
            Some(_) => Err("[mail] password_file needs a username".into()),
            None => Ok(None),
        };
    };
    let password = match (password, file) {
        (Some(password), _) => password,
        (None, Some(path)) => password_in(path)?,
        (None, None) => {
            return Err(format!(
                "[mail] username needs a password: password_file, or {PASSWORD_VARIABLE} in the environment"
            ));
        }
    };
    Ok(Some((username, password)))
}

fn password_in(path: &Path) -> Result<Secret, String> {
    let wrong = |why: String| format!("[mail] password_file = {} {why}", path.display());
    let text = std::fs::read_to_string(path)
        .map_err(|problem| wrong(format!("cannot be read: {problem}")))?;
    // Editors end a file with a line break; it is no part of the password.
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        Err(wrong("is empty".into()))
    } else {
        Ok(Secret::new(text))
    }
}

fn certificates(path: &Path) -> Result<Vec<u8>, String> {
    let wrong = |why: String| format!("[mail] ca_file = {} {why}", path.display());
    let pem = std::fs::read(path).map_err(|problem| wrong(format!("cannot be read: {problem}")))?;
    // A file without any certificate reads without an error, and then nothing would be trusted.
    let any = pem
        .windows(CERTIFICATE.len())
        .any(|window| window == CERTIFICATE);
    if any && Certificate::from_pem(&pem).is_ok() {
        Ok(pem)
    } else {
        Err(wrong("holds no certificate in PEM form".into()))
    }
}
