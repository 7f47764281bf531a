//! What happened in the demo's organisation before anybody looked: a dated list of what people did, and its replay through the operations
//! of the product. Nothing in it is a state: what became of a request follows from what was done, by the same rules as today.
//!
//! ```json
//! { "requests": [ { "who": "ines.duarte", "package": "safety-case-archive", "asks": "P3D 10:12", "because": "Hazard review.",
//!     "then": [ { "at": "P3D 15:48", "who": "maren.holt", "approves": "Needed for the review." } ] } ],
//!   "changes": [ { "at": "P9D 06:40", "organisation": { "sites": [] } } ] }
//! ```
//!
//! Names are keys of the organisation. Moments count back from the start of the demo, see [`Moment`].

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use jiff::tz::TimeZone;
use portico_governance::approval::Verdict;
use portico_graph::time::{Duration, Instant};
use portico_graph::{ExpirationPattern, Schedule};
use serde::Deserialize;
use serde_json::Value;

use crate::directory::{DEMO_NAMESPACE, Import, Source};
use crate::operations::create_request::Wish;

mod moment;
mod replay;
#[cfg(test)]
mod tests;

pub use moment::Moment;
pub use replay::{Past, run};

/// How long after the organisation came the first thing happened.
const QUIET: Duration = Duration::from_days(-7);

/// One file of a history.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[serde(default)]
    requests: Vec<Story>,
    #[serde(default)]
    changes: Vec<Change>,
}

/// One request, from asking to the last thing that somebody did about it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    who: String,
    package: String,
    policy: Option<String>,
    asks: Moment,
    because: Option<String>,
    /// To the questions of the policy in their order; null: not answered.
    #[serde(default)]
    answers: Vec<Option<String>>,
    /// The first day, counted from the day the demo starts.
    from: Option<Duration>,
    /// The length asked for.
    #[serde(rename = "for")]
    length: Option<Duration>,
    #[serde(default)]
    then: Vec<Turn>,
}

/// What somebody did about a request: one of the three.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    at: Moment,
    who: String,
    approves: Option<String>,
    refuses: Option<String>,
    #[serde(default)]
    cancels: bool,
}

/// A part of the organisation that became another: what an import of that day brought.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    at: Moment,
    organisation: Value,
}

/// One thing that happened.
pub struct Command {
    /// When.
    pub at: Instant,
    /// What.
    pub deed: Deed,
    /// Where it stands, for messages.
    place: String,
}

/// What happened. A request is named by its place in the history.
pub enum Deed {
    /// Somebody asked. The answers have no questions yet: those are the policy's of that day.
    Ask {
        /// The request.
        story: usize,
        /// By whom, directory id.
        who: String,
        /// For what.
        wish: Box<Wish>,
        /// The answers.
        answers: Vec<Option<String>>,
    },
    /// Somebody decided the stage that waited.
    Decide {
        /// The request.
        story: usize,
        /// Directory id.
        who: String,
        /// How.
        verdict: Verdict,
        /// Why.
        words: String,
    },
    /// Somebody took a request back.
    Cancel {
        /// The request.
        story: usize,
        /// Directory id.
        who: String,
    },
    /// An import.
    Change(Box<Import>),
}

/// Everything that happened, in order.
pub struct History {
    /// When the organisation came.
    pub since: Instant,
    /// What happened from then on.
    pub commands: Vec<Command>,
}

impl History {
    /// Reads the files of a history, by name and text, of an organisation whose demo starts `now`.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place: a history is part of the program.
    pub fn read<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        organisation: &Import,
        now: Instant,
    ) -> anyhow::Result<Self> {
        let zone = organisation
            .time_zone()
            .map_or(Ok(TimeZone::UTC), TimeZone::get)?;
        let mut reading = Reading {
            organisation,
            now,
            zone,
            stories: 0,
            commands: Vec::new(),
        };
        let files: BTreeMap<_, _> = files.into_iter().collect();
        for (name, text) in files {
            let page: Page = serde_json::from_str(text).with_context(|| name.to_owned())?;
            for (place, story) in page.requests.into_iter().enumerate() {
                let place = format!("{name} $.requests[{place}]");
                reading.story(story, &place).context(place)?;
            }
            for (place, change) in page.changes.into_iter().enumerate() {
                let place = format!("{name} $.changes[{place}]");
                reading.change(&change, &place).context(place)?;
            }
        }
        let mut commands = reading.commands;
        // A stable sort: what happened in the same minute stays in the order of the files.
        commands.sort_by_key(|command| command.at);
        Ok(Self {
            since: commands.first().map_or(now, |first| first.at + QUIET),
            commands,
        })
    }
}

/// A history being read.
struct Reading<'a> {
    organisation: &'a Import,
    now: Instant,
    zone: TimeZone,
    stories: usize,
    commands: Vec<Command>,
}

impl Reading<'_> {
    fn story(&mut self, said: Story, place: &str) -> anyhow::Result<()> {
        let story = self.stories;
        self.stories += 1;
        let (package, policy) = self
            .organisation
            .package(&said.package, said.policy.as_deref())
            .with_context(|| format!("no package {} with this policy", said.package))?;
        let wish = Wish {
            package_id: package.to_owned(),
            policy_id: policy.map(str::to_owned),
            target_email: None,
            target_object: None,
            justification: said.because,
            schedule: self.schedule(said.from, said.length)?,
            answers: Vec::new(),
        };
        let ask = Deed::Ask {
            story,
            who: self.person(&said.who)?,
            wish: Box::new(wish),
            answers: said.answers,
        };
        let mut at = self.add(said.asks, ask, place)?;
        for turn in said.then {
            let deed = self.turn(story, &turn)?;
            let next = self.add(turn.at, deed, place)?;
            ensure!(next >= at, "{} happens before what it follows", turn.at);
            at = next;
        }
        Ok(())
    }

    fn turn(&self, story: usize, turn: &Turn) -> anyhow::Result<Deed> {
        let who = self.person(&turn.who)?;
        Ok(match (&turn.approves, &turn.refuses, turn.cancels) {
            (Some(words), None, false) => Deed::Decide {
                story,
                who,
                verdict: Verdict::Approve,
                words: words.clone(),
            },
            (None, Some(words), false) => Deed::Decide {
                story,
                who,
                verdict: Verdict::Deny,
                words: words.clone(),
            },
            (None, None, true) => Deed::Cancel { story, who },
            _ => bail!("one of approves, refuses and cancels"),
        })
    }

    fn change(&mut self, change: &Change, place: &str) -> anyhow::Result<()> {
        let source = Source::from(change.organisation.to_string());
        let import = Import::read(&source, DEMO_NAMESPACE)?;
        self.add(change.at, Deed::Change(Box::new(import)), place)?;
        Ok(())
    }

    fn add(&mut self, moment: Moment, deed: Deed, place: &str) -> anyhow::Result<Instant> {
        let at = moment.before(self.now, &self.zone)?;
        ensure!(at < self.now, "{moment} is not over when the demo starts");
        self.commands.push(Command {
            at,
            deed,
            place: place.to_owned(),
        });
        Ok(at)
    }

    fn person(&self, key: &str) -> anyhow::Result<String> {
        let id = self.organisation.person(key);
        id.map(str::to_owned)
            .with_context(|| format!("there is no person {key}"))
    }

    fn schedule(
        &self,
        from: Option<Duration>,
        length: Option<Duration>,
    ) -> anyhow::Result<Option<Schedule>> {
        if from.is_none() && length.is_none() {
            return Ok(None);
        }
        Ok(Some(Schedule {
            start_date_time: from
                .map(|days| moment::midnight(self.now, days, &self.zone))
                .transpose()?,
            expiration: length.map(ExpirationPattern::after),
        }))
    }
}
