//! The load: a number of connections that each send the next call as soon as the last is answered.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A call: method, path, and a JSON body for those that have one.
pub struct Call {
    pub method: &'static str,
    pub path: String,
    pub body: Option<String>,
}

impl Call {
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            body: None,
        }
    }

    pub fn post(path: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            method: "POST",
            path: path.into(),
            body: Some(body.into()),
        }
    }
}

/// What a load came to.
#[derive(Clone)]
pub struct Outcome {
    /// Answers a second.
    pub rate: f64,
    /// How long each answer took, sorted.
    pub times: Vec<Duration>,
}

impl Outcome {
    /// The time within which this share of the calls was answered.
    pub fn within(&self, share: f64) -> Duration {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index"
        )]
        let index = (self.times.len() as f64 * share) as usize;
        self.times[index.min(self.times.len() - 1)]
    }
}

/// One connection, and who it speaks for.
pub struct Connection {
    sender: http1::SendRequest<Full<Bytes>>,
    token: Option<String>,
}

impl Connection {
    pub async fn open(to: SocketAddr, token: Option<&str>) -> Self {
        let stream = TcpStream::connect(to).await.expect("the server listens");
        stream.set_nodelay(true).expect("an option of the socket");
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::task::spawn_local(connection);
        Self {
            sender,
            token: token.map(str::to_owned),
        }
    }

    /// The body of the answer.
    ///
    /// # Panics
    /// When it is not a success: what is measured has to work.
    pub async fn call(&mut self, call: Call) -> Bytes {
        let mut request = hyper::Request::builder()
            .method(call.method)
            .uri(call.path.as_str())
            .header("host", "bench");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if call.body.is_some() {
            request = request
                .header("content-type", "application/json")
                .header("if-match", "*");
        }
        let body = Full::new(Bytes::from(call.body.unwrap_or_default()));
        let response = self
            .sender
            .send_request(request.body(body).expect("a good call"))
            .await
            .expect("an answer");
        let status = response.status();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        assert!(
            status.is_success(),
            "{} {}: {status} {}",
            call.method,
            call.path,
            String::from_utf8_lossy(&body)
        );
        body
    }
}

/// Runs async code that opens connections, on this thread.
pub fn block_on<T>(f: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    tokio::task::LocalSet::new().block_on(&runtime, f)
}

/// Sends the calls that `next` makes of 0, 1, 2 … over so many connections, for so long.
pub fn run(
    to: SocketAddr,
    token: Option<&str>,
    connections: usize,
    length: Duration,
    next: impl Fn(u64) -> Call,
) -> Outcome {
    let counter = std::cell::Cell::new(0_u64);
    block_on(async {
        let mut open = Vec::new();
        for _ in 0..connections {
            open.push(Connection::open(to, token).await);
        }
        let began = Instant::now();
        let worker = |mut connection: Connection| {
            let (counter, next) = (&counter, &next);
            async move {
                let mut times = Vec::new();
                while began.elapsed() < length {
                    let number = counter.replace(counter.get() + 1);
                    let sent = Instant::now();
                    connection.call(next(number)).await;
                    times.push(sent.elapsed());
                }
                times
            }
        };
        let times = futures_util::future::join_all(open.into_iter().map(worker)).await;
        let took = began.elapsed();
        let mut times: Vec<_> = times.into_iter().flatten().collect();
        times.sort_unstable();
        #[expect(clippy::cast_precision_loss, reason = "a count of calls")]
        let rate = times.len() as f64 / took.as_secs_f64();
        Outcome { rate, times }
    })
}
