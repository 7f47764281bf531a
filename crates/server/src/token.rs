//! `portico token`: a bearer token of the demo's own key. Works beside a running server on the same data.

use std::sync::Arc;

use anyhow::{anyhow, bail};

use crate::cli::{self, PlaceArgs};
use crate::clock::{Clock, MovedClock, RealClock};
use crate::demo::moving_clock;
use crate::signin::demo_key::{Bearer, DemoKey};
use crate::signin::permission::Permissions;
use crate::store::{Database, Sql, Store, Tx, meta, users};

/// The token's text.
pub async fn make(said: cli::Token) -> anyhow::Result<String> {
    let store = Store::open(&database(&said.place)?).await?;
    let mut tx = store.begin_read().await?;
    let key = meta::get(&mut tx, meta::name::DEMO_KEY).await?;
    let tenant = meta::get(&mut tx, meta::name::TENANT).await?;
    let (Some(key), Some(tenant)) = (key, tenant) else {
        bail!("this database was never served with --demo: it has no key to sign with");
    };
    let clock = MovedClock::new(Arc::new(RealClock), moving_clock::stored(&mut tx).await?);
    let bearer = if said.application {
        application(&mut tx, &said).await?
    } else {
        person(&mut tx, &said).await?
    };
    let key = DemoKey::from_pem(&key, &tenant)?;
    Ok(key.sign(&bearer, clock.now())?)
}

/// Where a command finds the data when it is named on the command line.
pub fn database(place: &PlaceArgs) -> anyhow::Result<Database> {
    match (&place.data, &place.database) {
        (Some(folder), None) => Ok(Database::in_folder(folder)),
        (None, Some(address)) => Ok(Database::Server(address.clone())),
        _ => bail!("where is the data? Name a folder (--data) or a database (--database)"),
    }
}

async fn person(tx: &mut Tx, said: &cli::Token) -> anyhow::Result<Bearer> {
    let user = users::by_principal_name(tx, &said.principal)
        .await?
        .filter(|user| user.account_enabled)
        .ok_or_else(|| anyhow!("nobody is called {}", said.principal))?;
    let permissions = match &said.scope {
        None => Permissions::all_delegated(),
        Some(names) => read(names)?,
    };
    Ok(Bearer::Person(user.id, permissions))
}

async fn application(tx: &mut Tx, said: &cli::Token) -> anyhow::Result<Bearer> {
    let id = Sql::new(
        "SELECT id FROM service_principals \
         WHERE (id = $1 OR import_key = $1 OR display_name = $1) AND account_enabled = 1 ORDER BY id",
    )
    .text(said.principal.as_str())
    .fetch_optional(tx)
    .await?
    .ok_or_else(|| anyhow!("no application is called {}", said.principal))?
    .text("id")?;
    let permissions = match &said.scope {
        None => Permissions::all_application(),
        Some(names) => read(names)?,
    };
    Ok(Bearer::Application(id, permissions))
}

fn read(names: &str) -> anyhow::Result<Permissions> {
    Permissions::read(names).map_err(|name| anyhow!("{name} is no permission"))
}
