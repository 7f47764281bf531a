//! Against a mail server of a few lines. TLS and signing in are tried with a real one in `tests/api/test_mail.py`.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use super::*;
use crate::config::Secret;

/// Answers each line that begins with a word by the answer beside it, everything else by `250 ok`. Gives what it was told.
async fn server(
    answers: &'static [(&'static str, &'static str)],
) -> (u16, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let told = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut told = Vec::new();
        let mut in_data = false;
        write.write_all(b"220 here\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            told.push(line.clone());
            if in_data && line != "." {
                continue;
            }
            let answer = answers
                .iter()
                .find(|(word, _)| line.starts_with(word))
                .map_or("250 ok", |(_, answer)| *answer);
            in_data = line == "DATA" && answer.starts_with("354");
            if answer.is_empty() {
                continue;
            }
            drop(write.write_all(format!("{answer}\r\n").as_bytes()).await);
        }
        told
    });
    (port, told)
}

fn smtp(port: u16, account: Option<(String, Secret)>) -> Smtp {
    let relay = Relay {
        host: "127.0.0.1".to_owned(),
        port,
        encryption: Encryption::None,
        account,
        ca: None,
        timeout: 1,
    };
    Smtp::new(relay, "portico.harbour.example").unwrap()
}

fn letter() -> Message {
    Message::builder()
        .from("access@harbour.example".parse().unwrap())
        .to("bo@harbour.example".parse().unwrap())
        .subject("Please decide")
        .date(std::time::UNIX_EPOCH)
        .body(".\nHello\n".to_owned())
        .unwrap()
}

async fn outcome(answers: &'static [(&'static str, &'static str)]) -> Result<(), Refusal> {
    let (port, _) = server(answers).await;
    smtp(port, None).carry("one", &letter()).await
}

const TAKES: &[(&str, &str)] = &[("DATA", "354 go on")];

#[tokio::test]
async fn a_letter_is_handed_over() {
    let (port, told) = server(TAKES).await;
    smtp(port, None).carry("one", &letter()).await.unwrap();
    let told = told.await.unwrap();
    assert_eq!(told[0], "EHLO portico.harbour.example");
    assert_eq!(told[1], "MAIL FROM:<access@harbour.example>");
    assert_eq!(told[2], "RCPT TO:<bo@harbour.example>");
    // A line of one dot would end the letter.
    assert!(told.contains(&"..".to_owned()), "{told:?}");
    assert_eq!(told.last().unwrap(), "QUIT");
}

#[tokio::test]
async fn a_goodbye_that_nobody_answers_changes_nothing() {
    assert_eq!(
        outcome(&[("DATA", "354 go on"), ("QUIT", "")]).await,
        Ok(())
    );
}

#[tokio::test]
async fn what_is_about_the_letter_may_be_for_good() {
    for answers in [
        &[("RCPT", "550 no such user")] as &[_],
        &[("DATA", "554 no")],
        &[("DATA", "354 go on"), (".", "552 too big")],
    ] {
        let refused = outcome(answers).await.unwrap_err();
        assert!(matches!(refused, Refusal::Never(_)), "{refused:?}");
    }
    let refused = outcome(&[("RCPT", "550 no such user")]).await.unwrap_err();
    let Refusal::Never(why) = refused else {
        panic!("{refused:?}");
    };
    assert!(why.contains("550") && why.contains("no such user"), "{why}");
}

#[tokio::test]
async fn what_is_about_the_letter_may_pass() {
    for answers in [
        &[("RCPT", "451 later")] as &[_],
        &[("DATA", "354 go on"), (".", "452 full")],
    ] {
        let refused = outcome(answers).await.unwrap_err();
        assert!(matches!(refused, Refusal::Later(_)), "{refused:?}");
    }
}

#[tokio::test]
async fn everything_else_is_about_us() {
    for answers in [
        &[("RCPT", "530 sign in first")] as &[_],
        &[("RCPT", "what?")],
        &[("DATA", "354 go on"), (".", "")],
        &[("MAIL", "550 not from you")],
        &[("EHLO", "554 no service")],
        &[("EHLO", "what?")],
        &[("EHLO", "")],
    ] {
        let refused = outcome(answers).await.unwrap_err();
        assert!(
            matches!(refused, Refusal::Away(_)),
            "{answers:?} {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_is_not_the_letters_fault() {
    let (port, _) = server(&[
        ("EHLO", "250-here\r\n250 AUTH PLAIN"),
        ("AUTH", "535 wrong"),
    ])
    .await;
    let account = Some(("portico".to_owned(), Secret::new("hunter2")));
    let refused = smtp(port, account).carry("one", &letter()).await;
    let Err(Refusal::Away(why)) = refused else {
        panic!("{refused:?}");
    };
    assert!(why.contains("535") && !why.contains("hunter2"), "{why}");
}

#[tokio::test]
async fn nobody_there_is_no_reason_to_give_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let refused = smtp(port, None).carry("one", &letter()).await.unwrap_err();
    assert!(matches!(refused, Refusal::Away(_)), "{refused:?}");
}

#[test]
fn we_have_a_name_or_an_address() {
    assert_eq!(hello("a.example").to_string(), "a.example");
    assert_eq!(hello("127.0.0.1").to_string(), "[127.0.0.1]");
    assert_eq!(hello("[::1]").to_string(), "[IPv6:::1]");
}
