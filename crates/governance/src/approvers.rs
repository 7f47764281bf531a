//! Who may decide a stage, and why they (Graph contract: approvals, subjectSet members). Asked anew each time: people are resolved
//! live, only the policy is frozen with the request. The preview of a package and a real decision use this one resolver.
//!
//! Nobody decides for himself: requestor and target are left out of every panel, whatever path would lead to them.

use std::collections::BTreeSet;

use portico_graph::{ApprovalStagePolicy, ApproverVisibility, SubjectSet};

use crate::people::{Parties, People};

/// Why somebody may decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// So many steps above the target.
    Manager {
        /// From 1.
        level: i32,
    },
    /// Named in the policy.
    Named,
    /// Member of a group named in the policy.
    Group {
        /// The group's id.
        id: String,
    },
    /// Sponsor inside the organisation for the target's organisation.
    InternalSponsor,
    /// Sponsor in the target's organisation.
    ExternalSponsor,
    /// Sponsor of the target.
    TargetSponsor,
}

/// One person who may decide a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// The person.
    pub user: String,
    /// Why they; the first reason when there are several.
    pub basis: Basis,
    /// They stand in because those meant by the policy resolved to nobody.
    pub fallback: bool,
    /// They joined because the stage escalated.
    pub escalation: bool,
}

/// The people who may decide a stage now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    approvers: Vec<Approver>,
}

/// The right of one person to decide one stage. Only [`Panel::seat`] makes one, so there is none for a requestor or a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat(Approver);

impl Seat {
    /// Who sits there, and why.
    pub fn approver(&self) -> &Approver {
        &self.0
    }
}

impl Panel {
    /// Everybody, in the order of the policy.
    pub fn approvers(&self) -> &[Approver] {
        &self.approvers
    }

    /// True when nobody can decide.
    pub fn is_empty(&self) -> bool {
        self.approvers.is_empty()
    }

    /// This person's right to decide, if they have one.
    pub fn seat(&self, user: &str) -> Option<Seat> {
        self.approvers
            .iter()
            .find(|approver| approver.user == user)
            .cloned()
            .map(Seat)
    }
}

/// Resolves one stage. `escalated`: the further approvers have joined.
pub fn resolve(
    stage: &ApprovalStagePolicy,
    escalated: bool,
    parties: &Parties,
    people: &People,
) -> Panel {
    let mut approvers = chosen(
        &stage.primary_approvers,
        &stage.fallback_primary_approvers,
        false,
        parties,
        people,
    );
    if escalated {
        let joined = chosen(
            &stage.escalation_approvers,
            &stage.fallback_escalation_approvers,
            true,
            parties,
            people,
        );
        for approver in joined {
            if approvers.iter().all(|known| known.user != approver.user) {
                approvers.push(approver);
            }
        }
    }
    Panel { approvers }
}

/// Whether the requestor may learn who decides the stage; `by_default` is the organisation's setting.
pub fn visible(stage: &ApprovalStagePolicy, by_default: bool) -> bool {
    match stage.approver_information_visibility {
        Some(ApproverVisibility::Visible) => true,
        Some(ApproverVisibility::NotVisible) => false,
        _ => by_default,
    }
}

/// Every subject set that a stage names, in the order in which they are asked.
pub fn sets(stage: &ApprovalStagePolicy) -> impl Iterator<Item = &SubjectSet> {
    stage
        .primary_approvers
        .iter()
        .chain(&stage.fallback_primary_approvers)
        .chain(&stage.escalation_approvers)
        .chain(&stage.fallback_escalation_approvers)
}

fn chosen(
    meant: &[SubjectSet],
    otherwise: &[SubjectSet],
    escalation: bool,
    parties: &Parties,
    people: &People,
) -> Vec<Approver> {
    let first = seats(meant, false, escalation, parties, people);
    if first.is_empty() {
        seats(otherwise, true, escalation, parties, people)
    } else {
        first
    }
}

fn seats(
    sets: &[SubjectSet],
    fallback: bool,
    escalation: bool,
    parties: &Parties,
    people: &People,
) -> Vec<Approver> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (basis, user) in sets.iter().flat_map(|set| candidates(set, parties, people)) {
        let may = people.active.contains(user) && !parties.include(user);
        if may && seen.insert(user) {
            found.push(Approver {
                user: user.to_owned(),
                basis,
                fallback,
                escalation,
            });
        }
    }
    found
}

/// Whom one set means, before anybody is left out. In an approval a manager is the target's: of a request on behalf too. A set
/// of a kind that names no approvers means nobody, so the fallbacks answer.
fn candidates<'p>(
    set: &'p SubjectSet,
    parties: &Parties,
    people: &'p People,
) -> Vec<(Basis, &'p str)> {
    let all = |basis: Basis, users: &'p BTreeSet<String>| {
        users
            .iter()
            .map(|user| (basis.clone(), user.as_str()))
            .collect()
    };
    match set {
        SubjectSet::SingleUser { user_id, .. } => vec![(Basis::Named, user_id.as_str())],
        SubjectSet::GroupMembers { group_id, .. } => {
            people.members.get(group_id).map_or_else(Vec::new, |users| {
                let id = group_id.clone();
                all(Basis::Group { id }, users)
            })
        }
        SubjectSet::RequestorManager { manager_level }
        | SubjectSet::TargetManager { manager_level } => {
            let level = (*manager_level).max(1);
            parties
                .target
                .as_deref()
                .and_then(|target| people.manager(target, level))
                .map(|user| (Basis::Manager { level }, user))
                .into_iter()
                .collect()
        }
        SubjectSet::InternalSponsors => all(Basis::InternalSponsor, &people.internal_sponsors),
        SubjectSet::ExternalSponsors => all(Basis::ExternalSponsor, &people.external_sponsors),
        SubjectSet::TargetUserSponsors => all(Basis::TargetSponsor, &people.target_sponsors),
        SubjectSet::ConnectedOrganizationMembers { .. } | SubjectSet::Other(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn one(user: &str) -> SubjectSet {
        SubjectSet::SingleUser {
            user_id: user.to_owned(),
            description: None,
        }
    }

    fn manager() -> SubjectSet {
        SubjectSet::RequestorManager { manager_level: 1 }
    }

    fn group(id: &str) -> SubjectSet {
        SubjectSet::GroupMembers {
            group_id: id.to_owned(),
            description: None,
        }
    }

    fn set_of(users: &[&str]) -> BTreeSet<String> {
        users.iter().map(|user| (*user).to_owned()).collect()
    }

    fn own(user: &str) -> Parties {
        Parties {
            requestor: Some(user.to_owned()),
            target: Some(user.to_owned()),
        }
    }

    fn people() -> People {
        People {
            active: set_of(&["ana", "bo", "chen", "dee"]),
            managers: BTreeMap::from([
                ("ana".to_owned(), "bo".to_owned()),
                ("bo".to_owned(), "gone".to_owned()),
            ]),
            members: BTreeMap::from([("g".to_owned(), set_of(&["ana", "chen", "gone"]))]),
            internal_sponsors: set_of(&["dee"]),
            ..People::default()
        }
    }

    fn users(panel: &Panel) -> Vec<(&str, bool)> {
        panel
            .approvers()
            .iter()
            .map(|a| (a.user.as_str(), a.fallback))
            .collect()
    }

    #[test]
    fn fallbacks_answer_when_nobody_is_left() {
        let stage = ApprovalStagePolicy {
            primary_approvers: vec![manager()],
            fallback_primary_approvers: vec![group("g")],
            ..ApprovalStagePolicy::default()
        };
        let of = |who: &str| resolve(&stage, false, &own(who), &people());
        assert_eq!(users(&of("ana")), [("bo", false)]);
        // Bo's manager cannot sign in; the group's member who cannot either is left out too.
        assert_eq!(users(&of("bo")), [("ana", true), ("chen", true)]);
        // Chen has no manager and is a member of the group himself.
        assert_eq!(users(&of("chen")), [("ana", true)]);
        assert_eq!(of("ana").seat("chen"), None);
        assert!(of("ana").seat("bo").is_some());
    }

    #[test]
    fn the_sole_approver_asks() {
        let stage = ApprovalStagePolicy {
            primary_approvers: vec![one("chen")],
            fallback_primary_approvers: vec![one("chen")],
            ..ApprovalStagePolicy::default()
        };
        assert!(resolve(&stage, false, &own("chen"), &people()).is_empty());
    }

    #[test]
    fn on_behalf_the_manager_is_a_party() {
        let stage = ApprovalStagePolicy {
            primary_approvers: vec![manager()],
            fallback_primary_approvers: vec![one("chen")],
            ..ApprovalStagePolicy::default()
        };
        let parties = Parties {
            requestor: Some("bo".to_owned()),
            target: Some("ana".to_owned()),
        };
        assert_eq!(
            users(&resolve(&stage, false, &parties, &people())),
            [("chen", true)]
        );
    }

    #[test]
    fn escalation_joins() {
        let stage = ApprovalStagePolicy {
            primary_approvers: vec![manager()],
            escalation_approvers: vec![one("bo"), one("chen")],
            ..ApprovalStagePolicy::default()
        };
        let panel = resolve(&stage, true, &own("ana"), &people());
        assert_eq!(users(&panel), [("bo", false), ("chen", false)]);
        assert_eq!(
            panel
                .approvers()
                .iter()
                .map(|a| a.escalation)
                .collect::<Vec<_>>(),
            [false, true]
        );
    }

    #[test]
    fn visibility() {
        let mut stage = ApprovalStagePolicy::default();
        assert!(visible(&stage, true) && !visible(&stage, false));
        stage.approver_information_visibility = Some(ApproverVisibility::NotVisible);
        assert!(!visible(&stage, true));
        stage.approver_information_visibility = Some(ApproverVisibility::Visible);
        assert!(visible(&stage, false));
    }

    fn a_person() -> impl Strategy<Value = String> {
        (0u8..6).prop_map(|n| n.to_string())
    }

    fn a_few() -> impl Strategy<Value = BTreeSet<String>> {
        proptest::collection::btree_set(a_person(), 0..5)
    }

    fn some_sets() -> impl Strategy<Value = Vec<SubjectSet>> {
        let set = prop_oneof![
            a_person().prop_map(|user| one(&user)),
            Just(group("g")),
            Just(group("absent")),
            (0..4).prop_map(|manager_level| SubjectSet::RequestorManager { manager_level }),
            (0..4).prop_map(|manager_level| SubjectSet::TargetManager { manager_level }),
            Just(SubjectSet::InternalSponsors),
            Just(SubjectSet::ExternalSponsors),
            Just(SubjectSet::TargetUserSponsors),
        ];
        proptest::collection::vec(set, 0..4)
    }

    proptest! {
        /// Through no path does a requestor or a target get a seat, and nobody who cannot sign in.
        #[test]
        fn nobody_decides_for_himself(
            lists in (some_sets(), some_sets(), some_sets(), some_sets()),
            sponsors in (a_few(), a_few(), a_few()),
            members in a_few(),
            active in a_few(),
            managers in proptest::collection::btree_map(a_person(), a_person(), 0..6),
            requestor in a_person(),
            target in a_person(),
            escalated: bool,
        ) {
            let stage = ApprovalStagePolicy {
                primary_approvers: lists.0,
                fallback_primary_approvers: lists.1,
                escalation_approvers: lists.2,
                fallback_escalation_approvers: lists.3,
                ..ApprovalStagePolicy::default()
            };
            let people = People {
                active,
                managers,
                members: BTreeMap::from([("g".to_owned(), members)]),
                internal_sponsors: sponsors.0,
                external_sponsors: sponsors.1,
                target_sponsors: sponsors.2,
            };
            let parties = Parties { requestor: Some(requestor.clone()), target: Some(target.clone()) };
            let panel = resolve(&stage, escalated, &parties, &people);
            prop_assert_eq!(panel.seat(&requestor), None);
            prop_assert_eq!(panel.seat(&target), None);
            for approver in panel.approvers() {
                prop_assert!(people.active.contains(&approver.user));
            }
            let distinct: BTreeSet<_> = panel.approvers().iter().map(|a| &a.user).collect();
            prop_assert_eq!(distinct.len(), panel.approvers().len());
        }
    }
}
