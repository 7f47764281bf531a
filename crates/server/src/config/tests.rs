use super::*;

fn spoken() -> Spoken {
    Spoken {
        data: Some("d".into()),
        ..Spoken::default()
    }
}

fn problems(file: File, spoken: Spoken) -> Vec<String> {
    settle(file, spoken).unwrap_err()
}

#[test]
fn a_demo_needs_nothing_else() {
    let spoken = Spoken {
        demo: true,
        ..Spoken::default()
    };
    let settings = settle(File::default(), spoken).unwrap();
    assert_eq!(settings.place, Place::Temporary);
    assert_eq!(settings.listen, "127.0.0.1:8080".parse().unwrap());
}

#[test]
fn a_demo_never_leaves_the_machine() {
    let spoken = Spoken {
        demo: true,
        listen: Some("0.0.0.0:80".into()),
        public_url: Some("https://access.example".into()),
        ..Spoken::default()
    };
    let problems = problems(File::default(), spoken);
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn the_command_line_wins_over_the_file() {
    let file: File = toml::from_str("listen = '127.0.0.1:1'\ndatabase = 'postgres://x'\n").unwrap();
    let mut said = spoken();
    said.listen = Some("[::1]:2".into());
    let settings = settle(file, said).unwrap();
    assert_eq!(settings.listen, "[::1]:2".parse().unwrap());
    assert_eq!(settings.place, Place::Folder("d".into()));
}

#[test]
fn every_problem_is_listed() {
    let file = File {
        listen: Some("here".into()),
        public_url: Some("nowhere".into()),
        data: Some("d".into()),
        database: Some("postgres://x".into()),
        ..File::default()
    };
    assert_eq!(problems(file, Spoken::default()).len(), 3);
}

#[test]
fn outside_addresses_need_a_name() {
    let mut said = spoken();
    said.listen = Some("0.0.0.0:8080".into());
    assert!(problems(File::default(), said.clone())[0].contains("public_url"));
    said.public_url = Some("https://access.example".into());
    assert!(settle(File::default(), said).is_ok());
}

#[test]
fn data_must_be_somewhere() {
    let problems = problems(File::default(), Spoken::default());
    assert!(problems[0].contains("--data"), "{problems:?}");
}

#[test]
fn background_work_can_be_left_to_others() {
    let file: File = toml::from_str("[jobs]\npaused = true\n").unwrap();
    assert!(settle(file, spoken()).unwrap().jobs.paused);
    assert!(!settle(File::default(), spoken()).unwrap().jobs.paused);
}

#[test]
fn misspelt_keys_are_refused() {
    assert!(toml::from_str::<File>("lissten = 'x'").is_err());
}

#[test]
fn a_database_address_is_never_shown() {
    let place = Place::PostgreSql("postgres://user:secret@host/db".into());
    assert!(!format!("{place:?}").contains("secret"));
}
