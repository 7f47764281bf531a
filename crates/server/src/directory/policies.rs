//! `assignmentPolicies`: value objects in Graph's own shapes, with keys where Graph has ids.

use portico_graph::model::POLICY;
use portico_graph::time::Instant;
use portico_graph::{
    AllowedTargetScope, ApproverVisibility, AssignmentPolicy, Question, QuestionKind, SubjectSet,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::keys::{Elsewhere, Keys, Kind};
use super::node::{Node, Notes};
use super::report::Problem;
use super::sets::{self, with_ids};
use super::stages;
use super::write;
use crate::operations::automatic::settings;
use crate::operations::{pattern, policy_scopes};
use crate::store::{StoreError, Tx, rules};

/// A policy to write.
pub struct Policy {
    /// The row, questions included.
    pub policy: AssignmentPolicy,
    /// Its key in the file.
    pub key: Option<String>,
}

const NAMES: [&str; 14] = [
    "key",
    "id",
    "displayName",
    "description",
    "allowedTargetScope",
    "specificAllowedTargets",
    "automaticRequestSettings",
    "expiration",
    "requestorSettings",
    "requestApprovalSettings",
    "reviewSettings",
    "notificationSettings",
    "questions",
    "customExtensionStageSettings",
];

/// Reads the policies of a package.
pub fn policies(nodes: &[Node<'_>], keys: &Keys<'_>) -> Vec<Policy> {
    nodes.iter().map(|node| policy(node, keys)).collect()
}

/// A policy as one call sends it, and what it names.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The policy.
    pub policy: AssignmentPolicy,
    elsewhere: Vec<Elsewhere>,
}

impl Draft {
    /// Reads the body of a call: the same shapes and checks as in a file, with ids alone. An absent scope is that of nobody.
    ///
    /// # Errors
    /// Everything that is wrong with it, by the path inside the body.
    pub fn read(body: &Map<String, Value>, id: &str) -> Result<Self, Vec<Problem>> {
        let mut body = body.clone();
        body.insert("id".to_owned(), json!(id));
        body.entry("allowedTargetScope")
            .or_insert(json!(AllowedTargetScope::NotSpecified.as_str()));
        let body = Value::Object(body);
        let notes = Notes::default();
        let mut keys = Keys::new(Uuid::nil(), &notes);
        let mut read = None;
        if let Some(node) = Node::root(&body, &notes) {
            if node.has("key") {
                node.problem("key", "no such property");
            }
            keys.declare(Kind::Policy, std::slice::from_ref(&node));
            read = Some(policy(&node, &keys).policy);
        }
        let elsewhere = keys.elsewhere();
        let (problems, _) = notes.finish();
        match read {
            Some(policy) if problems.is_empty() => Ok(Self { policy, elsewhere }),
            _ => Err(problems.into_iter().map(inside).collect()),
        }
    }

    /// Writes it as the policy of a package, over the one with the same id.
    ///
    /// # Errors
    /// References to what does not exist, by their paths; nothing is written then.
    pub async fn write(
        &self,
        tx: &mut Tx,
        package: &str,
        key: Option<&str>,
        at: Instant,
    ) -> Result<Result<(), Vec<Problem>>, StoreError> {
        let missing = write::missing(tx, &self.elsewhere).await?;
        if !missing.is_empty() {
            let nowhere = |one: Problem| Problem {
                message: "names what does not exist".to_owned(),
                ..inside(one)
            };
            return Ok(Err(missing.into_iter().map(nowhere).collect()));
        }
        write::policy(tx, package, (&self.policy, key), at).await?;
        if policy_scopes::names_rules(&self.policy) {
            rules::refresh_all(tx).await?;
        }
        Ok(Ok(()))
    }
}

/// Paths of a body begin with its members.
fn inside(problem: Problem) -> Problem {
    let path = problem.path.strip_prefix("$.");
    Problem {
        path: path.unwrap_or(&problem.path).to_owned(),
        message: problem.message,
    }
}

fn policy(node: &Node<'_>, keys: &Keys<'_>) -> Policy {
    node.check_names(&NAMES, Some(&POLICY));
    let id = keys.id_of(Kind::Policy, node);
    let value = |name: &str| {
        let mut value = node.raw(name)?;
        with_ids(&mut value, &format!("{}.{name}", node.path), keys);
        Some(value)
    };
    let targets = value("specificAllowedTargets");
    let targets: Vec<SubjectSet> = targets
        .and_then(|value| node.typed("specificAllowedTargets", &value))
        .unwrap_or_default();
    let scope = node.word("allowedTargetScope", |word| {
        AllowedTargetScope::parse(word).filter(|one| *one != AllowedTargetScope::UnknownFutureValue)
    });
    if scope.is_none() && !node.has("allowedTargetScope") {
        node.problem("allowedTargetScope", "is missing");
    }
    let is_specific = scope.is_some_and(|scope| scope.as_str().starts_with("specific"));
    if is_specific && targets.is_empty() {
        node.problem(
            "specificAllowedTargets",
            "is empty, so that nobody is a target",
        );
    }
    let policy = AssignmentPolicy {
        allowed_target_scope: scope,
        automatic_request_settings: value("automaticRequestSettings"),
        custom_extension_stage_settings: stages::read(node, &id, keys),
        description: node.text("description"),
        display_name: Some(node.need("displayName")),
        expiration: value("expiration").and_then(|it| node.typed("expiration", &it)),
        notification_settings: value("notificationSettings")
            .and_then(|it| node.typed("notificationSettings", &it)),
        request_approval_settings: value("requestApprovalSettings")
            .and_then(|it| node.typed("requestApprovalSettings", &it)),
        requestor_settings: value("requestorSettings")
            .and_then(|it| node.typed("requestorSettings", &it)),
        review_settings: value("reviewSettings"),
        specific_allowed_targets: targets,
        questions: Some(questions(node, &id, keys)),
        id,
        ..AssignmentPolicy::default()
    };
    check_stages(node, &policy);
    if let Err(wrong) = settings::of(&policy) {
        let name = ["automaticRequestSettings", wrong.member];
        let name = name.join(".");
        node.problem(name.trim_end_matches('.'), wrong.problem);
    }
    sets::check(node, &policy);
    Policy {
        policy: with_visibility(policy),
        key: node.text("key"),
    }
}

/// A policy that asks for a decision and names nobody to decide would leave every request without an end.
/// Graph never sends a stage that does not say whether its approvers are shown: what says nothing leaves it to the organisation.
fn with_visibility(mut policy: AssignmentPolicy) -> AssignmentPolicy {
    if let Some(settings) = &mut policy.request_approval_settings {
        for stage in &mut settings.stages {
            stage
                .approver_information_visibility
                .get_or_insert(ApproverVisibility::Default);
        }
    }
    policy
}

fn check_stages(node: &Node<'_>, policy: &AssignmentPolicy) {
    let Some(settings) = &policy.request_approval_settings else {
        return;
    };
    let needs_approval = settings.is_approval_required_for_add.unwrap_or(false)
        || settings.is_approval_required_for_update.unwrap_or(false);
    if needs_approval && settings.stages.is_empty() {
        node.problem(
            "requestApprovalSettings.stages",
            "is empty, but approval is required",
        );
    }
    for (index, stage) in settings.stages.iter().enumerate() {
        let path = format!("requestApprovalSettings.stages[{index}]");
        // A list of its own may be empty when the fallbacks are meant to decide.
        if stage.primary_approvers.is_empty() && stage.fallback_primary_approvers.is_empty() {
            node.problem(&format!("{path}.primaryApprovers"), "is empty");
        }
        if stage
            .duration_before_automatic_denial
            .is_some_and(|it| it.seconds() <= 0)
        {
            node.problem(
                &format!("{path}.durationBeforeAutomaticDenial"),
                "must be longer than nothing",
            );
        }
    }
}

/// Questions have no keys: their ids come from the policy's and their place.
fn questions(node: &Node<'_>, policy: &str, keys: &Keys<'_>) -> Vec<Question> {
    let Some(mut value) = node.raw("questions") else {
        return Vec::new();
    };
    for (index, question) in value.as_array_mut().into_iter().flatten().enumerate() {
        if let Some(members) = question.as_object_mut() {
            let id = keys.derived(&format!("question/{policy}/{index}"));
            members.entry("id").or_insert(json!(id));
        }
    }
    let questions: Vec<Question> = node.typed("questions", &value).unwrap_or_default();
    for (index, question) in questions.iter().enumerate() {
        check_question(node, &format!("questions[{index}]"), question);
    }
    questions
}

/// What is wrong with a question that was read at a path.
pub fn check_question(node: &Node<'_>, path: &str, question: &Question) {
    let text = question.text.as_deref().unwrap_or_default();
    if text.trim().is_empty() {
        node.problem(
            &format!("{path}.text"),
            "must be a text that says something",
        );
    }
    if let QuestionKind::Text {
        regex_pattern: Some(pattern),
        ..
    } = &question.kind
        && let Err(problem) = pattern::whole(pattern)
    {
        node.problem(
            &format!("{path}.regexPattern"),
            format!(
                "cannot be run: {}",
                problem.lines().last().unwrap_or_default()
            ),
        );
    }
}
