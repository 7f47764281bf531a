//! What a first visit loads, against the budget.

use anyhow::{Result, bail};
use std::path::Path;

use super::siblings::Weighed;

/// Bytes of brotli that a first visit may load at most, and what we aim for.
const BUDGET: u64 = 250_000;
const AIM: u64 = 200_000;

/// Loaded later or never: the words of other languages, and what only an installed portal asks for.
fn waits(file: &Path) -> bool {
    file.starts_with("locales")
        || file.file_name().is_some_and(|name| name == "sw.js")
        || file
            .extension()
            .is_some_and(|extension| extension == "png" || extension == "map")
}

/// Prints a line a file and the sum with its change since the last build; fails above the budget.
pub fn check(files: &[Weighed], record: &Path) -> Result<()> {
    let mut first: Vec<&Weighed> = files.iter().filter(|one| !waits(&one.file)).collect();
    first.sort_by_key(|one| std::cmp::Reverse(one.brotli));
    println!("  what a first visit loads, in bytes:       plain    brotli");
    for one in &first {
        println!(
            "    {:<38} {:>9} {:>9}",
            one.file.display(),
            one.plain,
            one.brotli
        );
    }
    let sum: u64 = first.iter().map(|one| one.brotli).sum();
    let before = std::fs::read_to_string(record)
        .ok()
        .and_then(|text| text.trim().parse::<u64>().ok());
    println!("  {}", sentence(sum, before));
    if sum > BUDGET {
        bail!("a first visit loads {sum} bytes of brotli; the budget is {BUDGET}");
    }
    if let Some(folder) = record.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(record, format!("{sum}\n"))?;
    Ok(())
}

fn sentence(sum: u64, before: Option<u64>) -> String {
    let change = match before {
        None => "first build here".to_owned(),
        Some(before) if before == sum => "unchanged".to_owned(),
        Some(before) if sum > before => format!("{} more than the last build", sum - before),
        Some(before) => format!("{} less than the last build", before - sum),
    };
    let verdict = match sum {
        sum if sum > BUDGET => "over the budget",
        sum if sum > AIM => "within the budget, over the aim",
        _ => "within the aim",
    };
    format!("together {sum} bytes of brotli ({change}); {verdict} (budget {BUDGET}, aim {AIM})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn weighed(file: &str, brotli: u64) -> Weighed {
        Weighed {
            file: PathBuf::from(file),
            plain: brotli * 3,
            brotli,
        }
    }

    #[test]
    fn fails_above_the_budget_and_leaves_the_record_alone() {
        let record = Path::new("no/such/folder/at/all");
        let files = [weighed("portal.wasm", BUDGET), weighed("index.html", 1)];
        assert!(check(&files, record).is_err());
        assert!(!record.exists());
    }

    #[test]
    fn words_of_other_languages_are_loaded_later() {
        assert!(waits(Path::new("locales/ar.json")));
        assert!(!waits(Path::new("portal_bg.wasm")));
    }

    #[test]
    fn tells_the_change_since_the_last_build() {
        assert!(
            sentence(150_000, Some(149_000))
                .contains("(1000 more than the last build); within the aim")
        );
        assert!(sentence(210_000, Some(211_000)).contains("1000 less"));
        assert!(sentence(210_000, None).contains("over the aim"));
        assert!(sentence(BUDGET + 1, None).contains("over the budget"));
    }
}
