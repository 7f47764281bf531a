//! The program as an operator meets it: started, asked, stopped.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first thing that is not as it should be"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn portico(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portico"));
    command
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::null());
    command
}

fn output(arguments: &[&str]) -> Output {
    portico(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A running server.
struct Server {
    process: Child,
    lines: Vec<String>,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut process = portico(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = Vec::new();
        let mut out = BufReader::new(process.stdout.take().unwrap()).lines();
        // The start block ends with what is special about a demo.
        while !lines
            .last()
            .is_some_and(|line: &String| line.contains("demo "))
        {
            lines.push(out.next().expect("the start block").unwrap());
        }
        let (_, address) = lines[0].split_once("http://").unwrap();
        Self {
            address: address.to_owned(),
            process,
            lines,
        }
    }

    fn get(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.address
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        text(&answer)
    }

    /// Asks it to stop, as a service manager does.
    fn stop(mut self) -> bool {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        self.process.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone when it was stopped.
        let _ = self.process.kill();
    }
}

const DEMO: [&str; 4] = ["serve", "--demo", "--listen", "127.0.0.1:0"];

#[test]
fn a_demo_starts_answers_and_leaves_nothing_behind() {
    let server = Server::start(&DEMO);
    assert!(server.get("/readyz", "").starts_with("HTTP/1.1 200"));
    assert!(server.get("/config.json", "").contains("\"demo\":true"));
    let folder = server.lines[1]
        .split_whitespace()
        .nth(1)
        .unwrap()
        .to_owned();
    assert!(Path::new(&folder).is_dir(), "{folder}");
    assert!(server.stop());
    assert!(!Path::new(&folder).exists(), "{folder}");
}

#[test]
fn a_kept_demo_knows_its_tokens_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let arguments = [&DEMO[..], &["--data", data]].concat();
    let server = Server::start(&arguments);
    let made = output(&["token", "amara.nwosu@aldervik.example", "--data", data]);
    let token = text(&made.stdout);
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert_eq!(token.lines().count(), 1);
    let header = format!("Authorization: Bearer {}\r\n", token.trim());
    let answer = server.get("/v1.0/me", &header);
    assert!(answer.contains("Amara Nwosu"), "{answer}");
    assert!(server.stop());
    let again = Server::start(&arguments);
    assert!(again.get("/v1.0/me", &header).contains("Amara Nwosu"));
}

#[test]
fn a_demo_never_leaves_the_machine() {
    let refused = output(&["serve", "--demo", "--listen", "0.0.0.0:0"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("loopback"));
}

#[test]
fn a_server_must_be_told_where_its_data_is() {
    let refused = output(&["serve"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("--data"));
}

#[test]
fn tokens_need_a_demo_and_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let refused = output(&["token", "nobody@aldervik.example", "--data", data]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("--demo"));
    assert!(refused.stdout.is_empty());
}

#[test]
fn a_configuration_is_checked_before_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portico.toml");
    let path = file.to_str().unwrap();
    std::fs::write(
        &file,
        "listen = '0.0.0.0:80'\npublic_url = 'http://access.example'\n",
    )
    .unwrap();
    let refused = output(&["check-config", path]);
    assert!(!refused.status.success());
    let problems = text(&refused.stderr);
    assert!(
        problems.contains("https") && problems.contains("--data"),
        "{problems}"
    );

    std::fs::write(&file, "data = 'd'\n[jobs]\npaused = true\n").unwrap();
    let accepted = output(&["check-config", path]);
    assert!(accepted.status.success(), "{}", text(&accepted.stderr));
}
