//! A mailbox that is looked into (IMAP, RFC 3501): what lies in its folder is taken in like mail that is handed over, and then moved
//! to another folder, where people still find it. A mail leaves its folder only when it is taken: a crash in between
//! brings it again, and the same mail twice is one.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_imap::error::Error as ImapError;
use async_imap::types::Fetch;
use async_imap::{Client, Session};
use futures_util::{Stream, TryStreamExt};
use secrecy::ExposeSecret;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use super::model::{MailReason, MailSource};
use super::receive::{self, Envelope};
use crate::attachments::vault::Vault;
use crate::config::{MailTls, Mailbox};
use crate::db::Db;
use crate::error::{Error, Result};

/// A connection, enciphered or not.
trait Line: AsyncRead + AsyncWrite + std::fmt::Debug + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + std::fmt::Debug + Send + Unpin> Line for T {}

/// Takes in all that lies in the folder; says how many mails.
///
/// # Errors
/// 503 when the mailbox or the database cannot be reached, or the mailbox lets nobody in; what was taken by then is moved.
pub async fn look(db: &Db, vault: &Vault, mailbox: &Mailbox) -> Result<usize> {
    let mut visit = Visit::begin(mailbox).await?;
    let mut taken = 0;
    for uid in visit.waiting().await? {
        if let Some(mail) = visit.fetch(uid, db.settings().incoming.max_mib).await? {
            match mail {
                Mail::Whole(raw) => receive::take(db, vault, &raw, Envelope::default(), MailSource::Mailbox).await?,
                Mail::Head(raw) => receive::hold(db, vault, &raw, MailSource::Mailbox, MailReason::TooLong).await?,
            };
            visit.put_away(uid).await?;
            taken += 1;
        }
    }
    visit.end().await;
    Ok(taken)
}

/// A mail that was fetched.
enum Mail {
    Whole(Vec<u8>),
    /// Its header alone: the rest is longer than is taken.
    Head(Vec<u8>),
}

/// One sitting at the mailbox.
struct Visit<'a> {
    mailbox: &'a Mailbox,
    session: Session<Box<dyn Line>>,
    /// Whether the server moves mails (RFC 6851), or they are copied and struck out.
    moves: bool,
    /// Whether what is struck out can be removed one by one (RFC 4315).
    expunges: bool,
    /// Whether the folder for what is taken was looked after.
    ready: bool,
}

impl<'a> Visit<'a> {
    async fn begin(mailbox: &'a Mailbox) -> Result<Self> {
        let client = connect(mailbox).await?;
        let (user, password) = (&mailbox.server.username, mailbox.server.password.expose_secret());
        let login = async { client.login(user, password).await.map_err(|(error, _)| error) };
        let mut session = within(mailbox, "signing in", login).await?;
        let can = within(mailbox, "asking what it can", session.capabilities()).await?;
        let (moves, expunges) = (can.has_str("MOVE"), can.has_str("UIDPLUS"));
        within(mailbox, "opening the folder", session.select(&mailbox.folder)).await?;
        Ok(Self {
            mailbox,
            session,
            moves,
            expunges,
            ready: false,
        })
    }

    /// The mails that lie there, the oldest first.
    async fn waiting(&mut self) -> Result<Vec<u32>> {
        let found = within(self.mailbox, "looking for mail", self.session.uid_search("UNDELETED")).await?;
        let mut uids: Vec<_> = found.into_iter().collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// A mail; none: somebody has taken it away meanwhile.
    async fn fetch(&mut self, uid: u32, longest_mib: u64) -> Result<Option<Mail>> {
        let Some(size) = self.ask(uid, "RFC822.SIZE").await?.and_then(|mail| mail.size) else {
            return Ok(None);
        };
        if u64::from(size) > longest_mib * receive::MIB {
            let head = self.ask(uid, "BODY.PEEK[HEADER]").await?;
            return Ok(head.and_then(|mail| mail.header().map(|raw| Mail::Head(raw.to_vec()))));
        }
        let whole = self.ask(uid, "BODY.PEEK[]").await?;
        Ok(whole.and_then(|mail| mail.body().map(|raw| Mail::Whole(raw.to_vec()))))
    }

    async fn ask(&mut self, uid: u32, what: &str) -> Result<Option<Fetch>> {
        let session = &mut self.session;
        let all = async {
            session
                .uid_fetch(uid.to_string(), format!("(UID {what})"))
                .await?
                .try_collect()
                .await
        };
        let mails: Vec<Fetch> = within(self.mailbox, "fetching a mail", all).await?;
        // A server may tell of other mails in between.
        Ok(mails.into_iter().find(|mail| mail.uid == Some(uid)))
    }

    /// Moves a mail to those that are taken.
    async fn put_away(&mut self, uid: u32) -> Result<()> {
        let (mailbox, session) = (self.mailbox, &mut self.session);
        let (uid, folder) = (uid.to_string(), &mailbox.taken_folder);
        if !self.ready {
            let look = async {
                match session.status(folder, "(UIDNEXT)").await {
                    Ok(_) => Ok(()),
                    Err(ImapError::No(_)) => session.create(folder).await,
                    Err(error) => Err(error),
                }
            };
            within(mailbox, "making the folder", look).await?;
            self.ready = true;
        }
        if self.moves {
            return within(mailbox, "moving a mail", session.uid_mv(&uid, folder)).await;
        }
        within(mailbox, "copying a mail", session.uid_copy(&uid, folder)).await?;
        let strike = async { drain(session.uid_store(&uid, "+FLAGS.SILENT (\\Deleted)").await?).await };
        within(mailbox, "striking a mail out", strike).await?;
        if self.expunges {
            let remove = async { drain(session.uid_expunge(&uid).await?).await };
            within(mailbox, "removing a mail", remove).await?;
        }
        Ok(())
    }

    async fn end(mut self) {
        if let Err(error) = within(self.mailbox, "taking leave", self.session.logout()).await {
            tracing::debug!(%error, "the mailbox did not say good-bye");
        }
    }
}

async fn drain<T>(answers: impl Stream<Item = Result<T, ImapError>>) -> Result<(), ImapError> {
    answers.try_for_each(|_| async { Ok(()) }).await
}

/// What the server does in time.
async fn within<T, E: Into<ImapError>>(
    mailbox: &Mailbox,
    doing: &str,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T> {
    match timeout(Duration::from_secs(mailbox.server.timeout_seconds), work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(unreachable(mailbox, doing, error.into())),
        Err(_) => Err(unreachable(mailbox, doing, "it does not answer")),
    }
}

fn unreachable(mailbox: &Mailbox, doing: &str, why: impl std::fmt::Display) -> Error {
    Error::Unavailable(
        format!(
            "the mailbox at {}:{}, {doing}: {why}",
            mailbox.server.host, mailbox.server.port
        )
        .into(),
    )
}

async fn connect(mailbox: &Mailbox) -> Result<Client<Box<dyn Line>>> {
    let address = (mailbox.server.host.as_str(), mailbox.server.port);
    let plain = within(mailbox, "connecting", TcpStream::connect(address)).await?;
    match mailbox.server.tls {
        MailTls::None => greeted(mailbox, Box::new(plain)).await,
        MailTls::Implicit => greeted(mailbox, encipher(mailbox, plain).await?).await,
        MailTls::Starttls => {
            let mut client = Client::new(plain);
            within(mailbox, "greeting", hear(&mut client)).await?;
            let start = client.run_command_and_check_ok("STARTTLS", None);
            within(mailbox, "asking for TLS", start).await?;
            // What came in plain text is dropped with the client; the server greets only once.
            Ok(Client::new(encipher(mailbox, client.into_inner()).await?))
        }
    }
}

async fn greeted(mailbox: &Mailbox, line: Box<dyn Line>) -> Result<Client<Box<dyn Line>>> {
    let mut client = Client::new(line);
    within(mailbox, "greeting", hear(&mut client)).await?;
    Ok(client)
}

async fn hear<T: Line>(client: &mut Client<T>) -> io::Result<()> {
    let greeting = client.read_response().await?;
    greeting.map(drop).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

async fn encipher(mailbox: &Mailbox, plain: TcpStream) -> Result<Box<dyn Line>> {
    let wrong = |why: String| {
        Error::config(
            "imap_host",
            format!("TLS to {} cannot be set up: {why}", mailbox.server.host),
        )
    };
    let provider = Arc::new(crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| wrong(e.to_string()))?
        .with_root_certificates(trusted(mailbox)?)
        .with_no_client_auth();
    let name = ServerName::try_from(mailbox.server.host.clone()).map_err(|e| wrong(e.to_string()))?;
    let shaken = TlsConnector::from(Arc::new(config)).connect(name, plain);
    Ok(Box::new(within(mailbox, "setting up TLS", shaken).await?))
}

/// The system's authorities, and the setting's.
fn trusted(mailbox: &Mailbox) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    // One of the system's that cannot be read is left out: its servers are then refused by name.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = &mailbox.server.ca_file {
        let wrong = |why: String| Error::config("imap_ca_file", format!("{}: {why}", path.display()));
        for certificate in CertificateDer::pem_file_iter(path).map_err(|e| wrong(e.to_string()))? {
            let certificate = certificate.map_err(|e| wrong(e.to_string()))?;
            roots.add(certificate).map_err(|e| wrong(e.to_string()))?;
        }
    }
    Ok(roots)
}
