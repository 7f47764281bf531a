//! `cargo xtask faults`: the server is killed, its disk filled, its database locked, cut off and replaced, its clock set, and its
//! deciders race. What was acknowledged must be there afterwards, once. The trying itself is `tests/faults`.

use anyhow::{Context, Result, bail, ensure};
use xshell::cmd;

use crate::project::Project;
use crate::test::count::{self, Count, Runner};
use crate::{build, tools};

/// Options that take a number: the word, the setting that the tests read, and how much is everything.
const NUMBERS: &[(&str, &str, Option<&str>)] = &[
    ("--kills", "PORTICO_FAULTS_KILLS", Some("50")),
    ("--races", "PORTICO_FAULTS_RACES", Some("1000")),
    ("--cuts", "PORTICO_FAULTS_CUTS", Some("20")),
    ("--sign-ins", "PORTICO_FAULTS_SIGN_INS", Some("100")),
    ("--seed", "PORTICO_FAULTS_SEED", None),
];
const USAGE: &str = "`cargo xtask faults [--quick] [--kills N] [--races N] [--cuts N] [--sign-ins N] [--seed N] [--only WORD]`";

/// What the words ask for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    /// Everything, in its full number of rounds.
    whole: bool,
    settings: Vec<(&'static str, String)>,
    only: Option<String>,
}

/// With the released server, or with the one that `PORTICO_BINARY` names.
pub fn run(project: &Project, words: &[String]) -> Result<()> {
    let asked = read(words)?;
    let sh = &project.shell;
    tools::ready(project, &[tools::PYTHON, tools::POSTGRES, tools::FAKETIME])?;
    let binary = if let Ok(named) = sh.var("PORTICO_BINARY") {
        named.into()
    } else {
        cmd!(
            sh,
            "cargo build --locked --release --package portico-server"
        )
        .run()?;
        project.target()?.join("release/portico")
    };
    let _binary = sh.push_env("PORTICO_BINARY", binary);
    let _settings: Vec<_> = asked
        .settings
        .iter()
        .map(|(name, value)| sh.push_env(name, value))
        .collect();
    let count = pytest(project, asked.whole, asked.only.as_deref())?;
    ensure!(count.failed == 0, "{} failed", count.failed);
    Ok(())
}

/// The quick form, as a step of the tests.
pub fn quick(project: &Project) -> Result<Count> {
    let binary = build::binary(project);
    let _binary = project.shell.push_env("PORTICO_BINARY", binary);
    pytest(project, false, None)
}

fn pytest(project: &Project, whole: bool, only: Option<&str>) -> Result<Count> {
    let python = tools::python(project)?;
    // What takes its time by its nature is left to the full form.
    let quick = (!whole && only.is_none()).then_some(["-m", "not slow"]);
    let quick = quick.iter().flatten();
    let only = only.map(|word| ["-k", word]);
    let only = only.iter().flatten();
    let command = cmd!(
        project.shell,
        "{python} -B -m pytest -p no:cacheprovider --color=no -rs tests/faults {quick...} {only...}"
    );
    count::run(command, Runner::Pytest)
}

fn read(words: &[String]) -> Result<Asked> {
    let mut whole = true;
    let mut only = None;
    let mut settings = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--quick" {
            whole = false;
            continue;
        }
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} wants a value: {USAGE}"))
        };
        if word == "--only" {
            only = Some(value()?.clone());
        } else if let Some((_, setting, _)) = NUMBERS.iter().find(|(known, ..)| known == word) {
            let number: u64 = value()?
                .parse()
                .with_context(|| format!("{word}: {USAGE}"))?;
            settings.push((*setting, number.to_string()));
        } else {
            bail!("`{word}`? There is {USAGE}");
        }
    }
    if whole {
        for (_, setting, number) in NUMBERS {
            if let Some(number) = number
                && !settings.iter().any(|(said, _)| said == setting)
            {
                settings.push((setting, (*number).to_owned()));
            }
        }
    }
    Ok(Asked {
        whole,
        settings,
        only,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str) -> Result<Asked> {
        let words: Vec<_> = words.split_whitespace().map(ToOwned::to_owned).collect();
        read(&words)
    }

    #[test]
    fn no_word_means_every_round() {
        let all = asked("").unwrap();
        assert!(all.whole);
        assert_eq!(all.settings.len(), 4);
        let some = asked("--kills 7 --only kill").unwrap();
        assert!(
            some.settings
                .contains(&("PORTICO_FAULTS_KILLS", "7".to_owned()))
        );
        assert_eq!(some.settings.len(), 4);
        assert_eq!(some.only.as_deref(), Some("kill"));
    }

    #[test]
    fn quick_leaves_the_numbers_to_the_tests() {
        let quick = asked("--quick --seed 5").unwrap();
        assert!(!quick.whole);
        assert_eq!(quick.settings, [("PORTICO_FAULTS_SEED", "5".to_owned())]);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in ["--kill 3", "--kills", "--kills many", "fast"] {
            assert!(asked(words).is_err(), "{words}");
        }
    }
}
