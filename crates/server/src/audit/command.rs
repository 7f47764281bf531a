//! `portico audit verify`.

use std::process::ExitCode;

use super::verify;
use crate::cli::Audit;
use crate::store::Store;
use crate::token::database;

/// Prints what the walk found; the exit code says whether the log is sound.
pub async fn run(said: Audit) -> anyhow::Result<ExitCode> {
    let Audit::Verify { place } = said;
    let store = Store::open(&database(&place)?).await?;
    let verdict = verify(&store).await?;
    println!("{verdict}");
    Ok(if verdict.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
