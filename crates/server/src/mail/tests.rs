use std::collections::VecDeque;
use std::sync::Mutex;

use lettre::Message;

use super::carrier::Carrying;
use super::*;
use crate::operations::harbour::{Harbour, START};
use crate::store::{Row, Sql};

/// Answers what it was told to, then takes everything; remembers what it was given.
#[derive(Default)]
struct Scripted {
    answers: Mutex<VecDeque<Refusal>>,
    given: Mutex<Vec<String>>,
}

impl Carrier for Arc<Scripted> {
    fn carry<'a>(&'a self, id: &'a str, _message: &'a Message) -> Carrying<'a> {
        self.given.lock().unwrap().push(id.to_owned());
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move { answer.map_or(Ok(()), Err) })
    }

    fn limit(&self) -> Duration {
        Duration::from_seconds(30)
    }
}

struct Post {
    harbour: Harbour,
    carrier: Arc<Scripted>,
}

impl Post {
    async fn new(answers: Vec<Refusal>) -> Self {
        let post = Self {
            harbour: Harbour::new().await,
            carrier: Arc::new(Scripted::default()),
        };
        *post.carrier.answers.lock().unwrap() = answers.into();
        post
    }

    fn postman(&self, holder: &str) -> Postman {
        let engine = &self.harbour.engine;
        Postman {
            store: engine.store.clone(),
            clock: engine.clock.clone(),
            real_clock: engine.real_clock.clone(),
            wake: engine.mail_wake.clone(),
            holder: holder.to_owned(),
            from: "access@harbour.example".parse().unwrap(),
            host: "portico.harbour.example".to_owned(),
            carrier: Box::new(self.carrier.clone()),
        }
    }

    async fn letter(&self, id: &'static str, address: &'static str) {
        self.harbour
            .write(move |tx| {
                Box::pin(async move {
                    Sql::new(
                        "INSERT INTO mail (id, dedupe_key, to_address, to_name, subject, body_text, body_html, language, \
                           request_id, state, created_at, sent_at) \
                         VALUES ($1, $1, $2, 'Bo', 'Please decide', 'text', '<p>', 'en', NULL, 'waiting', $3, NULL)",
                    )
                    .text(id)
                    .text(address)
                    .instant(START)
                    .execute(tx)
                    .await
                    .map(drop)
                })
            })
            .await;
    }

    async fn row(&self) -> Row {
        self.harbour.rows("SELECT * FROM mail").await.remove(0)
    }

    async fn state(&self) -> String {
        self.row().await.text("state").unwrap()
    }

    fn given(&self) -> Vec<String> {
        self.carrier.given.lock().unwrap().clone()
    }

    async fn claim(&self, holder: &'static str) -> Option<Claimed> {
        let now = self.harbour.clock.now();
        self.harbour
            .engine
            .store
            .write(move |tx| {
                Box::pin(
                    async move { queue::claim(tx, holder, now, Duration::from_seconds(35)).await },
                )
            })
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn letters_are_sent_once_in_order() {
    let post = Post::new(vec![]).await;
    post.letter("one", "bo@harbour.example").await;
    post.letter("two", "ana@harbour.example").await;
    let postman = post.postman("first");
    assert_eq!(postman.step().await.unwrap(), Step::Done);
    assert_eq!(postman.step().await.unwrap(), Step::Done);
    assert_eq!(postman.step().await.unwrap(), Step::Nothing);
    assert_eq!(post.given(), ["one", "two"]);
    let row = post.row().await;
    assert_eq!(row.text("state").unwrap(), "sent");
    assert_eq!(row.instant("sent_at").unwrap(), START);
}

#[tokio::test]
async fn a_refused_letter_waits_and_others_do_not() {
    let post = Post::new(vec![Refusal::later("451 busy"), Refusal::later("451 busy")]).await;
    post.letter("one", "bo@harbour.example").await;
    let postman = post.postman("first");
    for wait in [60, 120] {
        assert_eq!(postman.step().await.unwrap(), Step::Done);
        assert_eq!(post.state().await, "waiting");
        assert_eq!(post.row().await.text("last_error").unwrap(), "451 busy");
        post.harbour.clock.advance(Duration::from_seconds(wait - 1));
        assert_eq!(
            postman.step().await.unwrap(),
            Step::Nothing,
            "not before {wait} s"
        );
        post.harbour.clock.advance(Duration::from_seconds(1));
    }
    post.letter("two", "ana@harbour.example").await;
    postman.step().await.unwrap();
    postman.step().await.unwrap();
    assert_eq!(post.given(), ["one", "one", "two", "one"]);
    let row = post.row().await;
    assert_eq!(row.text("state").unwrap(), "sent");
    assert_eq!(row.opt_text("last_error").unwrap(), None);
}

#[tokio::test]
async fn a_server_that_is_away_is_left_alone() {
    let post = Post::new(vec![Refusal::away("connection refused")]).await;
    post.letter("one", "bo@harbour.example").await;
    assert_eq!(post.postman("first").step().await.unwrap(), Step::Away);
    assert_eq!(post.state().await, "waiting");
    assert_eq!(post.row().await.int("attempts").unwrap(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_is_kept_with_the_reason() {
    let post = Post::new(vec![Refusal::never("550 no such user")]).await;
    post.letter("one", "bo@harbour.example").await;
    let postman = post.postman("first");
    assert_eq!(postman.step().await.unwrap(), Step::Done);
    post.harbour.clock.advance(Duration::from_days(9));
    assert_eq!(postman.step().await.unwrap(), Step::Nothing);
    assert_eq!(post.state().await, "failed");
    let why = post.row().await.text("last_error").unwrap();
    assert_eq!(why, "550 no such user");
}

#[tokio::test]
async fn an_address_that_is_none_is_never_sent_to() {
    let post = Post::new(vec![]).await;
    post.letter("one", "bo at harbour").await;
    assert_eq!(post.postman("first").step().await.unwrap(), Step::Done);
    assert_eq!(post.state().await, "failed");
    assert!(post.given().is_empty());
}

#[tokio::test]
async fn after_two_days_it_is_given_up() {
    let post = Post::new(vec![Refusal::later("connection refused"); 100]).await;
    post.letter("one", "bo@harbour.example").await;
    let postman = post.postman("first");
    let start = post.harbour.clock.now();
    while post.state().await == "waiting" {
        postman.step().await.unwrap();
        post.harbour.clock.advance(Duration::from_seconds(60));
    }
    let hours = (post.harbour.clock.now() - start).seconds() / 3600;
    assert!((46..=48).contains(&hours), "{hours}");
    assert_eq!(post.state().await, "failed");
}

#[tokio::test]
async fn a_postman_that_dies_with_a_letter_is_replaced() {
    let post = Post::new(vec![]).await;
    post.letter("one", "bo@harbour.example").await;
    let lost = post.claim("first").await.unwrap();
    // It dies here. As long as its lease lasts nobody else takes the letter.
    let other = post.postman("second");
    assert_eq!(other.step().await.unwrap(), Step::Nothing);
    post.harbour.clock.advance(Duration::from_seconds(35));
    assert_eq!(other.step().await.unwrap(), Step::Done);
    assert_eq!(post.state().await, "sent");

    // It was not dead, only slow: that it failed is not news any more.
    let first = post.postman("first");
    let failed = Err(Refusal::never("too late"));
    first.settle(lost, failed).await.unwrap();
    assert_eq!(post.state().await, "sent");
}

#[tokio::test]
async fn a_letter_that_kills_its_postmen_is_given_up() {
    let post = Post::new(vec![]).await;
    post.letter("one", "bo@harbour.example").await;
    for _ in 0..retry::MOST {
        post.claim("dies").await.unwrap();
        post.harbour.clock.advance(Duration::from_seconds(35));
    }
    assert_eq!(post.postman("careful").step().await.unwrap(), Step::Done);
    assert_eq!(post.state().await, "failed");
    assert!(post.given().is_empty());
}

#[tokio::test]
async fn many_postmen_share_the_letters() {
    let post = Post::new(vec![]).await;
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    for name in names {
        post.letter(name, "bo@harbour.example").await;
    }
    let work = async |holder| {
        let postman = post.postman(holder);
        while postman.step().await.unwrap() != Step::Nothing {}
    };
    tokio::join!(work("first"), work("second"), work("third"));
    let mut given = post.given();
    given.sort();
    assert_eq!(given, names);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_out_of_the_way() {
    let post = Post::new(vec![]).await;
    post.letter("one", "bo@harbour.example").await;
    post.harbour
        .write(|tx| {
            Box::pin(async move {
                Sql::new("UPDATE mail SET created_at = 'some day'")
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
    assert_eq!(post.postman("first").step().await.unwrap(), Step::Nothing);
    assert_eq!(post.state().await, "failed");
}

#[tokio::test]
async fn letters_of_the_worker_wake_the_postman_and_shutdown_ends_it() {
    let post = Post::new(vec![]).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(run(post.postman("first"), async move {
        drop(stopped.await);
    }));
    post.letter("one", "bo@harbour.example").await;
    post.harbour.engine.mail_wake.notify_one();
    while post.state().await != "sent" {
        tokio::task::yield_now().await;
    }
    drop(stop);
    running.await.unwrap();
    assert_eq!(post.given(), ["one"]);
}
