//! Mail that came in, as the API shows it and as people deal with it.

use serde::{Deserialize, Serialize};

use crate::accounts::UserRef;
use crate::clock::Timestamp;
use crate::ids::{CommentId, IncomingId, MeetingId, RequestId, UnitId};
use crate::resource::Resource;

crate::text_enum! {
    /// What became of a mail.
    pub enum IncomingState {
        /// It waits for a person.
        Held = "held",
        /// It became what it was to become.
        Taken = "taken",
        /// A machine has sent it, and nobody has to look at it.
        Ignored = "ignored",
        /// It was held, and a person has brought it to a request.
        Released = "released",
        /// It was held, and a person has put it away.
        Discarded = "discarded",
    }
}

crate::text_enum! {
    /// Why it was held or ignored, or what it was taken as.
    pub enum MailReason {
        /// A comment on a request.
        Comment = "comment",
        /// A draft of its writer.
        Draft = "draft",
        /// An answer to an invitation.
        Invitation = "invitation",
        /// A mail server's word that a mail of ours was not delivered.
        Bounce = "bounce",
        /// It cannot be read, or has more parts than any person's mail.
        Broken = "broken",
        /// It is longer than is taken; it lies in the mailbox whole.
        TooLong = "too_long",
        /// Its content is enciphered.
        Enciphered = "enciphered",
        /// It does not say plainly who wrote it, or says it differently in two places.
        SenderUnclear = "sender_unclear",
        /// The mail server in front did not find it genuine.
        NotGenuine = "not_genuine",
        /// Nobody with this address has an account that is active.
        SenderUnknown = "sender_unknown",
        /// Its writer may not comment on the request that it answers, or the request is none.
        NotParticipant = "not_participant",
        /// It answers a mail that is not about a request.
        OtherConversation = "other_conversation",
        /// It answers nothing, and its writer belongs to no unit or to several.
        NoUnit = "no_unit",
        /// The invitation that it answers has been replaced by a newer one.
        Outdated = "outdated",
        /// There is no text in it and no file.
        Empty = "empty",
        /// What it was to become refused it; `detail` says why.
        Refused = "refused",
        /// Too many came within an hour.
        TooMany = "too_many",
        /// It came over a mailing list.
        MailingList = "mailing_list",
        /// We have failed at it; the log says how.
        Failed = "failed",
        /// A machine has sent it by itself.
        Automatic = "automatic",
        /// It is a mail of ours that came back.
        Loop = "loop",
    }
}

crate::text_enum! {
    /// How a mail came in.
    pub enum MailSource {
        /// A mail server handed it over.
        Pipe = "pipe",
        /// It lay in the mailbox that is looked into.
        Mailbox = "mailbox",
    }
}

/// A file that came with a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomingFile {
    /// What it is called.
    pub name: String,
    /// Its length, bytes.
    pub size_bytes: i64,
}

/// Who wrote a mail, by its own word.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Writer {
    /// What they call themselves; may be empty.
    pub name: String,
    /// Their address; may be empty.
    pub address: String,
    /// Whose address that is.
    pub user: Option<UserRef>,
}

/// A mail that came in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 4, "state": "held", "reason": "not_participant", "detail": null, "source": "pipe", "sender": { "name": "مدیر روابط عمومی منطقهٔ ۲", "address": "head-02@demo.test", "user": { "id": 3, "name": "مدیر روابط عمومی منطقهٔ ۲" } }, "subject": "Re: [#1398-0001] دوربین", "excerpt": "ما هم دوربین نداریم.", "files": [{ "name": "photo.jpg", "size_bytes": 48211 }], "size_bytes": 68214, "request_id": 1, "comment_id": null, "meeting_id": null, "repeats": 0, "allowed_actions": ["release", "discard"], "version": 1, "received_at": "2019-12-03T06:30:00Z", "handled_at": null, "handled_by": null }))]
pub struct IncomingView {
    /// Which.
    pub id: IncomingId,
    /// What became of it.
    pub state: IncomingState,
    /// Why, or as what.
    pub reason: Option<MailReason>,
    /// More of it, in words.
    pub detail: Option<String>,
    /// How it came in.
    pub source: MailSource,
    /// Who wrote it, by its own word.
    pub sender: Writer,
    /// Its subject.
    pub subject: String,
    /// The beginning of its text.
    pub excerpt: String,
    /// What came with it.
    pub files: Vec<IncomingFile>,
    /// Its length as it came, bytes.
    pub size_bytes: i64,
    /// The request that it is about, or became.
    pub request_id: Option<RequestId>,
    /// The comment that it became.
    pub comment_id: Option<CommentId>,
    /// The meeting that it is about.
    pub meeting_id: Option<MeetingId>,
    /// How often it came again.
    pub repeats: i32,
    /// What the caller may do with it: `release`, `discard`.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it came in.
    pub received_at: Timestamp,
    /// When it was dealt with; what is held never was.
    pub handled_at: Option<Timestamp>,
    /// Who has released or discarded it.
    pub handled_by: Option<UserRef>,
}

impl Resource for IncomingView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/mail/quarantine/{}", self.id)
    }
}

/// Which mails.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IncomingFilter {
    /// In this state; missing: `held`.
    pub state: Option<IncomingState>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// Where a mail is brought: to a request, or to a unit, whose draft it becomes.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "request": "1398-0001", "internal": false }))]
pub struct ReleaseMail {
    /// Id or number of the request that it becomes a comment on.
    #[schema(max_length = 30)]
    pub request: Option<String>,
    /// Only for the request's owner and desk, the director and the auditor.
    #[serde(default)]
    pub internal: bool,
    /// The unit whose draft it becomes, when it is about no request yet.
    pub unit_id: Option<UnitId>,
}

/// Why a mail is put away.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "تبلیغ" }))]
pub struct DiscardMail {
    /// For the history; may be missing.
    #[schema(max_length = 300)]
    pub reason: Option<String>,
}
