use super::*;

fn texts(found: &[Problem]) -> Vec<String> {
    found.iter().map(ToString::to_string).collect()
}

fn problems(text: &str) -> Vec<String> {
    texts(&check(text, &Spoken::default()).0)
}

fn warnings(text: &str, spoken: &Spoken) -> Vec<String> {
    let (problems, warnings) = check(text, spoken);
    assert_eq!(problems, []);
    texts(&warnings)
}

#[test]
fn a_good_file_has_no_problem() {
    let text = "listen = '0.0.0.0:80'\npublic_url = 'https://access.example'\ndata = 'd'\n";
    assert_eq!(check(text, &Spoken::default()), (vec![], vec![]));
    assert!(parse(text).is_ok());
}

#[test]
fn every_problem_has_its_key_and_line() {
    let text = "\
# Everything wrong
lissten = '127.0.0.1:1'
listen = 8080
public_url = 'ftp://x.example'
metrics_listen = 'here'
drain_seconds = 9999
data = 'd'
database = 'postgres://portico:secret@x/y'

[jobs]
pausd = true
paused = 'no'

[unknown]
key = 1
";
    let found = problems(text);
    let begins = [
        "line 2: lissten: unknown field",
        "line 3: listen: invalid type",
        "line 4: public_url = ",
        "line 5: metrics_listen = ",
        "line 6: drain_seconds = ",
        "line 7: data and database exclude each other",
        "line 11: jobs.pausd: unknown field",
        "line 12: jobs.paused: invalid type",
        "line 14: unknown: unknown field",
    ];
    assert_eq!(found.len(), begins.len(), "{found:#?}");
    for (found, begin) in found.iter().zip(begins) {
        assert!(found.starts_with(begin), "{found}, not {begin}");
    }
    assert!(!found.concat().contains("secret"));
}

#[test]
fn what_follows_from_an_unreadable_key_is_not_told() {
    let found = problems("data = 5\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("line 1: data: invalid type"),
        "{found:?}"
    );
    let found = problems("listen = '127.0.0.1:1'\n");
    assert!(found[0].starts_with("where is the data?"), "{found:?}");
}

#[test]
fn broken_text_has_a_line_and_shows_nothing_of_it() {
    let found = problems("data = 'd'\ndatabase = 'postgres://u:secret@h\n");
    assert!(
        found.iter().any(|problem| problem.starts_with("line 2: ")),
        "{found:?}"
    );
    assert!(!found.concat().contains("secret"), "{found:?}");
    assert!(parse("data = = 1").is_err());
    assert!(problems("data = 'd'\ndata = 'e'\n")[0].starts_with("line 2: "));
}

#[test]
fn a_value_over_several_lines_stands_where_it_begins() {
    let found = problems("data = 'd'\nlisten = [\n  1,\n]\n");
    assert!(
        found[0].starts_with("line 2: listen: invalid type"),
        "{found:?}"
    );
}

#[test]
fn contradictions_are_warned_of() {
    let nothing = Spoken::default();
    for (text, begin) in [
        ("data = 'd'\n[jobs]\npaused = true\n", "line 3: jobs.paused"),
        ("data = 'd'\ndrain_seconds = 0\n", "line 2: drain_seconds"),
        (
            "data = 'd'\nmetrics_listen = '0.0.0.0:9090'\n",
            "line 2: metrics_listen",
        ),
        (
            "data = 'd'\nlisten = '0.0.0.0:80'\npublic_url = 'http://localhost:80'\n",
            "line 3: public_url",
        ),
    ] {
        let found = warnings(text, &nothing);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with(begin), "{found:?}");
    }
    let server = "database = 'postgres://x'\n[jobs]\npaused = true\n";
    assert_eq!(warnings(server, &nothing), Vec::<String>::new());
}

#[test]
fn what_is_overruled_is_warned_of() {
    let spoken = Spoken {
        data: Some("elsewhere".into()),
        listen: Some("127.0.0.1:1".into()),
        ..Spoken::default()
    };
    let found = warnings("data = 'd'\nlisten = '127.0.0.1:2'\n", &spoken);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("line 1: data is not used"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("line 2: listen is not used"),
        "{found:?}"
    );
}
