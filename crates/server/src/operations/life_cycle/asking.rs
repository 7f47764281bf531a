use portico_governance::approval::Verdict;
use portico_governance::questions::AnswerProblemKind;
use portico_graph::time::Duration;
use portico_graph::{
    AllowedTargetScope, Answer, AnsweredQuestion, Question, QuestionKind, Schedule,
};

use crate::operations::act::Act;
use crate::operations::cancel_request;
use crate::operations::create_request::Wish;
use crate::operations::harbour::{Harbour, START, group, manager, one, policy, stage};
use crate::operations::holding::Asking;
use crate::operations::refusal::Refusal;
use crate::operations::requirements;
use crate::store::groups::{self, Source};
use crate::store::packages;
use crate::store::principal::Principal;

fn tools() -> Wish {
    Wish {
        package_id: "tools".to_owned(),
        ..Wish::default()
    }
}

#[tokio::test]
async fn one_open_request_and_one_assignment() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    let first = harbour.ask("ana").await.unwrap();
    let second = harbour.ask("ana").await;
    assert!(matches!(second, Err(Refusal::RequestAlreadyOpen(id)) if id == first));
    harbour.engine.run_due().await.unwrap();
    let third = harbour.ask("ana").await;
    assert!(
        matches!(third, Err(Refusal::AssignmentAlreadyExists(_))),
        "{third:?}"
    );
    harbour.ask("bo").await.unwrap();
}

#[tokio::test]
async fn two_at_once_make_one() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    let (one, two) = tokio::join!(harbour.ask("ana"), harbour.ask("ana"));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(harbour.rows("SELECT id AS x FROM requests").await.len(), 1);
}

#[tokio::test]
async fn nobody_who_could_decide() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![
            stage(vec![manager()], vec![]),
            stage(vec![group("board")], vec![]),
        ]))
        .await;
    let asked = harbour.ask("ana").await;
    assert!(
        matches!(asked, Err(Refusal::NobodyCanDecide(1))),
        "{asked:?}"
    );
    assert_eq!(harbour.rows("SELECT id AS x FROM requests").await.len(), 0);
}

#[tokio::test]
async fn outside_the_scope() {
    let harbour = Harbour::new().await;
    let mut named = policy(vec![]);
    named.allowed_target_scope = Some(AllowedTargetScope::SpecificDirectoryUsers);
    named.specific_allowed_targets = vec![one("bo"), group("leads")];
    harbour.tools(named).await;
    let asked = harbour.ask("ana").await;
    assert!(
        matches!(asked, Err(Refusal::PolicyRequirementsNotMet)),
        "{asked:?}"
    );
    harbour.ask("bo").await.unwrap();
    harbour.ask("dee").await.unwrap();
    let unknown = harbour
        .ask_for(
            "bo",
            Wish {
                package_id: "elsewhere".to_owned(),
                ..Wish::default()
            },
        )
        .await;
    assert!(matches!(unknown, Err(Refusal::UnknownHere)), "{unknown:?}");
}

#[tokio::test]
async fn guests_of_configured_organisations() {
    let harbour = Harbour::new().await;
    let mut outside = policy(vec![]);
    outside.allowed_target_scope =
        Some(AllowedTargetScope::AllConfiguredConnectedOrganizationUsers);
    harbour.tools(outside).await;
    let member = harbour.ask("ana").await;
    assert!(
        matches!(member, Err(Refusal::PolicyRequirementsNotMet)),
        "{member:?}"
    );
    harbour.ask("gus").await.unwrap();
}

#[tokio::test]
async fn what_excludes_each_other() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let mut other = policy(vec![]);
    other.id = "other".to_owned();
    harbour.package("keys", other, false).await;
    harbour
        .write(|tx| {
            Box::pin(async move {
                packages::add_incompatible_package(tx, "tools", "keys").await?;
                packages::add_incompatible_group(tx, "tools", "board").await?;
                let dee = Principal::user("dee");
                groups::add_member(tx, "board", &dee, Source::Directory, START).await?;
                Ok(())
            })
        })
        .await;
    let keys = Wish {
        package_id: "keys".to_owned(),
        ..Wish::default()
    };
    harbour.ask_for("ana", keys.clone()).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    let asked = harbour.ask("ana").await;
    assert!(
        matches!(&asked, Err(Refusal::Incompatible(c)) if c[0].0 == "keys"),
        "{asked:?}"
    );
    let asked = harbour.ask("dee").await;
    assert!(
        matches!(&asked, Err(Refusal::Incompatible(c)) if c[0].0 == "board"),
        "{asked:?}"
    );

    // Bo gets the one while the other still waits for Chen: it cannot be opened any more.
    let waiting = harbour.ask("bo").await.unwrap();
    harbour.ask_for("bo", keys).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour
        .decide("chen", &waiting, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&waiting).await.0, "deliveryFailed");
    assert_eq!(
        harbour
            .texts("SELECT failure AS x FROM requests WHERE failure IS NOT NULL")
            .await,
        ["incompatible with Package keys"]
    );
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn answers_reasons_and_periods() {
    let harbour = Harbour::new().await;
    let mut asking = policy(vec![]);
    asking.questions = Some(vec![Question {
        id: "ticket".to_owned(),
        is_answer_editable: None,
        is_required: Some(true),
        localizations: Vec::new(),
        sequence: None,
        text: Some("Ticket".to_owned()),
        kind: QuestionKind::Text {
            is_single_line: true,
            regex_pattern: Some(r"CHG-\d{5}".to_owned()),
        },
    }]);
    if let Some(settings) = asking.request_approval_settings.as_mut() {
        settings.is_requestor_justification_required = Some(true);
    }
    if let Some(settings) = asking.requestor_settings.as_mut() {
        settings.allow_custom_assignment_schedule = Some(false);
    }
    harbour.tools(asking).await;
    let answered = |value: &str| Wish {
        answers: vec![Answer {
            display_value: None,
            value: Some(value.to_owned()),
            answered_question: AnsweredQuestion {
                id: "ticket".to_owned(),
                ..AnsweredQuestion::default()
            },
        }],
        ..tools()
    };
    let missing = harbour.ask_for("ana", tools()).await;
    assert!(
        matches!(&missing, Err(Refusal::Answers(p)) if p[0].kind == AnswerProblemKind::Missing),
        "{missing:?}"
    );
    let wrong = harbour.ask_for("ana", answered("CHG-1")).await;
    assert!(
        matches!(&wrong, Err(Refusal::Answers(p)) if p[0].kind == AnswerProblemKind::PatternMismatch),
        "{wrong:?}"
    );
    let silent = harbour.ask_for("ana", answered("CHG-20391")).await;
    assert!(
        matches!(silent, Err(Refusal::JustificationRequired)),
        "{silent:?}"
    );
    let mut wish = answered("CHG-20391");
    wish.justification = Some("Month end".to_owned());
    wish.schedule = Some(Schedule {
        start_date_time: Some(START + Duration::from_days(1)),
        expiration: None,
    });
    let later = harbour.ask_for("ana", wish.clone()).await;
    assert!(matches!(later, Err(Refusal::Schedule(_))), "{later:?}");
    wish.schedule = None;
    harbour.ask_for("ana", wish).await.unwrap();
    let kept = harbour.texts("SELECT answers AS x FROM requests").await;
    assert!(kept[0].contains(r#""text":"Ticket""#), "{kept:?}");
}

#[tokio::test]
async fn only_the_requestor_takes_back_and_only_in_time() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let request = harbour.asked("ana").await;
    let cancel = async |who: &str| {
        let person = harbour.person(who).await;
        let act = Act::by(&person, START, harbour.engine.ids.clone());
        let id = request.clone();
        harbour
            .engine
            .store
            .write(move |tx| {
                let (act, person, id) = (act.clone(), person.clone(), id.clone());
                Box::pin(async move {
                    cancel_request::run(tx, &act, &Asking::Person(&person), &id).await
                })
            })
            .await
    };
    assert!(matches!(cancel("ed").await, Err(Refusal::UnknownHere)));
    assert!(matches!(cancel("bo").await, Err(Refusal::Forbidden(_))));
    cancel("ana").await.unwrap();
    assert!(matches!(cancel("ana").await, Err(Refusal::NotCancelable)));
    assert_eq!(harbour.state(&request).await.0, "canceled");
    harbour.engine.run_due().await.unwrap();
    let subjects = harbour
        .texts("SELECT subject AS x FROM mail ORDER BY position")
        .await;
    assert_eq!(
        subjects,
        [
            "Please decide: Package tools for Ana",
            "Nothing left to decide: Package tools for Ana"
        ]
    );
}

#[tokio::test]
async fn requirements_follow_the_rules() {
    let harbour = Harbour::new().await;
    let mut members = policy(vec![stage(vec![manager()], vec![])]);
    members.allowed_target_scope = Some(AllowedTargetScope::AllMemberUsers);
    harbour.tools(members).await;
    let of = async |who: &str, package: &str| {
        let person = harbour.person(who).await;
        let mut tx = harbour.engine.store.begin_read().await.unwrap();
        requirements::run(&mut tx, &person, package).await
    };
    let found = of("ana", "tools").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].is_approval_required_for_add, Some(true));
    assert_eq!(of("gus", "tools").await.unwrap(), []);
    assert!(matches!(
        of("ana", "elsewhere").await,
        Err(Refusal::UnknownHere)
    ));
}
