//! The program `portico`.

use std::num::NonZero;
use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use portico_server::cli::{Cli, Command};
use portico_server::{audit, check_config, import, serve, token};

/// A page of a list is thousands of small texts, made on one thread and dropped on another.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    start_log();
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // A thread that reads a SQLite file is busy until it has read. Nobody else should wait for that, even if all cores do it.
        .worker_threads(cores + 2)
        .enable_all()
        .build();
    let outcome = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        let outcome = runtime.block_on(run(Cli::parse().command));
        // Whatever is still busy then was given its time.
        runtime.shutdown_background();
        outcome
    });
    match outcome {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("portico: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(said) => return serve::run(said).await,
        Command::Token(said) => println!("{}", token::make(said).await?),
        Command::CheckConfig { file, said } => return Ok(check_config::run(&file, said)),
        Command::Import { file, place } => import::run(&file, &place).await?,
        Command::Audit { command } => return audit::run(command).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// What happens goes to standard error; `PORTICO_LOG` chooses how much, `PORTICO_LOG_FORMAT=json` the form for machines.
fn start_log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("PORTICO_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::env::var("PORTICO_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().init();
    } else {
        log.init();
    }
}
