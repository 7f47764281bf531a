//! Load at a fixed rate. Calls are due at fixed times whatever the server does, and each is measured from when it was due: a call
//! that had to wait for a free connection has waited (no coordinated omission).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Result, anyhow};
use tokio::sync::Semaphore;

use crate::client::{Ask, Connection};
use crate::figures::Figures;
use crate::stopwatch::Stopwatch;

/// Connections that are kept.
const CONNECTIONS: usize = 64;
/// How long calls that are due may still be sent after the last was.
const GRACE: Duration = Duration::from_secs(3);

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A call that is measured.
pub struct Plan {
    /// What it is called.
    pub name: &'static str,
    /// The status it must answer.
    pub wanted: u16,
    /// The calls in order; more calls than these begin again from the first.
    pub asks: Vec<Ask>,
}

/// What a browser says it can read.
pub const ENCODING: Option<&str> = Some("gzip, br");

/// Calls at `rate` a second for `time`.
pub async fn at_rate(address: &str, plan: Plan, rate: u32, time: Duration) -> Result<Figures> {
    let count =
        usize::try_from(u64::from(rate) * time.as_millis().try_into().unwrap_or(u64::MAX) / 1000)?;
    let (name, plan) = (plan.name, Arc::new(plan));
    let due = Arc::new(Semaphore::new(0));
    let next = Arc::new(AtomicUsize::new(0));
    let watch = Stopwatch::start();
    let pace = Pace { rate, watch };
    let pacing = std::thread::spawn({
        let due = Arc::clone(&due);
        move || pace.tell(count, &due)
    });
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let worker = Worker {
                connection: Connection::new(address, ENCODING),
                plan: Arc::clone(&plan),
                due: Arc::clone(&due),
                next: Arc::clone(&next),
                pace,
                count,
                until: time + GRACE,
            };
            tokio::spawn(worker.run())
        })
        .collect();
    let (mut latencies, mut errors) = (Vec::new(), 0);
    for worker in workers {
        let (measured, failed) = worker.await?;
        latencies.extend(measured);
        errors += failed;
    }
    let took = watch.elapsed();
    drop(pacing.join());
    let unsent = count.saturating_sub(latencies.len());
    Ok(Figures {
        errors,
        unsent,
        took,
        ..Figures::new(name, rate, latencies)
    })
}

/// As many calls as the server can answer over `connections`, each the next as soon as the last is answered.
pub async fn saturate(
    address: &str,
    plan: Plan,
    time: Duration,
    encoding: Option<&'static str>,
) -> Result<Figures> {
    let (name, plan) = (plan.name, Arc::new(plan));
    let next = Arc::new(AtomicUsize::new(0));
    let watch = Stopwatch::start();
    let workers: Vec<_> = (0..CONNECTIONS / 2)
        .map(|_| {
            let (plan, next) = (Arc::clone(&plan), Arc::clone(&next));
            let mut connection = Connection::new(address, encoding);
            tokio::spawn(async move {
                let (mut latencies, mut errors) = (Vec::new(), 0);
                while watch.elapsed() < time {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let started = Stopwatch::start();
                    errors += usize::from(!call(&mut connection, &plan, place).await);
                    latencies.push(microseconds(started.elapsed()));
                }
                (latencies, errors)
            })
        })
        .collect();
    let (mut latencies, mut errors) = (Vec::new(), 0);
    for worker in workers {
        let (measured, failed) = worker.await?;
        latencies.extend(measured);
        errors += failed;
    }
    let took = watch.elapsed();
    Ok(Figures {
        errors,
        took,
        ..Figures::new(name, 0, latencies)
    })
}

/// When each call is due.
#[derive(Clone, Copy)]
struct Pace {
    rate: u32,
    watch: Stopwatch,
}

impl Pace {
    fn due(&self, place: usize) -> Duration {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        Duration::from_secs_f64(f64::from(place) / f64::from(self.rate.max(1)))
    }

    /// Lets each call go when it is due. A thread sleeps more exactly than the timer of an asynchronous runtime.
    fn tell(&self, count: usize, due: &Semaphore) {
        for place in 0..count {
            let wait = self.due(place).saturating_sub(self.watch.elapsed());
            if !wait.is_zero() {
                std::thread::sleep(wait);
            }
            due.add_permits(1);
        }
        // Everybody who waits for a call that will not come.
        due.add_permits(CONNECTIONS);
    }
}

struct Worker {
    connection: Connection,
    plan: Arc<Plan>,
    due: Arc<Semaphore>,
    next: Arc<AtomicUsize>,
    pace: Pace,
    count: usize,
    until: Duration,
}

impl Worker {
    async fn run(mut self) -> (Vec<u64>, usize) {
        let (mut latencies, mut errors) = (Vec::new(), 0);
        while let Ok(permit) = self.due.acquire().await {
            permit.forget();
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            if place >= self.count || self.pace.watch.elapsed() > self.until {
                break;
            }
            errors += usize::from(!call(&mut self.connection, &self.plan, place).await);
            let latency = self
                .pace
                .watch
                .elapsed()
                .saturating_sub(self.pace.due(place));
            latencies.push(microseconds(latency));
        }
        (latencies, errors)
    }
}

/// Whether the answer was the wanted one. The first wrong one of a plan is shown.
async fn call(connection: &mut Connection, plan: &Plan, place: usize) -> bool {
    let Some(ask) = plan.asks.get(place % plan.asks.len().max(1)) else {
        return false;
    };
    let sent = tokio::time::timeout(PATIENCE, connection.send(ask)).await;
    match sent.unwrap_or_else(|_| Err(anyhow!("no answer"))) {
        Ok(answer) if answer.status == plan.wanted => true,
        Ok(answer) => {
            if place < 3 {
                let text = String::from_utf8_lossy(&answer.body);
                eprintln!("{}: {} {text}", plan.name, answer.status);
            }
            false
        }
        Err(problem) => {
            if place < 3 {
                eprintln!("{}: {problem:#}", plan.name);
            }
            false
        }
    }
}

fn microseconds(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_due_at_fixed_times() {
        let pace = Pace {
            rate: 200,
            watch: Stopwatch::start(),
        };
        assert_eq!(pace.due(0), Duration::ZERO);
        assert_eq!(pace.due(200), Duration::from_secs(1));
    }

    #[test]
    fn a_server_that_stands_still_is_measured_from_when_a_call_was_due() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let plan = Plan {
                name: "nobody",
                wanted: 200,
                asks: vec![Ask::get("/", "")],
            };
            let figures = at_rate("127.0.0.1:1", plan, 100, Duration::from_millis(200))
                .await
                .unwrap();
            assert_eq!(
                (figures.count(), figures.errors, figures.unsent),
                (20, 20, 0)
            );
        });
    }
}
