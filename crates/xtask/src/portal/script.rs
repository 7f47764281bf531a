//! The scripts, made lean; `boot.js` under a name that changes with it, so that a browser keeps it for good and a later visit does not
//! wait for the answer that it is still the same.

use anyhow::Result;
use std::path::Path;

use super::lean;
use crate::fingerprint::Fingerprint;

const BOOT: &str = "boot.js";

/// Makes every script of the portal lean and names the one that `index.html` starts by its content.
pub fn finish(dist: &Path) -> Result<()> {
    if !dist.join(BOOT).is_file() {
        // Finished before.
        return Ok(());
    }
    for entry in std::fs::read_dir(dist)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js") {
            let text = std::fs::read_to_string(&path)?;
            std::fs::write(&path, lean::script(&text)?)?;
        }
    }
    let page = dist.join("index.html");
    let html = std::fs::read_to_string(&page)?;
    let boot = std::fs::read(dist.join(BOOT))?;
    let name = format!("boot-{}.js", Fingerprint::of(&boot));
    std::fs::rename(dist.join(BOOT), dist.join(&name))?;
    std::fs::write(
        page,
        html.replace(&format!("{BOOT}\""), &format!("{name}\"")),
    )?;
    Ok(())
}
