use portico_governance::approval::Verdict;
use portico_graph::time::Duration;
use portico_graph::{ExpirationPattern, Schedule};

use crate::operations::create_request::Wish;
use crate::operations::harbour::{Harbour, START, manager, policy, stage};
use crate::store::groups::{self, Source};
use crate::store::principal::Principal;

#[tokio::test]
async fn it_waits_for_its_first_day_and_ends_on_its_last() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let start = START + Duration::from_days(3);
    let wish = Wish {
        package_id: "tools".to_owned(),
        schedule: Some(Schedule {
            start_date_time: Some(start),
            expiration: Some(ExpirationPattern::after(Duration::from_days(10))),
        }),
        ..Wish::default()
    };
    let request = harbour.ask_for("ana", wish).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.1, "PendingNotBefore");

    harbour.later(Duration::from_seconds(3 * 86_400 - 1)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    harbour.later(Duration::from_seconds(1)).await;
    assert_eq!(harbour.state(&request).await.0, "delivered");
    assert_eq!(harbour.crew().await, ["ana"]);
    let end = (start + Duration::from_days(10)).to_string();
    assert_eq!(
        harbour.texts("SELECT ends_at AS x FROM assignments").await,
        [end]
    );

    harbour.later(Duration::from_seconds(10 * 86_400 - 1)).await;
    assert_eq!(harbour.crew().await, ["ana"]);
    harbour.later(Duration::from_seconds(1)).await;
    assert_eq!(
        harbour.texts("SELECT state AS x FROM assignments").await,
        ["expired"]
    );
    assert_eq!(harbour.crew().await, Vec::<String>::new());
    assert_eq!(
        harbour.rows("SELECT 1 AS x FROM role_grants").await.len(),
        0
    );
    assert_eq!(harbour.state(&request).await.0, "delivered");
    assert_eq!(
        harbour.events(&request).await.last().map(String::as_str),
        Some("ended")
    );
    // The person may ask again.
    harbour.ask("ana").await.unwrap();
}

#[tokio::test]
async fn what_the_directory_gave_stays() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour
        .write(|tx| {
            Box::pin(async move {
                let ana = Principal::user("ana");
                groups::add_member(tx, "crane", &ana, Source::Directory, START).await?;
                Ok(())
            })
        })
        .await;
    harbour.asked("ana").await;
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(
        harbour.texts("SELECT state AS x FROM assignments").await,
        ["expired"]
    );
    assert_eq!(harbour.crew().await, ["ana"]);
}

#[tokio::test]
async fn what_another_package_gives_stays() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    let mut longer = policy(vec![]);
    longer.id = "longer".to_owned();
    longer.expiration = Some(ExpirationPattern::after(Duration::from_days(60)));
    harbour.package("more-tools", longer, true).await;
    harbour.asked("ana").await;
    let wish = Wish {
        package_id: "more-tools".to_owned(),
        ..Wish::default()
    };
    harbour.ask_for("ana", wish).await.unwrap();
    harbour.engine.run_due().await.unwrap();
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(
        harbour
            .texts("SELECT state AS x FROM assignments ORDER BY package_id")
            .await,
        ["delivered", "expired"]
    );
    assert_eq!(harbour.crew().await, ["ana"]);
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_part_that_is_gone_makes_it_partial() {
    let harbour = Harbour::new().await;
    harbour.tools(policy(vec![])).await;
    harbour.execute("DELETE FROM app_roles").await;
    let request = harbour.asked("ana").await;
    assert_eq!(harbour.state(&request).await.0, "partiallyDelivered");
    assert_eq!(harbour.crew().await, ["ana"]);
    assert_eq!(
        harbour
            .texts("SELECT error AS x FROM deliveries WHERE state = 'failed'")
            .await,
        ["the resource has no such role any more"]
    );
    // The part that was given ends with the policy all the same.
    harbour.later(Duration::from_days(30)).await;
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_period_that_passed_while_waiting_opens_nothing() {
    let harbour = Harbour::new().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let wish = Wish {
        package_id: "tools".to_owned(),
        schedule: Some(Schedule {
            start_date_time: None,
            expiration: Some(ExpirationPattern::at(START + Duration::from_days(2))),
        }),
        ..Wish::default()
    };
    let request = harbour.ask_for("ana", wish).await.unwrap();
    harbour.later(Duration::from_days(3)).await;
    harbour.engine.run_due().await.unwrap();
    harbour
        .decide("bo", &request, 0, Verdict::Approve)
        .await
        .unwrap();
    harbour.engine.run_due().await.unwrap();
    assert_eq!(harbour.state(&request).await.0, "deliveryFailed");
    assert_eq!(harbour.crew().await, Vec::<String>::new());
}
