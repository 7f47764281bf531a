//! Walks the log from its beginning.

use std::fmt;

use super::entry;
use super::seal::Head;
use crate::store::{Sql, Store, StoreError, Tx};

/// How many entries are read at once.
const AT_ONCE: i64 = 1_000;

/// What the walk found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Entries in the unbroken part of the chain.
    pub sealed: i64,
    /// Entries that are not linked yet.
    pub unsealed: i64,
    /// The first break.
    pub fault: Option<Fault>,
}

/// Where the log is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The entry's number in the chain; `None`: an entry that is not linked yet.
    pub seq: Option<i64>,
    /// What is wrong there.
    pub what: &'static str,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.fault.is_none()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            None => write!(
                f,
                "The log is sound: {} entries in the chain, {} waiting to be linked.",
                self.sealed, self.unsealed
            ),
            Some(Fault { seq, what }) => {
                f.write_str("The log is broken")?;
                match seq {
                    Some(seq) => write!(f, " at entry {seq}: {what}.")?,
                    None => write!(f, " in the part that is not linked yet: {what}.")?,
                }
                write!(f, " {} entries before it are sound.", self.sealed)
            }
        }
    }
}

/// Walks the chain and its unlinked tail, in one unchanging view of the database.
pub async fn verify(store: &Store) -> Result<Verdict, StoreError> {
    let mut tx = store.begin_read().await?;
    let (head, fault) = chain(&mut tx).await?;
    let mut verdict = Verdict {
        sealed: head.seq,
        unsealed: 0,
        fault,
    };
    if verdict.is_sound() {
        tail(&mut tx, &mut verdict).await?;
    }
    Ok(verdict)
}

/// The last sound link, and what comes after it.
async fn chain(tx: &mut Tx) -> Result<(Head, Option<Fault>), StoreError> {
    let mut head = Head::first();
    let fault = |seq, what| {
        Some(Fault {
            seq: Some(seq),
            what,
        })
    };
    loop {
        let rows = Sql::new("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2")
            .int(head.seq)
            .int(AT_ONCE)
            .fetch_all(tx)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let expected = head.seq + 1;
            if row.int("seq")? != expected {
                return Ok((head, fault(expected, "it is missing")));
            }
            if let Some(what) = entry::fault(row)? {
                return Ok((head, fault(expected, what)));
            }
            let next = head.next(&row.text("payload_hash")?);
            let linked = row.opt_text("prev_hash")?.as_ref() == Some(&head.hash)
                && row.opt_text("hash")?.as_ref() == Some(&next.hash);
            if !linked {
                return Ok((head, fault(expected, "its link does not fit")));
            }
            head = next;
        }
    }
    let written = Head::read(tx).await?;
    let fault = (written != head).then_some(Fault {
        seq: Some(head.seq + 1),
        what: "the end of the chain is missing",
    });
    Ok((head, fault))
}

async fn tail(tx: &mut Tx, verdict: &mut Verdict) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let rows = Sql::new(
            "SELECT * FROM audit WHERE seq IS NULL AND position > $1 ORDER BY position LIMIT $2",
        )
        .int(after)
        .int(AT_ONCE)
        .fetch_all(tx)
        .await?;
        for row in &rows {
            if let Some(what) = entry::fault(row)? {
                verdict.fault = Some(Fault { seq: None, what });
                return Ok(());
            }
            verdict.unsealed += 1;
            after = row.int("position")?;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}
