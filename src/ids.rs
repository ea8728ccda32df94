//! Ids: integers in the database and in JSON, each with a type of its own, so that a unit's id is never
//! taken for a desk's.

/// Declares newtypes over `i64` that serde, the API's schema and Diesel read as plain integers.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::Integer)
                    .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Int64)))
                    .minimum(Some(1))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> for $name
        where
            i64: diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.0.to_sql(out)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> for $name
        where
            i64: diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                i64::from_sql(value).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person's account.
    UserId,
    /// A period in which a person is away.
    AbsenceId,
    /// A signed-in session.
    SessionId,
    /// A unit of the municipality.
    UnitId,
    /// A desk: who answers for a kind of request.
    DeskId,
    /// A request; people see its number (`1405-0042`).
    RequestId,
    /// A routing rule, within its version.
    RuleId,
    /// A group of requests that are the same problem.
    ThemeId,
    /// A series of meetings.
    SeriesId,
    /// A meeting.
    MeetingId,
    /// Somebody without an account on a meeting's list.
    GuestId,
    /// A line of an agenda.
    AgendaItemId,
    /// What a unit proposes for an agenda.
    ProposalId,
    /// What came of an agenda line.
    OutcomeId,
    /// A promise made in a meeting.
    CommitmentId,
    /// What an attendee says of minutes in review.
    RemarkId,
    /// A correction of approved minutes.
    AddendumId,
    /// What is to be taken up with the mayor.
    MayorSubjectId,
    /// A mail in the outbox.
    MailId,
    /// What a person has been told, in the application.
    NotificationId,
    /// A mail that came in.
    IncomingId,
    /// An entry of the history.
    EventId,
    /// A holiday, a half day, or a day declared working.
    HolidayId,
    /// A chain of approval.
    ChainId,
    /// An approval that was asked for.
    ApprovalId,
    /// A link by which a person decides on an approval.
    ApprovalLinkId,
    /// A comment on a request.
    CommentId,
    /// A link between two requests.
    LinkId,
    /// A tag.
    TagId,
    /// A batch of triage.
    BatchId,
    /// A file that belongs to something.
    AttachmentId,
    /// An address outside that hears of what happens.
    WebhookId,
    /// An event on its way to such an address.
    DeliveryId,
}
