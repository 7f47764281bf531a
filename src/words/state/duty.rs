//! How a decision stands: what the person who may decide reads.

use super::Badge;
use super::standing::{quoted, spoken};
use super::who::named;
use crate::ui::{Icon, Tone};
use crate::words::line::{Line, Marks};
use crate::words::text::state as text;
use crate::words::when::Style;
use portico_graph::portico::{ApproverBasis, ProgressStage};
use portico_graph::time::Instant;
use portico_graph::{ApprovalStage, Identity, RequestState, review_result, stage_status};

/// Approved or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Approved,
    Refused,
}

impl Verdict {
    /// Reads the word of a stage.
    pub fn read(result: Option<&str>) -> Option<Self> {
        match result? {
            review_result::APPROVED => Some(Self::Approved),
            review_result::DENIED => Some(Self::Refused),
            _ => None,
        }
    }
}

/// A decision that somebody made.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    pub verdict: Verdict,
    pub by: Option<String>,
    pub by_me: bool,
    pub at: Option<Instant>,
    pub words: Option<String>,
}

/// One row of the table of what an approver sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Duty {
    /// `more_since`: the time others joined, when it has come.
    Waiting {
        due: Option<Instant>,
        more_since: Option<Instant>,
    },
    Settled(Settled),
    TimedOut {
        at: Option<Instant>,
    },
    TakenBack,
    Own,
    Elses,
}

impl Duty {
    /// Reads one approval for a reader. `told` is what our server says beside Graph's own words.
    pub fn of(
        stages: &[ApprovalStage],
        told: &[ProgressStage],
        request: Option<RequestState>,
        own: bool,
        me: Option<&str>,
        now: Instant,
    ) -> Self {
        let mine = stages
            .iter()
            .find(|stage| stage.assigned_to_me == Some(true) && is_running(stage));
        if let Some(stage) = mine {
            let told = told.iter().find(|one| one.id == stage.id);
            return Self::Waiting {
                due: told.and_then(|one| one.due_date_time),
                more_since: told
                    .and_then(|one| one.escalation_date_time)
                    .filter(|since| *since <= now),
            };
        }
        if request == Some(RequestState::Canceled) {
            return Self::TakenBack;
        }
        if let Some(stage) = stages
            .iter()
            .find(|stage| stage.status.as_deref() == Some(stage_status::EXPIRED))
        {
            let told = told.iter().find(|one| one.id == stage.id);
            return Self::TimedOut {
                at: told.and_then(|one| one.due_date_time),
            };
        }
        if own {
            return Self::Own;
        }
        let decided = stages.iter().rev().find_map(|stage| settled(stage, me));
        decided.map_or(Self::Elses, Self::Settled)
    }

    /// The sentence under the person's name.
    pub fn badge(&self) -> Badge {
        let mut marks = Marks::default();
        match self {
            Self::Waiting { due: Some(due), .. } => {
                let due = marks.when(*due, Style::At);
                Badge::new(Icon::Warn, Tone::Need, marks.line(text::due(&due)))
            }
            Self::Waiting { due: None, .. } => {
                Badge::new(Icon::Warn, Tone::Need, text::due_untold())
            }
            Self::Settled(settled) => settled.badge(),
            Self::TimedOut { at: Some(at) } => {
                let at = marks.when(*at, Style::At);
                Badge::new(
                    Icon::Shut,
                    Tone::Neutral,
                    marks.line(text::deadline_passed(&at)),
                )
            }
            Self::TimedOut { at: None } => {
                Badge::new(Icon::Shut, Tone::Neutral, text::deadline_passed_unsaid())
            }
            Self::TakenBack => Badge::new(Icon::Shut, Tone::Neutral, text::taken_back()),
            Self::Own => Badge::new(Icon::Shut, Tone::Neutral, text::own_request()),
            Self::Elses => Badge::new(Icon::Half, Tone::Neutral, text::not_yours()),
        }
    }
}

fn is_running(stage: &ApprovalStage) -> bool {
    stage.status.as_deref() == Some(stage_status::IN_PROGRESS)
        && Verdict::read(stage.review_result.as_deref()).is_none()
}

/// The decision of a stage, when there is one.
pub fn settled(stage: &ApprovalStage, me: Option<&str>) -> Option<Settled> {
    let by = stage.reviewed_by.as_ref();
    Some(Settled {
        verdict: Verdict::read(stage.review_result.as_deref())?,
        by: named(by),
        by_me: me.is_some() && by.and_then(|by| by.id.as_deref()) == me,
        at: stage.reviewed_date_time,
        words: spoken(stage.justification.as_deref()),
    })
}

impl Settled {
    /// "Approved by Maren Holt today, 14:02".
    pub fn badge(&self) -> Badge {
        let mut marks = Marks::default();
        let at = self
            .at
            .map(|at| marks.when(at, Style::At))
            .unwrap_or_default();
        let by = self.by.as_deref().map(|by| marks.name(by));
        let words = match (self.verdict, self.by_me, by) {
            (Verdict::Approved, true, _) => text::you_approved(&at),
            (Verdict::Refused, true, _) => text::you_refused(&at),
            (Verdict::Approved, false, Some(by)) => text::settled_approved(&by, &at),
            (Verdict::Refused, false, Some(by)) => text::settled_refused(&by, &at),
            (Verdict::Approved, false, None) => text::settled_somebody_approved(&at),
            (Verdict::Refused, false, None) => text::settled_somebody_refused(&at),
        };
        let (glyph, tone) = match self.verdict {
            Verdict::Approved => (Icon::Check, Tone::Go),
            Verdict::Refused => (Icon::Cross, Tone::No),
        };
        Badge::new(glyph, tone, marks.line(words.trim_end().to_owned()))
    }

    /// The heading for somebody who answered too late: "Maren Holt approved this before you".
    pub fn before_you(&self) -> Line {
        let mut marks = Marks::default();
        match (&self.by, self.verdict) {
            (Some(by), verdict) => {
                let by = marks.name(by);
                marks.line(match verdict {
                    Verdict::Approved => text::lost_approved(&by),
                    Verdict::Refused => text::lost_refused(&by),
                })
            }
            (None, Verdict::Approved) => text::lost_somebody_approved().into(),
            (None, Verdict::Refused) => text::lost_somebody_refused().into(),
        }
    }

    /// When, with which words, and that nothing else is needed.
    pub fn how(&self) -> Line {
        let mut marks = Marks::default();
        let told = self.at.map(|at| {
            let at = marks.when(at, Style::Exact);
            match &self.words {
                Some(words) => {
                    let words = marks.inner(quoted(words));
                    marks.line(text::lost_at_words(&at, &words))
                }
                None => marks.line(text::lost_at(&at)),
            }
        });
        let rest = Line::from(text::not_sent());
        told.map_or(rest.clone(), |told| told.then(rest))
    }
}

/// Why the reader decides. `person` is whom the request is for.
pub fn why_you(stage: &ProgressStage, person: &str) -> Line {
    let mut marks = Marks::default();
    let person = marks.name(person);
    let name = stage.basis_name.as_deref().map(|name| marks.name(name));
    let why = match (stage.basis, name) {
        (ApproverBasis::Manager, _) => text::why_manager(&person),
        (ApproverBasis::Named, _) => text::why_named(),
        (ApproverBasis::Group, Some(group)) => text::why_group(&group),
        (ApproverBasis::Group, None) => text::why_group_unnamed(),
        (ApproverBasis::InternalSponsor, Some(name)) => text::why_internal_sponsor(&name),
        (ApproverBasis::InternalSponsor, None) => text::why_internal_sponsor_unnamed(&person),
        (ApproverBasis::ExternalSponsor, Some(name)) => text::why_external_sponsor(&name),
        (ApproverBasis::ExternalSponsor, None) => text::why_external_sponsor_unnamed(&person),
        (ApproverBasis::TargetSponsor, _) => text::why_target_sponsor(&person),
    };
    let line = marks.line(why);
    if stage.is_fallback {
        line.then(text::why_fallback().into())
    } else {
        line
    }
}

/// The same in a few words for a list: "you are the manager".
pub fn you_are(stage: &ProgressStage) -> Line {
    let mut marks = Marks::default();
    match (stage.basis, stage.basis_name.as_deref()) {
        (ApproverBasis::Manager, _) => text::you_are_manager().into(),
        (ApproverBasis::Group, Some(group)) => {
            let group = marks.name(group);
            marks.line(text::you_are_in_group(&group))
        }
        (ApproverBasis::Named | ApproverBasis::Group, _) => text::you_are_named().into(),
        (ApproverBasis::InternalSponsor, _) => text::you_are_internal_sponsor().into(),
        (ApproverBasis::ExternalSponsor, _) => text::you_are_external_sponsor().into(),
        (ApproverBasis::TargetSponsor, _) => text::you_are_sponsor().into(),
    }
}

/// "Since Monday others can decide too, because nobody had answered."
pub fn others_joined(since: Instant) -> Line {
    let mut marks = Marks::default();
    let since = marks.when(since, Style::Since);
    marks.line(text::escalated(&since))
}

/// "This is stage 1 of 2."; nothing where there is one stage.
pub fn stage_of(index: usize, all: usize) -> Option<String> {
    (all > 1).then(|| text::stage_of(&(index + 1).to_string(), &all.to_string()))
}

/// Whether an identity is the reader.
pub fn is_me(identity: Option<&Identity>, me: Option<&str>) -> bool {
    me.is_some() && identity.and_then(|one| one.id.as_deref()) == me
}

#[cfg(test)]
mod tests;
