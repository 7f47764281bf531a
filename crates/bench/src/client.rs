//! One connection that is kept, as a browser keeps it.

use anyhow::{Context, Result, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// What is sent.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// `GET`, `POST` or `PATCH`.
    pub method: &'static str,
    /// From the slash on.
    pub path: String,
    /// The session, or `Bearer` and a token.
    pub cookie: String,
    /// JSON.
    pub body: Option<String>,
}

impl Ask {
    /// A read.
    pub fn get(path: impl Into<String>, cookie: &str) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            cookie: cookie.to_owned(),
            body: None,
        }
    }
}

/// What came back.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The `Set-Cookie` header up to its first semicolon.
    pub cookie: Option<String>,
    /// The body, decoded by nobody.
    pub body: Bytes,
}

/// A connection to the server.
pub struct Connection {
    address: String,
    encoding: Option<&'static str>,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Connection {
    /// To an address like `127.0.0.1:8080`; connects at the first call. `encoding` is what it accepts.
    pub fn new(address: &str, encoding: Option<&'static str>) -> Self {
        Self {
            address: address.to_owned(),
            encoding,
            sender: None,
        }
    }

    /// Sends one and waits for all of the answer.
    pub async fn send(&mut self, ask: &Ask) -> Result<Answer> {
        let request = self.request(ask)?;
        let sender = self.sender().await?;
        let result = Self::exchange(sender, request).await;
        if result.is_err() {
            self.sender = None;
        }
        result
    }

    async fn exchange(
        sender: &mut SendRequest<Full<Bytes>>,
        request: Request<Full<Bytes>>,
    ) -> Result<Answer> {
        sender.ready().await?;
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        let cookie = response
            .headers()
            .get(header::SET_COOKIE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(str::to_owned);
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer {
            status,
            cookie,
            body,
        })
    }

    fn request(&self, ask: &Ask) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::builder()
            .method(ask.method)
            .uri(&ask.path)
            .header(header::HOST, &self.address);
        if !ask.cookie.is_empty() {
            let is_token = ask.cookie.starts_with("Bearer ");
            let name = if is_token {
                header::AUTHORIZATION
            } else {
                header::COOKIE
            };
            request = request.header(name, &ask.cookie);
        }
        if let Some(encoding) = self.encoding {
            request = request.header(header::ACCEPT_ENCODING, encoding);
        }
        if ask.method != "GET" {
            request = request.header("x-portico", "1");
        }
        if ask.body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = ask.body.clone().unwrap_or_default();
        Ok(request.body(Full::new(Bytes::from(body)))?)
    }

    async fn sender(&mut self) -> Result<&mut SendRequest<Full<Bytes>>> {
        if self.sender.as_ref().is_none_or(SendRequest::is_closed) {
            let stream = TcpStream::connect(&self.address)
                .await
                .context("nobody listens")?;
            stream.set_nodelay(true)?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await?;
            // Ends with the connection; what went wrong is heard by whoever waits for an answer.
            tokio::spawn(async move { drop(connection.await) });
            self.sender = Some(sender);
        }
        match &mut self.sender {
            Some(sender) => Ok(sender),
            None => bail!("there is no connection"),
        }
    }
}
