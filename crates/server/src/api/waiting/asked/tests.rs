use super::*;
use crate::operations::harbour::{Harbour, manager, policy, stage};
use crate::store::Engine;

/// What leads to Chen: they, a group of theirs, a report, somebody whom that group sponsors, a report's report.
const SCOPES: [(&str, &str, i64); 5] = [
    ("user", "chen", 0),
    ("group", "leads", 0),
    ("managerOf", "bo", 1),
    ("sponsorsOf", "ana", 0),
    ("managerOf", "ana", 2),
];
/// Nothing to Chen.
const OTHERS: [(&str, &str, i64); 3] = [
    ("user", "ed", 0),
    ("managerOf", "ana", 1),
    ("group", "crane", 0),
];

/// A harbour with hundreds of references: each request has up to two stages, a stage up to three references, and three requests at a
/// time were made at the same moment. The first scope has most of them.
async fn crowded() -> Harbour {
    let harbour = Harbour::new().await;
    harbour.answerable().await;
    harbour
        .tools(policy(vec![stage(vec![manager()], vec![])]))
        .await;
    let request = harbour.asked("ana").await;
    harbour
        .write(move |tx| {
            let request = request.clone();
            Box::pin(async move {
                for number in 0..240_usize {
                    let stage = format!("stage-{number:03}");
                    let text = "INSERT INTO request_stages (id, request_id, position, status, review_result, settings, \
                                  justification, version) VALUES ($1, $2, $3, 'Initializing', 'NotReviewed', '{}', '', 1)";
                    let sql = Sql::new(text).text(&stage).text(&request);
                    sql.int(i64::try_from(number + 1).unwrap()).execute(tx).await?;
                    refer(tx, number, &stage).await?;
                }
                Ok(())
            })
        })
        .await;
    harbour
}

async fn refer(tx: &mut Tx, number: usize, stage: &str) -> Result<(), StoreError> {
    let mut scopes = vec![("primary", OTHERS[number % 3])];
    if !number.is_multiple_of(7) {
        scopes.push(("escalation", SCOPES[0]));
    }
    if number.is_multiple_of(4) {
        scopes.push(("fallbackPrimary", SCOPES[number / 4 % 5]));
    }
    for (tier, (kind, scope, level)) in scopes {
        let text = "INSERT INTO stage_approvers (stage_id, tier, kind, scope_id, level, request_id, created_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let (request, moment) = (number / 2, number / 6);
        Sql::new(text)
            .text(stage)
            .text(tier)
            .text(kind)
            .text(scope)
            .int(level)
            .text(format!("request-{request:03}"))
            .text(format!("2026-01-01T00:{moment:02}:00Z"))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Created, request, stage, by escalation.
type Seen = (String, String, String, bool);

fn seen(reference: Reference) -> Seen {
    let Reference {
        created,
        request,
        stage,
        by_escalation,
    } = reference;
    (created, request, stage, by_escalation)
}

#[tokio::test]
async fn what_many_scopes_lead_to_is_walked_page_by_page() {
    let harbour = crowded().await;
    let chen = harbour.person("chen").await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let all = newest(&mut tx, &chen, None, 1_000).await.unwrap();
    assert!(!all.more);
    let mut expected: Vec<Seen> = all.references.into_iter().map(seen).collect();
    let own = |(_, request, ..): &Seen| request.starts_with("request-");
    assert_eq!(expected.iter().filter(|one| own(one)).count(), 214);
    let mut sorted = expected.clone();
    sorted.sort_by(|one, other| (&other.0, &other.1).cmp(&(&one.0, &one.1)));
    assert_eq!(expected, sorted);
    expected.sort();
    for most in [1, 2, 3, 7, 20, 50, 107, 108, 300] {
        let (mut after, mut walked, mut pages) = (None, Vec::new(), 0);
        loop {
            let Found { references, more } =
                newest(&mut tx, &chen, after.as_ref(), most).await.unwrap();
            let requests = references.chunk_by(|one, other| one.request == other.request);
            assert!(requests.count() <= most, "{most}");
            let last = references.last();
            after = last.map(|last| Place {
                key: last.created.clone(),
                id: last.request.clone(),
            });
            walked.extend(references.into_iter().map(seen));
            pages += 1;
            if !more {
                break;
            }
            assert!(after.is_some(), "no page is empty while there are more");
        }
        // The scope that cuts a page has filled much of it.
        assert!(
            pages <= 3 * (121_usize).div_ceil(most) + 1,
            "{most}: {pages}"
        );
        walked.sort();
        assert_eq!(walked, expected, "{most}");
    }
}

#[tokio::test]
async fn nobody_reads_more_than_a_page_needs() {
    let harbour = Harbour::new().await;
    let mut tx = harbour.engine.store.begin_read().await.unwrap();
    let engine = tx.engine();
    let (explain, column) = match engine {
        Engine::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        Engine::Postgres => {
            // Tables of a few rows are read as a whole unless that is made dear; then only what no index helps is.
            for way in ["seqscan", "hashjoin", "mergejoin"] {
                let dear = Sql::new(format!("SET LOCAL enable_{way} = off"));
                dear.execute(&mut tx).await.unwrap();
            }
            ("EXPLAIN", "QUERY PLAN")
        }
    };
    let pages = [false, true].map(|is_behind| (newest_text(is_behind, 51), is_behind));
    let waiting = (crate::api::waiting::waiting_text(), false);
    for (text, is_behind) in pages.into_iter().chain([waiting]) {
        let mut sql = Sql::new(format!("{explain} {text}")).text("chen");
        if is_behind {
            sql = sql.text("2026-01-01T00:00:00Z").text("request");
        }
        let rows = sql.fetch_all(&mut tx).await.unwrap();
        let steps: Vec<String> = rows.iter().map(|row| row.text(column).unwrap()).collect();
        let steps = steps.join("\n");
        let is_open = text.contains("settled");
        let wanted: &[&str] = match (engine, is_open) {
            (Engine::Sqlite, true) => &["SEARCH v USING COVERING INDEX stage_approvers_open \
                 (kind=? AND level=? AND scope_id=? AND settled=?)"],
            (Engine::Sqlite, false) => &["SEARCH v USING COVERING INDEX stage_approvers_who \
                 (kind=? AND level=? AND scope_id=? AND created_at>?"],
            (Engine::Postgres, true) => &["stage_approvers_open"],
            (Engine::Postgres, false) => &["stage_approvers_who"],
        };
        for step in wanted {
            assert!(steps.contains(step), "{step} is not in\n{steps}");
        }
        assert!(!steps.contains("SCAN v"), "{steps}");
        assert!(!steps.contains("Seq Scan on stage_approvers"), "{steps}");
    }
}
