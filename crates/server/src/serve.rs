//! `portico serve`: opens the data, starts the background work, answers until told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

use crate::audit;
use crate::callouts;
use crate::cli::Serve;
use crate::clock::{Clock, MovedClock, RealClock, Stopwatch};
use crate::config::mail::Outgoing;
use crate::config::{self, Place, PublicUrl, Settings};
use crate::demo::history::Past;
use crate::demo::{Demo, moving_clock, organisation};
use crate::facts::Facts;
use crate::http::throttle::Throttle;
use crate::http::traffic::Traffic;
use crate::http::{App, Parts, router};
use crate::ids::Ids;
use crate::jobs;
use crate::mail::{self, Postman};
use crate::measures::{self, Listener};
use crate::signin::demo_key::DemoKey;
use crate::store::{Database, Store};
use crate::sweep;

mod drain;
mod until_told;

use drain::Background;
use until_told::Signals;

/// How many extensions are called at once.
const CALLERS: usize = 4;

/// Runs until SIGTERM or Ctrl-C; what was begun then is finished first, see [`drain::answer`].
pub async fn run(said: Serve) -> anyhow::Result<ExitCode> {
    let file = said.organisation.clone();
    let settings = settings(said)?;
    let metrics = match settings.operating.metrics_listen {
        Some(address) => Some(measures::Listener::bind(address, measures::start()?).await?),
        None => None,
    };
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
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", settings.listen))?;
    let address = listener.local_addr()?;
    let public_url = settings
        .public_url
        .unwrap_or_else(|| PublicUrl::of_listener(address));
    let replayed = if settings.demo {
        // The address comes first: letters of the past link to it.
        let (since, link) = (Stopwatch::start(), public_url.to_string());
        organisation::load(&store, &ids, file.as_deref(), clock.now(), &link)
            .await?
            .map(|past| (past, since.elapsed()))
    } else {
        None
    };
    let app = App::new(Parts {
        store,
        clock,
        real_clock,
        ids,
        public_url,
        link_secret: facts.secret,
        jobs_wake: Arc::new(Notify::new()),
        allowed_origins: settings.api.allowed_origins.clone(),
        throttle: Throttle::new(settings.api.calls_per_minute),
        traffic: Traffic::new(),
        extensions: settings.extensions,
        mail_wake: Arc::new(Notify::new()),
        scim_token: settings.scim.map(|scim| scim.token),
        demo,
    });
    let (stop, stopped) = watch::channel(false);
    let (seal, sealing) = watch::channel(false);
    let way = settings
        .mail
        .as_ref()
        .map(|outgoing| outgoing.way.to_string());
    let background = Background {
        workers: background(&app, settings.jobs, settings.mail, &stopped)?,
        stop,
        sealer: keep_sealing(&app, sealing),
        seal,
    };
    // Heard before anybody is told the address: whoever knows it may already say stop.
    let signals = Signals::listen().context("signals cannot be heard")?;
    let metrics_address = metrics.as_ref().map(Listener::address).transpose()?;
    announce(
        &app,
        address,
        metrics_address,
        &kept,
        way.as_deref(),
        replayed,
    )?;
    if let Some(metrics) = metrics {
        tokio::spawn(metrics.run(app.clone()));
    }
    let router = router::router(&app);
    let patience = settings.operating.drain;
    let outcome = drain::answer(listener, router, &app, background, signals, patience).await;
    kept.remove();
    outcome
}

/// Links entries of the log until `sealing` becomes true.
fn keep_sealing(app: &App, mut sealing: watch::Receiver<bool>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(audit::keep_sealing(
        app.store.clone(),
        app.ids.guid(),
        app.real_clock.clone(),
        async move { drop(sealing.wait_for(|over| *over).await) },
    ))
}

fn settings(said: Serve) -> anyhow::Result<Settings> {
    let file = match &said.config {
        Some(path) => config::read(path).map_err(anyhow::Error::msg)?,
        None => config::File::default(),
    };
    match config::settle(file, said.said.spoken(said.demo)) {
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
    let mut tasks = vec![tokio::spawn(sweep::run(
        app.store.clone(),
        app.real_clock.clone(),
        stopped.clone(),
    ))];
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
        // Several, so that one extension that says nothing does not keep the others waiting.
        for extensions in std::iter::repeat_n(app.extensions.clone(), CALLERS).flatten() {
            let caller = callouts::Caller::of(app, extensions);
            let mut calling = stopped.clone();
            tasks.push(tokio::spawn(callouts::run(caller, async move {
                drop(calling.wait_for(|stopped| *stopped).await);
            })));
        }
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
    address: SocketAddr,
    metrics: Option<SocketAddr>,
    kept: &Kept,
    mail: Option<&str>,
    replayed: Option<(Past, Duration)>,
) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "portico is listening on http://{address}")?;
    if app.public_url.to_string() != format!("http://{address}") {
        writeln!(out, "  reached at  {}", app.public_url)?;
    }
    writeln!(out, "  data        {}", kept.shown)?;
    if let Some(metrics) = metrics {
        writeln!(out, "  metrics     http://{metrics}/metrics")?;
    }
    if let Some(way) = mail {
        writeln!(out, "  mail        {way}")?;
    }
    if let Some((past, took)) = replayed {
        writeln!(
            out,
            "  history     {} requests since {}, replayed in {:.1} s",
            past.requests,
            &past.since.to_string()[..10],
            took.as_secs_f64()
        )?;
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
