use portico_graph::time::Duration;
use portico_graph::{Answer, AnsweredQuestion, AssignmentPolicy, Question, QuestionKind};

use super::sending::{Sent, as_administrator, changeable, extend, period, wish};
use crate::directory::Attribute;
use crate::operations::act::Act;
use crate::operations::administer::resources::{Revision, Which, update};
use crate::operations::create_request::Wish;
use crate::operations::harbour::{Harbour, START, policy};
use crate::operations::refusal::Refusal;
use crate::operations::requirements;
use crate::store::{Sql, packages};

fn department() -> Attribute {
    Attribute {
        name: "department".to_owned(),
        is_editable: true,
        is_persisted: false,
        question: Question {
            id: String::new(),
            is_answer_editable: Some(true),
            is_required: Some(true),
            localizations: Vec::new(),
            sequence: None,
            text: Some("Which department?".to_owned()),
            kind: QuestionKind::Text {
                is_single_line: true,
                regex_pattern: None,
            },
        },
    }
}

/// The tools for everybody, whose crane asks something, and a second package that opens the same.
async fn asking(attribute: Attribute) -> Harbour {
    let harbour = Harbour::new().await;
    harbour.tools(changeable(policy(vec![]), false)).await;
    harbour.package("more", policy(vec![]), true).await;
    harbour.administrator("bo").await;
    let_ask(&harbour, "crane", attribute).await;
    harbour
}

async fn let_ask(harbour: &Harbour, resource: &'static str, attribute: Attribute) {
    let manager = harbour.managing("bo").await;
    let act = Act::by_manager(&manager, harbour.clock_now(), harbour.engine.ids.clone());
    let done = harbour.engine.store.write(move |tx| {
        let (act, manager) = (act.clone(), manager.clone());
        let revision = Revision {
            attributes: Some(vec![attribute.clone()]),
            ..Revision::default()
        };
        Box::pin(async move {
            let which = Which::Id(resource.to_owned());
            update(tx, &act, &manager, (None, &which), &revision).await
        })
    });
    done.await.unwrap();
}

async fn questions(harbour: &Harbour) -> Vec<Question> {
    let ana = harbour.person("ana").await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let mut asked = requirements::run(&mut tx, &ana, "tools").await.unwrap();
    asked.remove(0).questions
}

/// The tools, with an answer to the one question that there is.
fn answering(question: &Question, value: &str) -> Wish {
    answering_for("tools", question, value)
}

fn answering_for(package: &str, question: &Question, value: &str) -> Wish {
    let answer = Answer {
        display_value: None,
        value: Some(value.to_owned()),
        answered_question: AnsweredQuestion {
            id: question.id.clone(),
            ..AnsweredQuestion::default()
        },
    };
    Wish {
        answers: vec![answer],
        ..wish(package)
    }
}

async fn given(harbour: &Harbour, wish: Wish) {
    harbour.ask_for("ana", wish).await.unwrap();
    harbour.engine.run_due().await.unwrap();
}

async fn says(harbour: &Harbour) -> String {
    let said = "SELECT COALESCE(department, '') AS x FROM users WHERE id = 'ana'";
    harbour.texts(said).await.remove(0)
}

async fn is(harbour: &Harbour, department: &'static str) {
    harbour
        .write(move |tx| {
            Box::pin(async move {
                Sql::new("UPDATE users SET department = $1 WHERE id = 'ana'")
                    .text(department)
                    .execute(tx)
                    .await
                    .map(drop)
            })
        })
        .await;
}

#[tokio::test]
async fn an_answer_fills_what_it_is_asked_for_and_goes_with_the_access() {
    let harbour = asking(department()).await;
    let asked = questions(&harbour).await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].text.as_deref(), Some("Which department?"));
    assert!(matches!(harbour.ask("ana").await, Err(Refusal::Answers(_))));
    let wish = answering(&asked[0], " Night shift ");
    let request = harbour.ask_for("ana", wish).await.unwrap();
    assert_eq!(says(&harbour).await, "");
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "delivered");
    assert_eq!(says(&harbour).await, "Night shift");
    let logged = "SELECT details AS x FROM audit WHERE action = 'userChanged'";
    let logged = harbour.texts(logged).await;
    assert!(
        logged[0].contains("department") && !logged[0].contains("Night"),
        "{logged:?}"
    );
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(says(&harbour).await, "");
}

#[tokio::test]
async fn what_is_to_stay_stays_and_so_does_what_somebody_else_has_set() {
    let stays = Attribute {
        is_persisted: true,
        ..department()
    };
    let harbour = asking(stays).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night shift")).await;
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(says(&harbour).await, "Night shift");

    let harbour = asking(department()).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night shift")).await;
    is(&harbour, "Day shift").await;
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(says(&harbour).await, "Day shift");
}

#[tokio::test]
async fn what_is_known_is_replaced_only_where_it_may_be() {
    let fixed = Attribute {
        is_editable: false,
        ..department()
    };
    let harbour = asking(fixed).await;
    let asked = questions(&harbour).await;
    is(&harbour, "Day shift").await;
    assert_eq!(questions(&harbour).await, Vec::<Question>::new());
    // Whoever has an older form may send it: what it says is kept with the request and changes nothing.
    given(&harbour, answering(&asked[0], "Night shift")).await;
    assert_eq!(says(&harbour).await, "Day shift");

    let harbour = asking(department()).await;
    is(&harbour, "Day shift").await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night shift")).await;
    assert_eq!(says(&harbour).await, "Night shift");
}

#[tokio::test]
async fn who_was_deleted_does_not_come_back_by_it() {
    let harbour = asking(department()).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night shift")).await;
    harbour.delete_person("ana").await;
    harbour.later(Duration::from_days(30)).await;
    let gone = "SELECT deleted_at AS x FROM users WHERE id = 'ana'";
    assert_eq!(harbour.texts(gone).await, [START.to_string()]);
    let left = "SELECT user_id AS x FROM attribute_values";
    assert_eq!(harbour.texts(left).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_two_accesses_have_set_goes_with_the_last_of_them() {
    let harbour = asking(department()).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night")).await;
    harbour.later(Duration::from_days(10)).await;
    given(&harbour, answering_for("more", &asked[0], "Night")).await;
    harbour.later(Duration::from_days(20)).await;
    assert_eq!(says(&harbour).await, "Night");
    harbour.later(Duration::from_days(10)).await;
    assert_eq!(says(&harbour).await, "");
    // The second says something else and ends first: what the first has set stands there again.
    let harbour = asking(department()).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night")).await;
    harbour.later(Duration::from_days(10)).await;
    let wish = Wish {
        schedule: Some(period(5)),
        ..answering_for("more", &asked[0], "Day")
    };
    given(&harbour, wish).await;
    assert_eq!(says(&harbour).await, "Day");
    harbour.later(Duration::from_days(5)).await;
    assert_eq!(says(&harbour).await, "Night");
    harbour.later(Duration::from_days(15)).await;
    assert_eq!(says(&harbour).await, "");
}

#[tokio::test]
async fn whoever_is_not_asked_again_may_renew() {
    let mut fixed = department();
    fixed.is_editable = false;
    fixed.question.is_answer_editable = Some(false);
    let harbour = asking(fixed).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night")).await;
    harbour.later(Duration::from_days(20)).await;
    assert_eq!(questions(&harbour).await, Vec::<Question>::new());
    given(&harbour, wish("tools")).await;
    harbour.later(Duration::from_days(20)).await;
    assert_eq!(says(&harbour).await, "Night");
}

#[tokio::test]
async fn nobody_sets_by_an_administrators_request_what_cannot_be_answered() {
    let mut choice = department();
    choice.question.kind = QuestionKind::Text {
        is_single_line: true,
        regex_pattern: Some("Day|Night".to_owned()),
    };
    let harbour = asking(choice).await;
    let asked = questions(&harbour).await;
    let gift = |value: &str| {
        let mut wish = answering(&asked[0], value);
        wish.target_object = Some("ana".to_owned());
        Sent::Give(wish)
    };
    let refused = harbour.send(as_administrator("bo"), gift("Finance")).await;
    assert!(matches!(refused, Err(Refusal::Answers(_))), "{refused:?}");
    harbour
        .send(as_administrator("bo"), gift("Day"))
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(says(&harbour).await, "Day");
}

#[tokio::test]
async fn what_somebody_else_has_set_since_is_theirs() {
    let fixed = Attribute {
        is_editable: false,
        ..department()
    };
    let harbour = asking(fixed).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night")).await;
    is(&harbour, "Finance").await;
    harbour.later(Duration::from_days(20)).await;
    given(&harbour, wish("tools")).await;
    harbour.later(Duration::from_days(60)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    assert_eq!(says(&harbour).await, "Finance");

    // Other access that sets something and ends brings nothing back that was over.
    let harbour = asking(department()).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night")).await;
    is(&harbour, "Finance").await;
    let wish = Wish {
        schedule: Some(period(5)),
        ..answering_for("more", &asked[0], "Day")
    };
    given(&harbour, wish).await;
    assert_eq!(says(&harbour).await, "Day");
    harbour.later(Duration::from_days(5)).await;
    assert_eq!(says(&harbour).await, "");
}

#[tokio::test]
async fn a_period_alone_sets_nothing() {
    let harbour = asking(department()).await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night")).await;
    is(&harbour, "Finance").await;
    let held = harbour.held("ana").await;
    let longer = extend(&held, period(20));
    harbour.send(as_administrator("bo"), longer).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(says(&harbour).await, "Finance");
    // Asked for again with the same answer.
    given(&harbour, answering(&asked[0], "Night")).await;
    assert_eq!(says(&harbour).await, "Finance");
    given(&harbour, answering(&asked[0], "Day")).await;
    assert_eq!(says(&harbour).await, "Day");
}

#[tokio::test]
async fn what_is_to_stay_is_not_taken_with_other_access() {
    let harbour = asking(department()).await;
    let stays = Attribute {
        is_persisted: true,
        ..department()
    };
    let_ask(&harbour, "pilot", stays).await;
    let own = AssignmentPolicy {
        id: "cabin-policy".to_owned(),
        ..policy(vec![])
    };
    harbour.package("cabin", own, false).await;
    harbour
        .write(|tx| {
            Box::pin(async move {
                packages::add_role_scope(tx, "cabin", "pilot-role", "pilot-scope", START).await?;
                Ok(())
            })
        })
        .await;
    let asked = questions(&harbour).await;
    given(&harbour, answering(&asked[0], "Night")).await;
    harbour.later(Duration::from_days(10)).await;
    let of_cabin = "SELECT attributes AS x FROM resources WHERE id = 'pilot'";
    let of_cabin = harbour.texts(of_cabin).await.remove(0);
    let of_cabin: Vec<Attribute> = serde_json::from_str(&of_cabin).unwrap();
    let wish = answering_for("cabin", &of_cabin[0].question, "Night");
    given(&harbour, wish).await;
    harbour.later(Duration::from_days(60)).await;
    assert_eq!(says(&harbour).await, "Night");
}
