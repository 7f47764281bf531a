//! The whole server in one test: a fresh SQLite database with a small organisation, clocks that stand still, seeded ids,
//! and callers that speak to it without a network.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use portico_graph::time::{Duration, Instant};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Notify;
use tower::ServiceExt;

use super::router::router;
use super::throttle::Throttle;
use super::traffic::Traffic;
use super::{App, Parts};
use crate::clock::{ManualClock, MovedClock};
use crate::config::{Api, Extensions, PublicUrl, Secret};
use crate::demo::{Demo, organisation};
use crate::directory;
use crate::facts::Facts;
use crate::ids::Ids;
use crate::signin::demo_key::{Bearer, DemoKey};
use crate::signin::permission::Permissions;
use crate::store::{Store, cluster, users};

/// Ana (manager Bo), Bo, Chen, Dina (administrator) and the guest Gus of Tern; packages `reports` (manager decides) and
/// `gate` (nobody needs to decide).
const ORGANISATION: &str = include_str!("test_app/harbour.json");
/// What calls to extensions are signed with here.
pub const EXTENSIONS_SECRET: &[u8] = b"what both sides know and no other";
/// Where the tests begin: 2026-11-24T08:00:00Z.
pub const START: Instant = Instant::from_unix(1_795_507_200);

/// What whoever keeps the directory shows.
pub const SCIM_TOKEN: &str = "a-token-that-only-these-tests-will-ever-show";

/// A server for one test.
pub struct TestApp {
    /// What the handlers see.
    pub app: App,
    /// Moves both clocks of the server.
    pub clock: Arc<ManualClock>,
    router: Router,
    _folder: TempDir,
}

impl TestApp {
    /// A demo server with the small organisation.
    pub async fn new() -> Self {
        Self::with_api(Api::default()).await
    }

    /// The same under settings of the operator.
    pub async fn with_api(api: Api) -> Self {
        Self::made(api, Some(Secret::new(SCIM_TOKEN))).await
    }

    /// A server whose directory nobody keeps by SCIM.
    pub async fn without_scim() -> Self {
        Self::made(Api::default(), None).await
    }

    async fn made(api: Api, scim_token: Option<Secret>) -> Self {
        Self::filled(api, scim_token, async |store, ids| {
            let text = ORGANISATION.to_owned();
            directory::import(store, ids, text, START, directory::DEMO_NAMESPACE, |_| {})
                .await
                .unwrap();
        })
        .await
    }

    /// A server as a demo starts it: with the built-in organisation and its history.
    pub async fn of_the_demo() -> Self {
        Self::filled(Api::default(), None, async |store, ids| {
            let link = "http://127.0.0.1:8080";
            organisation::load(store, ids, None, START, link)
                .await
                .unwrap();
        })
        .await
    }

    async fn filled(
        api: Api,
        scim_token: Option<Secret>,
        fill: impl AsyncFnOnce(&Store, &Arc<Ids>),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&cluster::chosen(folder.path()).await)
            .await
            .unwrap();
        let ids = Arc::new(Ids::seeded(1));
        let facts = Facts::settle(&store, &ids, true).await.unwrap();
        fill(&store, &ids).await;
        let clock = Arc::new(ManualClock::at(START));
        let moved = Arc::new(MovedClock::new(clock.clone(), Duration::from_seconds(0)));
        let pem = facts.demo_key(&store, &ids).await.unwrap();
        let app = App::new(Parts {
            store,
            clock: moved.clone(),
            real_clock: clock.clone(),
            ids,
            public_url: PublicUrl::of_listener(([127, 0, 0, 1], 8080).into()),
            link_secret: facts.secret,
            jobs_wake: Arc::new(Notify::new()),
            allowed_origins: api.allowed_origins,
            throttle: Throttle::new(api.calls_per_minute),
            traffic: Traffic::new(),
            extensions: Some(Extensions {
                allowed_origins: vec!["https://hooks.example".to_owned()],
                secret: EXTENSIONS_SECRET.to_vec(),
            }),
            mail_wake: Arc::new(Notify::new()),
            scim_token,
            demo: Some(Demo {
                clock: moved,
                key: DemoKey::from_pem(&pem, &facts.tenant).unwrap(),
                sends_mail: false,
            }),
        });
        Self {
            router: router(&app),
            app,
            clock,
            _folder: folder,
        }
    }

    /// A caller without credentials.
    pub fn anonymous(&self) -> Client<'_> {
        Client {
            app: self,
            headers: HeaderMap::new(),
        }
    }

    /// A caller at the portal: a cookie session, with the headers that our pages send.
    pub async fn as_person(&self, name: &str) -> Client<'_> {
        let mut portal = self.anonymous().with("x-portico", "1");
        let body = json!({ "userPrincipalName": name });
        let answer = portal.post("/demo/sign-in", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{name} can sign in");
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        let pair = cookie.split(';').next().unwrap().parse().unwrap();
        portal.headers.insert(header::COOKIE, pair);
        portal
    }

    /// A script with a person's token; `scopes` separated by spaces, empty for all.
    pub async fn with_token(&self, name: &str, scopes: &str) -> Client<'_> {
        let permissions = if scopes.is_empty() {
            Permissions::all_delegated()
        } else {
            Permissions::read(scopes).unwrap()
        };
        let bearer = Bearer::Person(self.user_id(name).await, permissions);
        self.bearer(&bearer)
    }

    /// An application that acts for itself with all it can hold.
    pub fn as_application(&self) -> Client<'_> {
        let id = "00000000-0000-4000-8000-000000000001".to_owned();
        self.bearer(&Bearer::Application(id, Permissions::all_application()))
    }

    /// The directory id of a person.
    pub async fn user_id(&self, name: &str) -> String {
        let mut tx = self.app.store.begin_read().await.unwrap();
        let user = users::by_principal_name(&mut tx, name).await.unwrap();
        user.unwrap().id
    }

    fn bearer(&self, bearer: &Bearer) -> Client<'_> {
        let demo = self.app.demo.as_ref().unwrap();
        let token = demo.key.sign(bearer, self.app.clock.now()).unwrap();
        self.anonymous()
            .with("authorization", &format!("Bearer {token}"))
    }
}

/// Somebody who calls.
#[derive(Clone)]
pub struct Client<'a> {
    app: &'a TestApp,
    headers: HeaderMap,
}

impl Client<'_> {
    /// The same caller with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    /// The same caller without a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// GET
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// POST with a JSON body; null means none.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::POST, path, body).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PATCH, path, body).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PUT, path, body).await
    }

    /// Any body as it is, under any media type.
    pub async fn post_raw(&self, path: &str, media: &'static str, body: impl Into<Body>) -> Answer {
        self.send(Method::POST, path, Some(media), body.into())
            .await
    }

    /// Any method without a body.
    pub async fn call(&self, method: Method, path: &str) -> Answer {
        self.send(method, path, None, Body::empty()).await
    }

    async fn send_json(&self, method: Method, path: &str, body: &Value) -> Answer {
        if body.is_null() {
            return self.send(method, path, None, Body::empty()).await;
        }
        let text = Body::from(body.to_string());
        self.send(method, path, Some("application/json"), text)
            .await
    }

    /// A call with any body and media type.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        media: Option<&'static str>,
        body: Body,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .body(body)
            .unwrap();
        let headers = request.headers_mut();
        headers.insert(header::HOST, "127.0.0.1:8080".parse().unwrap());
        if let Some(media) = media {
            headers.insert(header::CONTENT_TYPE, media.parse().unwrap());
        }
        headers.extend(self.headers.clone());
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, null when it is no JSON.
    pub json: Value,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// `error.code`
    pub fn code(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or_default()
    }
}
