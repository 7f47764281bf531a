//! Groups come, change and go; each with its entry in the log, and automatic policies look again.

use std::collections::BTreeSet;

use serde_json::json;

use super::draft::{Draft, Step};
use crate::operations::act::Act;
use crate::operations::automatic;
use crate::scim::refusal::Refusal;
use crate::store::groups::{self, Group, Source};
use crate::store::principal::Principal;
use crate::store::provisioned::groups::{self as rows, Provisioned};
use crate::store::{StoreError, Tx};

const KIND: &str = "group";

/// A new group.
///
/// # Errors
/// `invalidValue`: a member is nobody here.
pub async fn create(
    tx: &mut Tx,
    act: &Act,
    id: &str,
    draft: &Draft,
) -> Result<Provisioned, Refusal> {
    let group = Group {
        id: id.to_owned(),
        display_name: draft.display_name.clone(),
        ..Group::default()
    };
    groups::upsert(tx, &group, act.now).await?;
    rows::set_external_id(tx, id, draft.external_id.as_deref(), act.now).await?;
    let (added, _) = walk(tx, act, id, &draft.steps).await?;
    if added > 0 {
        automatic::look_at_all(tx, act).await?;
    }
    let details = json!({ "added": added });
    act.log(tx, "groupCreated", (KIND, id), details, None)
        .await?;
    again(tx, id).await
}

/// A group becomes what the draft says. Nothing is written when it is that already.
///
/// # Errors
/// As [`create`].
pub async fn change(
    tx: &mut Tx,
    act: &Act,
    before: &Provisioned,
    draft: &Draft,
) -> Result<Provisioned, Refusal> {
    let id = before.group.id.as_str();
    let is_renamed = before.group.display_name != draft.display_name;
    let has_other_id = before.external_id != draft.external_id;
    let group = Group {
        display_name: draft.display_name.clone(),
        ..before.group.clone()
    };
    groups::upsert(tx, &group, act.now).await?;
    rows::set_external_id(tx, id, draft.external_id.as_deref(), act.now).await?;
    let (added, removed) = walk(tx, act, id, &draft.steps).await?;
    if added + removed > 0 {
        rows::touch(tx, id, act.now).await?;
        automatic::look_at_all(tx, act).await?;
    }
    if is_renamed || has_other_id || added + removed > 0 {
        let details = json!({ "renamed": is_renamed, "added": added, "removed": removed });
        act.log(tx, "groupChanged", (KIND, id), details, None)
            .await?;
    }
    again(tx, id).await
}

/// A group goes that nothing refers to.
///
/// # Errors
/// 404; 409 with what refers to it.
pub async fn delete(tx: &mut Tx, act: &Act, id: &str) -> Result<(), Refusal> {
    if rows::by_id(tx, id).await?.is_none() {
        return Err(Refusal::unknown(id));
    }
    let references = rows::references(tx, id).await?;
    if !references.is_empty() {
        return Err(Refusal::in_use(format!(
            "The group cannot be deleted while something refers to it: {}.",
            references.join("; ")
        )));
    }
    rows::delete(tx, id).await?;
    automatic::look_at_all(tx, act).await?;
    act.log(tx, "groupDeleted", (KIND, id), json!({}), None)
        .await?;
    Ok(())
}

async fn again(tx: &mut Tx, id: &str) -> Result<Provisioned, Refusal> {
    rows::by_id(tx, id)
        .await?
        .ok_or_else(|| StoreError::Broken(format!("the group {id} was written and is gone")).into())
}

/// Carries the changes of members out, and answers how many came and how many went. Whoever is given the membership by access stays in it.
async fn walk(
    tx: &mut Tx,
    act: &Act,
    group: &str,
    steps: &[Step],
) -> Result<(usize, usize), Refusal> {
    let (mut added, mut removed) = (0, 0);
    for step in steps {
        match step {
            Step::Add(ids) => added += join(tx, act, group, ids).await?,
            Step::Remove(ids) => removed += leave(tx, group, ids).await?,
            Step::Only(ids) => {
                let gone: BTreeSet<String> = present(tx, group).await?;
                removed += leave(tx, group, &gone.difference(ids).cloned().collect()).await?;
                added += join(tx, act, group, ids).await?;
            }
        }
    }
    Ok((added, removed))
}

/// The members that the directory has put in.
async fn present(tx: &mut Tx, group: &str) -> Result<BTreeSet<String>, StoreError> {
    let found = rows::members(tx, &[group.to_owned()]).await?;
    let members = found.into_values().flatten();
    Ok(members.map(|member| member.principal.id).collect())
}

async fn join(
    tx: &mut Tx,
    act: &Act,
    group: &str,
    ids: &BTreeSet<String>,
) -> Result<usize, Refusal> {
    if ids.contains(group) {
        return Err(Refusal::invalid_value("A group cannot hold itself."));
    }
    let ids: Vec<String> = ids.iter().cloned().collect();
    let known = rows::known(tx, &ids).await?;
    if let Some(stranger) = ids.iter().find(|id| !known.contains_key(*id)) {
        let shown: String = stranger.chars().take(64).collect();
        return Err(Refusal::invalid_value(format!(
            "There is no user and no group {shown} who could be a member."
        )));
    }
    let present = rows::of_directory_among(tx, group, &ids).await?;
    let mut count = 0;
    for (id, kind) in known {
        if !present.contains(&id) {
            let member = Principal { kind, id };
            groups::add_member(tx, group, &member, Source::Directory, act.now).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Who is no member need not go.
async fn leave(tx: &mut Tx, group: &str, ids: &BTreeSet<String>) -> Result<usize, StoreError> {
    let ids: Vec<String> = ids.iter().cloned().collect();
    let known = rows::known(tx, &ids).await?;
    let mut count = 0;
    for (id, kind) in known {
        if groups::leave_directory(tx, group, &Principal { kind, id }).await? {
            count += 1;
        }
    }
    Ok(count)
}
