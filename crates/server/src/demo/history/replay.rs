//! Carries a history out: each thing at its moment, and before it whatever had fallen due by then.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, ensure};
use portico_graph::time::Instant;
use portico_graph::{Answer, AnsweredQuestion, stage_status};

use super::{Command, Deed, History};
use crate::ids::Ids;
use crate::jobs::past;
use crate::mail;
use crate::operations::act::Act;
use crate::operations::create_request::{self, Wish};
use crate::operations::decide_stage::{self, Said};
use crate::operations::holding::Asking;
use crate::operations::{cancel_request, requirements};
use crate::signin::person::Person;
use crate::store::{Sql, Tx};

/// What a replay brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// The first moment.
    pub since: Instant,
    /// How many requests there are.
    pub requests: usize,
}

/// Replays a history until `now`, in one transaction of a database that holds the organisation and nothing else. Letters of those days
/// count as sent then.
///
/// # Errors
/// The first command that the rules refuse, with its place; the transaction must be given up then.
pub async fn run(
    tx: &mut Tx,
    ids: &Arc<Ids>,
    link: &str,
    history: &History,
    now: Instant,
) -> anyhow::Result<Past> {
    let mut replay = Replay {
        ids,
        requests: BTreeMap::new(),
    };
    for command in &history.commands {
        past::work_off(tx, ids, link, command.at).await?;
        replay
            .carry_out(tx, command)
            .await
            .with_context(|| format!("{}, at {}", command.place, command.at))?;
    }
    past::work_off(tx, ids, link, now).await?;
    mail::all_arrived(tx).await?;
    Ok(Past {
        since: history.since,
        requests: replay.requests.len(),
    })
}

struct Replay<'a> {
    ids: &'a Arc<Ids>,
    /// By their places in the history.
    requests: BTreeMap<usize, String>,
}

impl Replay<'_> {
    async fn carry_out(&mut self, tx: &mut Tx, command: &Command) -> anyhow::Result<()> {
        match &command.deed {
            Deed::Ask {
                story,
                who,
                wish,
                answers,
            } => {
                let (person, act) = self.by(tx, who, command.at).await?;
                let wish = answered(tx, &person, wish, answers).await?;
                let made = create_request::run(tx, &act, &person, wish).await?;
                self.requests.insert(*story, made.id);
            }
            Deed::Decide {
                story,
                who,
                verdict,
                words,
            } => {
                let (person, act) = self.by(tx, who, command.at).await?;
                let request_id = self.request(*story)?.to_owned();
                let said = Said {
                    stage_id: waiting_stage(tx, &request_id).await?,
                    request_id,
                    verdict: *verdict,
                    justification: words.clone(),
                };
                decide_stage::run(tx, &act, &person, said).await?;
            }
            Deed::Cancel { story, who } => {
                let (person, act) = self.by(tx, who, command.at).await?;
                let asking = Asking::Person(&person);
                cancel_request::run(tx, &act, &asking, self.request(*story)?).await?;
            }
            Deed::Change(import) => import.write(tx, self.ids, command.at, &|_| {}).await?,
        }
        Ok(())
    }

    async fn by(&self, tx: &mut Tx, user: &str, at: Instant) -> anyhow::Result<(Person, Act)> {
        let person = Person::of_user(tx, user)
            .await?
            .context("the person may not sign in")?;
        let act = Act::by(&person, at, Arc::clone(self.ids));
        Ok((person, act))
    }

    fn request(&self, story: usize) -> anyhow::Result<&str> {
        let known = self.requests.get(&story);
        known
            .map(String::as_str)
            .context("the request was not made")
    }
}

/// The wish with its answers to the questions of the policy it goes under.
async fn answered(
    tx: &mut Tx,
    person: &Person,
    wish: &Wish,
    answers: &[Option<String>],
) -> anyhow::Result<Wish> {
    let mut wish = wish.clone();
    let named = wish.policy_id.as_ref();
    let policy = requirements::fitting(tx, person, &wish.package_id)
        .await?
        .policies
        .into_iter()
        .find(|policy| named.is_none_or(|id| *id == policy.id))
        .context("no policy fits")?;
    let questions = policy.questions.unwrap_or_default();
    ensure!(
        answers.len() <= questions.len(),
        "more answers than questions"
    );
    wish.answers = questions
        .iter()
        .zip(answers)
        .filter_map(|(question, answer)| {
            Some(Answer {
                display_value: None,
                value: Some(answer.clone()?),
                answered_question: AnsweredQuestion {
                    id: question.id.clone(),
                    ..AnsweredQuestion::default()
                },
            })
        })
        .collect();
    Ok(wish)
}

async fn waiting_stage(tx: &mut Tx, request: &str) -> anyhow::Result<String> {
    let row = Sql::new("SELECT id FROM request_stages WHERE request_id = $1 AND status = $2")
        .text(request)
        .text(stage_status::IN_PROGRESS)
        .fetch_optional(tx)
        .await?
        .context("no stage waits any more")?;
    Ok(row.text("id")?)
}
