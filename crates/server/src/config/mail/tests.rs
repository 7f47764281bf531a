use std::path::Path;

use super::*;

fn settled(text: &str, password: Option<&str>) -> Result<Option<Outgoing>, Vec<String>> {
    let mut problems = Vec::new();
    let section = toml::from_str(text).unwrap();
    let outgoing = settle(section, password.map(Secret::new), &mut problems);
    if problems.is_empty() {
        Ok(outgoing)
    } else {
        Err(problems)
    }
}

fn relay(text: &str) -> Relay {
    let text = format!("transport = 'smtp'\nfrom = 'Portico <p@harbour.example>'\n{text}");
    match settled(&text, Some("from outside")).unwrap().unwrap().way {
        Way::Smtp(relay) => relay,
        Way::Folder(_) => panic!("a folder"),
    }
}

/// The problems of a section, each of which must name its key.
fn problems(text: &str, keys: &[&str]) {
    let found = settled(text, None).unwrap_err();
    assert_eq!(found.len(), keys.len(), "{found:?}");
    for (problem, key) in found.iter().zip(keys) {
        assert!(problem.starts_with(&format!("[mail] {key} ")), "{problem}");
    }
}

fn file(folder: &Path, text: &str) -> String {
    let path = folder.join("it");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn letters_are_kept_unless_said() {
    assert_eq!(settled("", None).unwrap(), None);
    let off = "transport = 'none'\nhost = 'mail.harbour.example'\nencryption = 'tls'";
    assert_eq!(settled(off, None).unwrap(), None);
}

#[test]
fn the_port_follows_the_encryption() {
    assert_eq!(relay("host = 'm.example'").port, 465);
    let port =
        |encryption: &str| relay(&format!("host = '[::1]'\nencryption = '{encryption}'")).port;
    assert_eq!(
        [port("tls"), port("starttls"), port("none")],
        [465, 587, 25]
    );
    let all = relay("host = 'm.example'\nencryption = 'starttls'\nport = 2525\ntimeout = 5");
    assert_eq!((all.port, all.timeout), (2525, 5));
    assert_eq!(all.encryption, Encryption::StartTls);
}

#[test]
fn every_problem_is_told() {
    problems("host = 'm.example'", &["transport"]);
    problems("transport = 'pigeon'", &["transport"]);
    problems("transport = 'smtp'", &["from", "host"]);
    problems(
        "transport = 'folder'\nport = 1",
        &["from", "port", "folder"],
    );
    problems(
        "transport = 'smtp'\nfrom = 'nobody'\nfolder = 'd'\nhost = 'm.example:25'\nencryption = 'some'\n\
         password_file = 'x'\nca_file = 'nowhere'\nport = 0\ntimeout = 0",
        &[
            "from",
            "folder",
            "host",
            "encryption",
            "password_file",
            "ca_file",
            "port",
            "timeout",
        ],
    );
}

#[test]
fn nothing_leaves_the_machine_in_the_clear() {
    let start = "transport = 'smtp'\nfrom = 'p@harbour.example'\nencryption = 'none'\n";
    for host in ["m.example", "10.0.0.1", "localhost.evil.example"] {
        problems(&format!("{start}host = '{host}'"), &["encryption"]);
    }
    for host in ["localhost", "127.0.0.1", "::1", "[::1]"] {
        assert!(settled(&format!("{start}host = '{host}'"), None).is_ok());
    }
}

#[test]
fn a_username_needs_a_password_from_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    let start = "transport = 'smtp'\nfrom = 'p@harbour.example'\nhost = 'm.example'\nusername = 'portico'\n";
    problems(start, &["username"]);
    problems(
        &format!("{start}password_file = 'nowhere'"),
        &["password_file"],
    );
    let empty = file(folder.path(), "\n");
    problems(
        &format!("{start}password_file = '{empty}'"),
        &["password_file"],
    );

    let line = file(folder.path(), "from a file \n");
    let said = format!("{start}password_file = '{line}'");
    let password = |outside| match settled(&said, outside).unwrap().unwrap().way {
        Way::Smtp(relay) => relay.account.unwrap().1.reveal().to_owned(),
        Way::Folder(_) => panic!("a folder"),
    };
    assert_eq!(password(None), "from a file ");
    assert_eq!(password(Some("outside")), "outside");
    // A password alone is no account: it may be there for another process.
    assert!(relay("host = 'm.example'").account.is_none());
}

#[test]
fn a_file_without_certificates_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let start = "transport = 'smtp'\nfrom = 'p@harbour.example'\nhost = 'm.example'\n";
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    for text in ["", "certificate", key] {
        let path = file(folder.path(), text);
        problems(&format!("{start}ca_file = '{path}'"), &["ca_file"]);
    }
}

#[test]
fn a_folder_must_not_be_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "text");
    let start = "transport = 'folder'\nfrom = 'p@harbour.example'\n";
    problems(&format!("{start}folder = '{path}'"), &["folder"]);
    let new = format!("{start}folder = '{}/new'", folder.path().display());
    assert!(matches!(
        settled(&new, None).unwrap().unwrap().way,
        Way::Folder(_)
    ));
}

#[test]
fn a_password_is_never_shown_and_never_in_the_file() {
    let relay = relay("host = 'm.example'\nusername = 'portico'");
    let way = Way::Smtp(relay);
    assert!(!format!("{way:?} {way}").contains("outside"));
    assert!(toml::from_str::<Section>("password = 'x'").is_err());
}
