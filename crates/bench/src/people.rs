//! Signing many people in, by the demo's own way: each has a session of their own, as in a browser.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::client::{Ask, Connection};
use crate::organisation::sign_in_name;

/// One after the other: on PostgreSQL, many sign-ins at once fail (see docs/PERFORMANCE.md), and they are not what is measured.
const AT_ONCE: usize = 1;

/// The cookies of the first `count` people.
pub async fn sign_in(address: &str, count: usize) -> Result<Vec<String>> {
    let next = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let next = Arc::clone(&next);
            let mut connection = Connection::new(address, None);
            tokio::spawn(async move {
                let mut signed_in = Vec::new();
                loop {
                    let person = next.fetch_add(1, Ordering::Relaxed);
                    if person >= count {
                        return Ok::<_, anyhow::Error>(signed_in);
                    }
                    signed_in.push((person, one(&mut connection, person).await?));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await??);
    }
    all.sort_unstable();
    Ok(all.into_iter().map(|(_, cookie)| cookie).collect())
}

async fn one(connection: &mut Connection, person: usize) -> Result<String> {
    let body = json!({ "userPrincipalName": sign_in_name(person) });
    let ask = Ask {
        method: "POST",
        path: "/demo/sign-in".to_owned(),
        cookie: String::new(),
        body: Some(body.to_string()),
    };
    let answer = connection.send(&ask).await?;
    ensure!(
        answer.status == 200,
        "nobody is signed in: {}",
        answer.status
    );
    answer.cookie.context("the answer has no cookie")
}
