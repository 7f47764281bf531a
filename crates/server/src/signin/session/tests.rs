use axum::http::StatusCode;

use super::*;
use crate::http::test_app::TestApp;

#[test]
fn use_prolongs_until_the_longest_life() {
    let begun = Instant::from_unix(0);
    let day = |n| begun + Duration::from_days(n);
    assert_eq!(ends(begun, day(1)), day(1) + IDLE);
    assert_eq!(ends(begun, day(6) + IDLE + NOTED_EVERY), day(7));
}

async fn last_used(app: &TestApp) -> Instant {
    let mut tx = app.app.store.begin_read().await.unwrap();
    let row = Sql::new("SELECT last_used_at FROM sessions")
        .fetch_one(&mut tx)
        .await
        .unwrap();
    row.instant("last_used_at").unwrap()
}

#[tokio::test]
async fn an_unused_session_is_over_and_a_used_one_lives_on() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    for _ in 0..3 {
        app.clock.advance(Duration::from_seconds(10 * 3600));
        assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::OK);
    }
    app.clock.advance(IDLE);
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_session_ends_in_the_end() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    for _ in 0..20 {
        app.clock.advance(Duration::from_seconds(8 * 3600));
        assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::OK);
    }
    app.clock.advance(Duration::from_seconds(8 * 3600));
    assert_eq!(ana.get("/v1.0/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn use_is_written_once_a_minute() {
    let app = TestApp::new().await;
    let ana = app.as_person("ana@harbour.example").await;
    let begun = last_used(&app).await;
    app.clock.advance(Duration::from_seconds(59));
    ana.get("/v1.0/me").await;
    assert_eq!(last_used(&app).await, begun);
    app.clock.advance(Duration::from_seconds(1));
    ana.get("/v1.0/me").await;
    assert_eq!(last_used(&app).await, begun + Duration::from_seconds(60));
}

#[tokio::test]
async fn the_database_never_sees_the_token() {
    let app = TestApp::new().await;
    let token = start(&app.app, &subject(&app).await, "demo").await.unwrap();
    let mut tx = app.app.store.begin_read().await.unwrap();
    let row = Sql::new("SELECT id_hash FROM sessions")
        .fetch_one(&mut tx)
        .await
        .unwrap();
    let kept = row.text("id_hash").unwrap();
    assert_eq!(kept, token.digest());
    assert_ne!(kept, token.for_cookie());
}

async fn subject(app: &TestApp) -> String {
    let name = "ana@harbour.example";
    let found = Person::by_principal_name(&app.app.store, name, app.app.clock.now()).await;
    found.unwrap().unwrap().subject_id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_sign_in_at_once_are_in_nobodys_way() {
    let app = TestApp::new().await;
    app.as_person("ana@harbour.example").await;
    let mut tx = app.app.store.begin_read().await.unwrap();
    let row = Sql::new("SELECT subject_id FROM sessions")
        .fetch_one(&mut tx)
        .await
        .unwrap();
    drop(tx);
    let ana = row.text("subject_id").unwrap();
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let (app, ana) = (app.app.clone(), ana.clone());
            tokio::spawn(async move {
                for _ in 0..40 {
                    let token = start(&app, &ana, "demo").await.unwrap();
                    assert!(resume(&app, &token).await.unwrap().is_some());
                    end(&app, &token).await.unwrap();
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
}
