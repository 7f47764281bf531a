use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use portico_graph::time::{Duration, Instant};
use tokio::net::TcpListener;

use super::*;
use crate::operations::harbour::Harbour;
use crate::store::Sql;

const SECRET: &[u8] = b"what both sides know and no other";

/// What an extension heard, and what it says next.
#[derive(Default)]
struct Heard {
    calls: Vec<(HeaderMap, Bytes)>,
    answers: Vec<u16>,
}

type Ear = Arc<Mutex<Heard>>;

/// A receiver on this machine that gives these answers, one after the other, and 204 then.
async fn receiver(answers: &[u16]) -> (String, Ear) {
    let mut answers = answers.to_vec();
    answers.reverse();
    let ear = Ear::new(Mutex::new(Heard {
        answers,
        ..Heard::default()
    }));
    let take = async |State(ear): State<Ear>, headers: HeaderMap, body: Bytes| {
        let mut heard = ear.lock().unwrap();
        heard.calls.push((headers, body));
        StatusCode::from_u16(heard.answers.pop().unwrap_or(204)).unwrap()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/hook", post(take))
        .with_state(ear.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (origin, ear)
}

fn caller(harbour: &Harbour, origin: &str) -> Caller {
    Caller {
        store: harbour.engine.store.clone(),
        clock: harbour.clock.clone(),
        real_clock: harbour.clock.clone(),
        ids: harbour.engine.ids.clone(),
        holder: "caller".to_owned(),
        post: Post::new(Extensions {
            allowed_origins: vec![origin.to_owned()],
            secret: SECRET.to_vec(),
        }),
    }
}

async fn write(harbour: &Harbour, id: &'static str, url: String, retries: i64) {
    harbour
        .write(move |tx| {
            let url = url.clone();
            Box::pin(async move {
                Sql::new(
                    "INSERT INTO callouts (id, request_id, assignment_id, extension_id, stage, url, body, timeout_ms, retries, \
                       is_awaited, state, due_at, attempts, created_at) \
                     VALUES ($1, NULL, 'assignment', 'extension', 'assignmentRequestGranted', $2, '{\"a\":1}', 500, $3, 0, \
                       'waiting', '', 0, '2026-11-24T08:00:00Z')",
                )
                .text(id)
                .text(url)
                .int(retries)
                .execute(tx)
                .await
                .map(drop)
            })
        })
        .await;
}

async fn state(harbour: &Harbour) -> Vec<String> {
    harbour
        .texts("SELECT state AS x FROM callouts ORDER BY id")
        .await
}

#[tokio::test]
async fn a_call_is_signed_and_tried_until_it_arrives() {
    let harbour = Harbour::new().await;
    let (origin, ear) = receiver(&[503, 429]).await;
    write(&harbour, "call", format!("{origin}/hook"), 5).await;
    let caller = caller(&harbour, &origin);
    for wait in [1, 2] {
        assert!(caller.step().await.unwrap());
        assert_eq!(state(&harbour).await, ["waiting"]);
        assert!(!caller.step().await.unwrap(), "not before its time");
        harbour.clock.advance(Duration::from_seconds(wait));
    }
    assert!(caller.step().await.unwrap());
    assert_eq!(state(&harbour).await, ["calloutSent"]);
    // What was told of people is not kept any longer than it takes.
    assert_eq!(harbour.texts("SELECT body AS x FROM callouts").await, [""]);
    assert!(!caller.step().await.unwrap());
    let heard = ear.lock().unwrap();
    assert_eq!(heard.calls.len(), 3);
    for (headers, body) in &heard.calls {
        assert_eq!(headers[signature::ID], "call");
        assert_eq!(body.as_ref(), b"{\"a\":1}");
        let at: i64 = headers[signature::TIMESTAMP]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!(signature::is_good(
            SECRET,
            headers,
            body,
            Instant::from_unix(at)
        ));
    }
}

#[tokio::test]
async fn what_cannot_arrive_is_given_up() {
    let harbour = Harbour::new().await;
    let (origin, ear) = receiver(&[410, 307, 500, 500]).await;
    write(&harbour, "a gone", format!("{origin}/hook"), 5).await;
    write(&harbour, "b moved", format!("{origin}/hook"), 5).await;
    write(&harbour, "c broken", format!("{origin}/hook"), 1).await;
    write(
        &harbour,
        "d foreign",
        "http://127.0.0.1:9/hook".to_owned(),
        5,
    )
    .await;
    let caller = caller(&harbour, &origin);
    for _ in 0..6 {
        while caller.step().await.unwrap() {}
        harbour.clock.advance(Duration::from_seconds(60));
    }
    assert_eq!(state(&harbour).await, ["calloutFailed"; 4]);
    assert_eq!(
        ear.lock().unwrap().calls.len(),
        4,
        "the foreign one was never called"
    );
    let details = harbour
        .texts("SELECT detail AS x FROM callouts ORDER BY id")
        .await;
    assert_eq!(details[0], "it answered 410");
    assert!(details[3].contains("allowed_origins"), "{}", details[3]);
}

#[tokio::test]
async fn who_does_not_answer_in_time_is_called_again() {
    let harbour = Harbour::new().await;
    // It takes connections and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    write(&harbour, "call", format!("{origin}/hook"), 1).await;
    let caller = caller(&harbour, &origin);
    assert!(caller.step().await.unwrap());
    let details = harbour.texts("SELECT detail AS x FROM callouts").await;
    assert!(details[0].contains("500ms"), "{}", details[0]);
    assert_eq!(state(&harbour).await, ["waiting"]);
    harbour.clock.advance(Duration::from_seconds(1));
    assert!(caller.step().await.unwrap());
    assert_eq!(state(&harbour).await, ["calloutFailed"]);
}
