use portico_graph::time::Instant;
use proptest::prelude::*;

use super::*;
use crate::store::users::UserType;
use crate::store::{Store, cluster};

const AT: Instant = Instant::from_unix(1_795_507_200);

const RULES: [&str; 6] = [
    "user.department -eq \"sales\"",
    "user.department -ne \"Sales\" -and user.accountEnabled -eq true",
    "user.jobTitle -match \"^lead|head$\"",
    "user.mail -contains \"@tern\" -or user.userType -eq \"guest\"",
    "-not (user.jobTitle -eq null)",
    "user.department -in [\"IT\", \"Ops\"]",
];

/// Somebody by a number, for whom the rules turn out differently.
fn somebody(id: usize, kind: usize) -> User {
    let department = [None, Some("Sales"), Some("IT"), Some("ops")][kind % 4];
    let job_title = [None, Some("Lead crane"), Some("Deputy head"), Some("Clerk")][kind / 4 % 4];
    let guest = kind / 16 % 2 == 1;
    User {
        id: format!("user-{id}"),
        user_principal_name: format!("{id}@harbour.example"),
        display_name: format!("User {id}"),
        mail: Some(format!(
            "{id}@{}.example",
            if guest { "tern" } else { "harbour" }
        )),
        department: department.map(str::to_owned),
        job_title: job_title.map(str::to_owned),
        user_type: if guest {
            UserType::Guest
        } else {
            UserType::Member
        },
        account_enabled: (kind / 32).is_multiple_of(2),
        ..User::default()
    }
}

fn canonical(rule: usize) -> String {
    Rule::canonical(RULES[rule]).unwrap()
}

#[derive(Clone, Debug)]
enum Step {
    /// A person changes, or comes.
    Write(usize, usize),
    /// Many people change at once.
    Many(Vec<(usize, usize)>),
    /// A rule is brought.
    Know(usize),
}

fn some_steps() -> impl Strategy<Value = Vec<Step>> {
    let person = || (0..5_usize, 0..64_usize);
    let step = prop_oneof![
        3 => person().prop_map(|(id, kind)| Step::Write(id, kind)),
        1 => proptest::collection::vec(person(), 0..4).prop_map(Step::Many),
        1 => (0..RULES.len()).prop_map(Step::Know),
    ];
    proptest::collection::vec(step, 1..10)
}

async fn apply(tx: &mut Tx, step: &Step) -> Result<(), StoreError> {
    match step {
        Step::Write(id, kind) => users::upsert(tx, &somebody(*id, *kind), AT).await,
        Step::Many(people) => {
            for (id, kind) in people {
                users::write(tx, &somebody(*id, *kind), AT).await?;
            }
            refresh_all(tx).await
        }
        Step::Know(rule) => {
            know(tx, &canonical(*rule)).await?;
            refresh_all(tx).await
        }
    }
}

/// Rule and person by the rows, and by asking each rule about each person.
async fn both_ways(tx: &mut Tx) -> [BTreeSet<(String, String)>; 2] {
    let rows = Sql::new(
        "SELECT r.rule, m.user_id FROM rule_members m JOIN attribute_rules r ON r.id = m.rule_id",
    );
    let rows = rows.fetch_all(tx).await.unwrap();
    let rows = rows
        .iter()
        .map(|row| (row.text("rule").unwrap(), row.text("user_id").unwrap()));
    let rows = rows.collect();
    let texts = Sql::new("SELECT rule FROM attribute_rules")
        .fetch_all(tx)
        .await;
    let mut asked = BTreeSet::new();
    for user in users::everybody(tx).await.unwrap() {
        for row in texts.as_ref().unwrap() {
            let text = row.text("rule").unwrap();
            let rule = Rule::read(&text, &check_pattern).unwrap();
            let matches = |pattern: &str, text: &str| compiled(pattern).unwrap().is_match(text);
            if rule.holds(&attributes(&user), &matches) {
                asked.insert((text, user.id.clone()));
            }
        }
    }
    [rows, asked]
}

/// Whatever is written in whatever order, the rows are what asking would say.
#[test]
fn rows_say_what_asking_would_say() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let config = ProptestConfig::with_cases(24);
    proptest!(config, |(steps in some_steps())| {
        let same = runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open(&cluster::chosen(folder.path()).await).await.unwrap();
            for step in steps {
                let work = store.write(move |tx| {
                    let step = step.clone();
                    Box::pin(async move { apply(tx, &step).await })
                });
                work.await.unwrap();
                let mut tx = store.begin_read().await.unwrap();
                let [rows, asked] = both_ways(&mut tx).await;
                if rows != asked {
                    return Err(format!("{rows:?} should be {asked:?}"));
                }
            }
            Ok(())
        });
        prop_assert_eq!(same, Ok(()));
    });
}

#[test]
fn what_is_not_linear_is_refused() {
    assert!(check_pattern("^[a-z]+@tern").is_ok());
    for pattern in ["(?=a)b", r"(a)\1", "(a{1000}){1000}", "("] {
        assert!(
            check_pattern(pattern)
                .unwrap_err()
                .starts_with("cannot be run: "),
            "{pattern}"
        );
    }
}
