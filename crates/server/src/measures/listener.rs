//! `GET /metrics`, on a listener of its own: numbers about the service are not for its callers.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;

use super::{first_values, look};
use crate::http::App;
use crate::store::Engine;

const MEDIA: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Samples of histograms are kept one by one until somebody counts them together; nobody may ever ask.
const COUNT_TOGETHER_EVERY: Duration = Duration::from_secs(5);

/// Bound, and not answering yet.
pub struct Listener {
    listener: TcpListener,
    handle: PrometheusHandle,
}

impl Listener {
    /// Takes the address; port 0 takes a free one.
    pub async fn bind(address: SocketAddr, handle: PrometheusHandle) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("metrics_listen = {address} cannot be listened on"))?;
        Ok(Self { listener, handle })
    }

    /// Where it really listens.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until the process ends, also while it leaves.
    pub async fn run(self, app: App) {
        let handle = self.handle.clone();
        let counting = async move {
            loop {
                tokio::time::sleep(COUNT_TOGETHER_EVERY).await;
                handle.run_upkeep();
            }
        };
        let served = axum::serve(self.listener, answers(app, self.handle));
        tokio::select! {
            ended = served => if let Err(problem) = ended {
                tracing::error!(%problem, "the measures cannot be asked for any more");
            },
            () = counting => {}
        }
    }
}

/// The routes of the listener.
pub fn answers(app: App, handle: PrometheusHandle) -> Router {
    let engine = match app.store.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let started = app.real_clock.now().unix();
    first_values(
        engine,
        f64::from(u32::try_from(started).unwrap_or(u32::MAX)),
    );
    Router::new()
        .route("/metrics", get(render))
        .with_state((app, handle))
}

async fn render(State((app, handle)): State<(App, PrometheusHandle)>) -> impl IntoResponse {
    look::look(&app).await;
    ([(header::CONTENT_TYPE, MEDIA)], handle.render())
}
