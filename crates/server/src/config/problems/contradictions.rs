//! Settings that work but can hardly be meant together.

use crate::config::{File, Place, Settings, Spoken};

/// One line for each, beginning with the key; `settings` where the whole could be settled.
pub(super) fn of(file: &File, spoken: &Spoken, settings: Option<&Settings>) -> Vec<String> {
    let mut found = unused(file, spoken);
    if file.drain_seconds == Some(0) {
        found.push(
            "drain_seconds = 0 ends the process at once: whoever waits for an answer loses it"
                .into(),
        );
    }
    let Some(settings) = settings else {
        return found;
    };
    if settings.jobs.paused && matches!(settings.place, Place::Folder(_)) {
        found.push(
            "jobs.paused leaves the work to other processes, but data belongs to this one alone: nothing is delivered"
                .into(),
        );
    }
    if let Some(url) = settings.public_url.as_ref().filter(|url| url.is_loopback())
        && !settings.listen.ip().is_loopback()
    {
        found.push(format!(
            "public_url = {url} names this machine, but listen = {} lets others in: their links lead nowhere",
            settings.listen
        ));
    }
    if let Some(address) = settings.operating.metrics_listen
        && !address.ip().is_loopback()
    {
        found.push(format!(
            "metrics_listen = {address} answers whoever reaches it: keep it inside your network"
        ));
    }
    found
}

/// What stands in the file and is overruled.
fn unused(file: &File, spoken: &Spoken) -> Vec<String> {
    let place = spoken.data.is_some() || spoken.database.is_some();
    [
        ("listen", file.listen.is_some() && spoken.listen.is_some()),
        (
            "public_url",
            file.public_url.is_some() && spoken.public_url.is_some(),
        ),
        (
            "metrics_listen",
            file.metrics_listen.is_some() && spoken.metrics_listen.is_some(),
        ),
        ("data", file.data.is_some() && place),
        ("database", file.database.is_some() && place),
    ]
    .into_iter()
    .filter(|(_, overruled)| *overruled)
    .map(|(key, _)| {
        format!("{key} is not used: the command line or the environment says otherwise")
    })
    .collect()
}
