//! `portico serve`: opens the data, starts the background work, answers until told to stop.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, bail};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

use crate::audit;
use crate::cli::Serve;
use crate::clock::{Clock, MovedClock, RealClock};
use crate::config::mail::{Outgoing, PASSWORD_VARIABLE};
use crate::config::{self, Place, PublicUrl, Secret, Settings, Spoken};
use crate::demo::{Demo, moving_clock, organisation};
use crate::facts::Facts;
use crate::http::{App, Parts, router};
use crate::ids::Ids;
use crate::jobs;
use crate::mail::{self, Postman};
use crate::signin::demo_key::DemoKey;
use crate::store::{Database, Store};

mod until_told;

/// Runs until SIGTERM or Ctrl-C; what is being answered then is answered first.
pub async fn run(said: Serve) -> anyhow::Result<()> {
    let file = said.organisation.clone();
    let settings = settings(said)?;
    let kept = Kept::at(&settings.place)?;
    let ids = Arc::new(Ids::system());
    let store = Store::open(&kept.database)
        .await
        .context("the database cannot be opened")?;
    let facts = Facts::settle(&store, &ids, settings.demo).await?;
    let real_clock: Arc<dyn Clock> = Arc::new(RealClock);
    let demo = if settings.demo {
        let sends_mail = settings.mail.is_some();
        Some(start_demo(&store, &facts, &ids, &real_clock, sends_mail).await?)
    } else {
        None
    };
    let clock: Arc<dyn Clock> = match &demo {
        Some(demo) => demo.clock.clone(),
        None => real_clock.clone(),
    };
    if settings.demo {
        organisation::load(&store, &ids, file.as_deref(), clock.now()).await?;
    }
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", settings.listen))?;
    let address = listener.local_addr()?;
    let public_url = settings
        .public_url
        .unwrap_or_else(|| PublicUrl::of_listener(address));
    let app = App::new(Parts {
        store,
        clock,
        real_clock,
        ids,
        public_url,
        link_secret: facts.secret,
        jobs_wake: Arc::new(Notify::new()),
        mail_wake: Arc::new(Notify::new()),
        demo,
    });
    let (stop, stopped) = watch::channel(false);
    announce(&app, address, &kept, settings.mail.as_ref())?;
    let background = background(&app, settings.jobs, settings.mail, &stopped)?;
    let told = async move {
        until_told::to_stop().await;
        // Nobody listens when everything ended by itself.
        let _ = stop.send(true);
    };
    axum::serve(listener, router::router(&app))
        .with_graceful_shutdown(told)
        .await?;
    for task in background {
        // A task that panicked has said so; the others still deserve to end in peace.
        drop(task.await);
    }
    kept.remove();
    Ok(())
}

fn settings(said: Serve) -> anyhow::Result<Settings> {
    let file = match &said.config {
        Some(path) => config::read(path).map_err(anyhow::Error::msg)?,
        None => config::File::default(),
    };
    let spoken = Spoken {
        public_url: said.public_url,
        listen: said.listen,
        data: said.place.data,
        database: said.place.database,
        demo: said.demo,
        smtp_password: Secret::from_environment(PASSWORD_VARIABLE),
    };
    match config::settle(file, spoken) {
        Ok(settings) => Ok(settings),
        Err(problems) => bail!("{}", problems.join("\n")),
    }
}

async fn start_demo(
    store: &Store,
    facts: &Facts,
    ids: &Ids,
    real_clock: &Arc<dyn Clock>,
    sends_mail: bool,
) -> anyhow::Result<Demo> {
    let pem = facts.demo_key(store, ids).await?;
    let mut tx = store.begin_read().await?;
    let offset = moving_clock::stored(&mut tx).await?;
    Ok(Demo {
        clock: Arc::new(MovedClock::new(real_clock.clone(), offset)),
        key: DemoKey::from_pem(&pem, &facts.tenant)?,
        sends_mail,
    })
}

/// Work beside the answers; every task ends soon after `stopped` becomes true.
fn background(
    app: &App,
    jobs: config::Jobs,
    mail: Option<Outgoing>,
    stopped: &watch::Receiver<bool>,
) -> anyhow::Result<Vec<tokio::task::JoinHandle<()>>> {
    let mut tasks = Vec::new();
    let mut sealing = stopped.clone();
    tasks.push(tokio::spawn(audit::keep_sealing(
        app.store.clone(),
        app.ids.guid(),
        app.real_clock.clone(),
        async move { drop(sealing.wait_for(|stopped| *stopped).await) },
    )));
    if app.demo.is_some() {
        tasks.push(tokio::spawn(moving_clock::keep_following(
            app.clone(),
            stopped.clone(),
        )));
    }
    if jobs.paused {
        tracing::warn!("background work is left to other processes ([jobs] paused)");
    } else {
        let mut working = stopped.clone();
        tasks.push(tokio::spawn(jobs::run(app.clone(), async move {
            // An error means that nobody is left to say it: the same as being told.
            drop(working.wait_for(|stopped| *stopped).await);
        })));
        if let Some(outgoing) = mail {
            let postman = Postman::of(app, outgoing).context("mail cannot be sent")?;
            let mut sending = stopped.clone();
            tasks.push(tokio::spawn(mail::run(postman, async move {
                drop(sending.wait_for(|stopped| *stopped).await);
            })));
        } else if app.demo.is_none() {
            tracing::warn!(
                "letters are kept and not sent: the configuration names no [mail] transport"
            );
        }
    }
    Ok(tasks)
}

/// The database, and the folder to remove when the demo ends.
struct Kept {
    database: Database,
    temporary: Option<TempDir>,
    shown: String,
}

impl Kept {
    fn at(place: &Place) -> anyhow::Result<Self> {
        Ok(match place {
            Place::Temporary => {
                let folder = tempfile::Builder::new()
                    .prefix("portico-")
                    .tempdir()
                    .context("no temporary folder can be made")?;
                Self {
                    database: Database::in_folder(folder.path()),
                    shown: format!("{} (removed at the end)", folder.path().display()),
                    temporary: Some(folder),
                }
            }
            Place::Folder(folder) => Self {
                database: Database::in_folder(folder),
                shown: folder.display().to_string(),
                temporary: None,
            },
            Place::PostgreSql(address) => Self {
                database: Database::Server(address.clone()),
                shown: "PostgreSQL".into(),
                temporary: None,
            },
        })
    }

    fn remove(self) {
        if let Some(folder) = self.temporary
            && let Err(problem) = folder.close()
        {
            tracing::warn!(%problem, "the temporary folder could not be removed");
        }
    }
}

/// The start block. Its first line holds the real address, also when the port was left open.
fn announce(
    app: &App,
    address: std::net::SocketAddr,
    kept: &Kept,
    mail: Option<&Outgoing>,
) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "portico is listening on http://{address}")?;
    if app.public_url.to_string() != format!("http://{address}") {
        writeln!(out, "  reached at  {}", app.public_url)?;
    }
    writeln!(out, "  data        {}", kept.shown)?;
    if let Some(outgoing) = mail {
        writeln!(out, "  mail        {}", outgoing.way)?;
    }
    if app.demo.is_some() {
        let mailbox = if mail.is_some() { "is also" } else { "stays" };
        writeln!(
            out,
            "  demo        anybody on this machine can sign in as anybody; mail {mailbox} at /demo/mail"
        )?;
    }
    out.flush()
}
