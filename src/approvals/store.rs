//! The rows of chains, approvals, decisions and links.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Approval, ApprovalState, Decision, NewApproval};
use super::rules::Verdict;
use crate::clock::Timestamp;
use crate::db::schema::{approval_chains, approval_deciders, approval_decisions, approval_links, approvals};
use crate::db::types::Json;
use crate::db::{Conn, MultiBackend, one_of};
use crate::error::{Error, Result};
use crate::ids::{ApprovalId, ApprovalLinkId, ChainId, UnitId, UserId};

/// A chain's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = approval_chains)]
pub struct ChainRow {
    pub id: ChainId,
    pub name: String,
    pub sort_key: Vec<u8>,
    pub steps: Json,
    pub is_default: bool,
    pub active: bool,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a chain's row is written from.
pub struct ChainValues<'a> {
    pub name: &'a str,
    pub name_key: String,
    pub sort_key: Vec<u8>,
    pub steps: Json,
    pub is_default: bool,
    pub active: bool,
}

pub fn insert_chain(c: &mut Conn, v: &ChainValues<'_>, now: Timestamp) -> Result<ChainId> {
    use approval_chains as t;
    Ok(diesel::insert_into(t::table)
        .values((
            t::name.eq(v.name),
            t::name_key.eq(&v.name_key),
            t::sort_key.eq(&v.sort_key),
            t::steps.eq(&v.steps),
            t::is_default.eq(v.is_default),
            t::active.eq(v.active),
            t::version.eq(1),
            t::created_at.eq(now),
            t::updated_at.eq(now),
        ))
        .returning(t::id)
        .get_result(c)?)
}

/// Writes a chain's row if it still has the version; says whether it had.
pub fn update_chain(c: &mut Conn, id: ChainId, version: i32, v: &ChainValues<'_>, now: Timestamp) -> Result<bool> {
    use approval_chains as t;
    let changed = diesel::update(t::table.filter(t::id.eq(id).and(t::version.eq(version))))
        .set((
            t::name.eq(v.name),
            t::name_key.eq(&v.name_key),
            t::sort_key.eq(&v.sort_key),
            t::steps.eq(&v.steps),
            t::is_default.eq(v.is_default),
            t::active.eq(v.active),
            t::version.eq(version + 1),
            t::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

/// Takes the mark of the default chain from whichever other one has it.
pub fn clear_default(c: &mut Conn, but: Option<ChainId>, now: Timestamp) -> Result<()> {
    use approval_chains as t;
    let others = t::table.filter(t::is_default.and(t::id.ne(but.unwrap_or(ChainId(0)))));
    diesel::update(others)
        .set((
            t::is_default.eq(false),
            t::version.eq(t::version + 1),
            t::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

pub fn find_chain(c: &mut Conn, id: ChainId) -> Result<Option<ChainRow>> {
    Ok(approval_chains::table
        .filter(approval_chains::id.eq(id))
        .select(ChainRow::as_select())
        .first(c)
        .optional()?)
}

pub fn default_chain(c: &mut Conn) -> Result<Option<ChainRow>> {
    Ok(approval_chains::table
        .filter(approval_chains::is_default)
        .select(ChainRow::as_select())
        .first(c)
        .optional()?)
}

pub fn chain_by_key(c: &mut Conn, name_key: &str) -> Result<Option<ChainId>> {
    Ok(approval_chains::table
        .filter(approval_chains::name_key.eq(name_key))
        .select(approval_chains::id)
        .first(c)
        .optional()?)
}

/// Chains after the sort key and id, in the order of their names.
pub fn list_chains(c: &mut Conn, after: Option<(Vec<u8>, ChainId)>, limit: i64) -> Result<Vec<ChainRow>> {
    use approval_chains as t;
    let mut query = t::table
        .select(ChainRow::as_select())
        .order((t::sort_key, t::id))
        .limit(limit)
        .into_boxed();
    if let Some((key, id)) = after {
        query = query.filter(t::sort_key.gt(key.clone()).or(t::sort_key.eq(key).and(t::id.gt(id))));
    }
    Ok(query.load(c)?)
}

/// A new approval, its first step open.
pub fn insert(
    c: &mut Conn,
    new: &NewApproval,
    chain: (Option<ChainId>, &str, Json),
    step: i32,
    now: Timestamp,
) -> Result<Approval> {
    use approvals as t;
    let (chain_id, chain_name, steps) = chain;
    let id: ApprovalId = diesel::insert_into(t::table)
        .values((
            t::subject.eq(new.subject),
            t::subject_id.eq(new.subject_id),
            t::chain_id.eq(chain_id),
            t::chain_name.eq(chain_name),
            t::steps.eq(steps),
            t::asked_by_id.eq(new.asked_by),
            t::requester_id.eq(new.requester),
            t::unit_id.eq(new.unit),
            t::amount_rials.eq(new.amount_rials),
            t::note.eq(&new.note),
            t::state.eq(ApprovalState::Pending),
            t::round.eq(1),
            t::step.eq(step),
            t::step_opened_at.eq(now),
            t::version.eq(1),
            t::created_at.eq(now),
            t::updated_at.eq(now),
        ))
        .returning(t::id)
        .get_result(c)
        // Two asked at once: the second runs again, and finds what the first has done.
        .map_err(Error::raced)?;
    find(c, id)?.ok_or(Error::NotFound)
}

/// Writes the row under the next version. Somebody was faster: the whole use case runs again.
pub fn save(c: &mut Conn, row: &mut Approval, now: Timestamp) -> Result<()> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let changed = diesel::update(approvals::table.filter(approvals::id.eq(row.id).and(approvals::version.eq(seen))))
        .set(&*row)
        .execute(c)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::LostRace("an approval changed meanwhile".into()))
    }
}

pub fn find(c: &mut Conn, id: ApprovalId) -> Result<Option<Approval>> {
    Ok(approvals::table
        .filter(approvals::id.eq(id))
        .select(Approval::as_select())
        .first(c)
        .optional()?)
}

/// Keeps others from deciding on it until this transaction ends, so that all that is read of it belongs together.
pub fn lock(c: &mut Conn, id: ApprovalId) -> Result<()> {
    diesel::update(approvals::table.filter(approvals::id.eq(id)))
        .set(approvals::version.eq(approvals::version))
        .execute(c)?;
    Ok(())
}

/// The pending approval of a thing.
pub fn pending_of(c: &mut Conn, subject: &str, subject_id: i64) -> Result<Option<Approval>> {
    use approvals as t;
    Ok(t::table
        .filter(
            t::subject
                .eq(subject)
                .and(t::subject_id.eq(subject_id))
                .and(t::state.eq(ApprovalState::Pending)),
        )
        .select(Approval::as_select())
        .first(c)
        .optional()?)
}

/// The next pending approvals of a kind of things, by id.
pub fn pending_after(c: &mut Conn, subject: &str, after: ApprovalId, limit: i64) -> Result<Vec<Approval>> {
    use approvals as t;
    Ok(t::table
        .filter(
            t::state
                .eq(ApprovalState::Pending)
                .and(t::id.gt(after))
                .and(t::subject.eq(subject)),
        )
        .order(t::id)
        .limit(limit)
        .select(Approval::as_select())
        .load(c)?)
}

type Condition = Box<dyn BoxableExpression<approvals::table, MultiBackend, SqlType = Bool>>;

/// Which approvals a list is made of.
#[derive(Debug, Clone)]
pub enum Scope {
    /// All.
    All,
    /// Those that wait for this person.
    WaitingFor(UserId),
    /// Those that may concern this person: asked to decide, has decided, asked for it, wished for it, or of these units.
    Concerning(UserId, Vec<UnitId>),
}

/// Approvals with an id below `before`, newest first.
pub fn list(
    c: &mut Conn,
    scope: Scope,
    state: Option<ApprovalState>,
    subject: (&str, Option<i64>),
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Approval>> {
    use approvals as t;
    let asked = |who: UserId| {
        approval_deciders::table
            .filter(approval_deciders::user_id.eq(who))
            .select(approval_deciders::approval_id)
    };
    let mut query = t::table
        .filter(t::subject.eq(subject.0.to_owned()))
        .order(t::id.desc())
        .limit(limit)
        .select(Approval::as_select())
        .into_boxed();
    query = match scope {
        Scope::All => query,
        Scope::WaitingFor(who) => query.filter(t::state.eq(ApprovalState::Pending).and(t::id.eq_any(asked(who)))),
        Scope::Concerning(who, units) => {
            let decided = approval_decisions::table
                .filter(approval_decisions::user_id.eq(who))
                .select(approval_decisions::approval_id);
            let own: Condition = Box::new(
                t::asked_by_id
                    .eq(who)
                    .or(t::requester_id.eq(who))
                    .or(one_of(t::unit_id, &units)),
            );
            query.filter(own.or(t::id.eq_any(asked(who))).or(t::id.eq_any(decided)))
        }
    };
    if let Some(state) = state {
        query = query.filter(t::state.eq(state));
    }
    if let Some(id) = subject.1 {
        query = query.filter(t::subject_id.eq(id));
    }
    if let Some(before) = before {
        query = query.filter(t::id.lt(ApprovalId(before)));
    }
    Ok(query.load(c)?)
}

/// Who was asked to decide the open step of each.
pub fn deciders(c: &mut Conn, ids: &[ApprovalId]) -> Result<HashMap<ApprovalId, Vec<UserId>>> {
    use approval_deciders as t;
    let rows: Vec<(ApprovalId, UserId)> = t::table
        .filter(one_of(t::approval_id, ids))
        .order((t::approval_id, t::user_id))
        .select((t::approval_id, t::user_id))
        .load(c)?;
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for (approval, user) in rows {
        all.entry(approval).or_default().push(user);
    }
    Ok(all)
}

/// Who was asked to decide on one of these things, or has decided, each with its id.
pub fn involved(c: &mut Conn, subject: &str, ids: &[i64]) -> Result<Vec<(i64, UserId)>> {
    use {approval_deciders as asked, approval_decisions as decided};
    let about = || {
        approvals::subject
            .eq(subject.to_owned())
            .and(one_of(approvals::subject_id, ids))
    };
    let mut all: Vec<(i64, UserId)> = asked::table
        .inner_join(approvals::table.on(approvals::id.eq(asked::approval_id)))
        .filter(about())
        .select((approvals::subject_id, asked::user_id))
        .load(c)?;
    all.extend(
        decided::table
            .inner_join(approvals::table.on(approvals::id.eq(decided::approval_id)))
            .filter(about())
            .select((approvals::subject_id, decided::user_id))
            .load::<(i64, UserId)>(c)?,
    );
    Ok(all)
}

/// Makes these, and nobody else, those who are asked.
pub fn set_deciders(c: &mut Conn, id: ApprovalId, people: &[UserId]) -> Result<()> {
    use approval_deciders as t;
    diesel::delete(t::table.filter(t::approval_id.eq(id))).execute(c)?;
    for person in people {
        diesel::insert_into(t::table)
            .values((t::approval_id.eq(id), t::user_id.eq(*person)))
            .execute(c)
            // Two rounds at once: the second runs again, and finds nothing left to do.
            .map_err(Error::raced)?;
    }
    Ok(())
}

/// Every decision on these, oldest first.
pub fn decisions(c: &mut Conn, ids: &[ApprovalId]) -> Result<Vec<Decision>> {
    use approval_decisions as t;
    Ok(t::table
        .filter(one_of(t::approval_id, ids))
        .order(t::id)
        .select((
            t::approval_id,
            t::round,
            t::step,
            t::user_id,
            t::verdict,
            t::reason,
            t::in_place,
            t::by_link,
            t::on_behalf_of_id,
            t::created_at,
        ))
        .load(c)?)
}

/// What somebody decides on the open step.
pub struct NewDecision<'a> {
    pub person: UserId,
    /// For whom, if they stand in for somebody.
    pub on_behalf_of: Option<UserId>,
    pub verdict: Verdict,
    pub reason: Option<&'a str>,
    pub in_place: bool,
    pub by_link: bool,
}

pub fn insert_decision(c: &mut Conn, row: &Approval, new: &NewDecision<'_>, now: Timestamp) -> Result<()> {
    use approval_decisions as t;
    diesel::insert_into(t::table)
        .values((
            t::approval_id.eq(row.id),
            t::round.eq(row.round),
            t::step.eq(row.step),
            t::user_id.eq(new.person),
            t::verdict.eq(new.verdict),
            t::reason.eq(new.reason),
            t::in_place.eq(new.in_place),
            t::by_link.eq(new.by_link),
            t::on_behalf_of_id.eq(new.on_behalf_of),
            t::created_at.eq(now),
        ))
        .execute(c)
        // The same person twice at once: the second runs again, and finds that they have decided.
        .map_err(Error::raced)?;
    Ok(())
}

/// Notes that this step's reminder is sent; says whether it was this caller who noted it.
pub fn mark_reminded(c: &mut Conn, row: &Approval, now: Timestamp) -> Result<bool> {
    use approvals as t;
    let this = t::table.filter(t::id.eq(row.id).and(t::round.eq(row.round)).and(t::step.eq(row.step)));
    let due = this.filter(t::state.eq(ApprovalState::Pending).and(t::reminded_at.is_null()));
    Ok(diesel::update(due).set(t::reminded_at.eq(now)).execute(c)? == 1)
}

/// Notes that the director was told of this step; says whether it was this caller who noted it.
pub fn mark_escalated(c: &mut Conn, row: &Approval, now: Timestamp) -> Result<bool> {
    use approvals as t;
    let this = t::table.filter(t::id.eq(row.id).and(t::round.eq(row.round)).and(t::step.eq(row.step)));
    let due = this.filter(t::state.eq(ApprovalState::Pending).and(t::escalated_at.is_null()));
    Ok(diesel::update(due).set(t::escalated_at.eq(now)).execute(c)? == 1)
}

/// A link's row.
#[derive(Debug, Clone, Queryable)]
pub struct LinkRow {
    pub id: ApprovalLinkId,
    pub approval_id: ApprovalId,
    pub round: i32,
    pub step: i32,
    pub user_id: UserId,
}

pub fn insert_link(
    c: &mut Conn,
    row: &Approval,
    user: UserId,
    token_hash: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<()> {
    use approval_links as t;
    diesel::insert_into(t::table)
        .values((
            t::approval_id.eq(row.id),
            t::round.eq(row.round),
            t::step.eq(row.step),
            t::user_id.eq(user),
            t::token_hash.eq(token_hash),
            t::created_at.eq(now),
            t::expires_at.eq(until),
        ))
        .execute(c)?;
    Ok(())
}

/// The link of this token, if it was not used and has not run out.
pub fn find_link(c: &mut Conn, token_hash: &str, now: Timestamp) -> Result<Option<LinkRow>> {
    use approval_links as t;
    Ok(t::table
        .filter(
            t::token_hash
                .eq(token_hash)
                .and(t::used_at.is_null())
                .and(t::expires_at.gt(now)),
        )
        .select((t::id, t::approval_id, t::round, t::step, t::user_id))
        .first(c)
        .optional()?)
}

/// Uses a link up; says whether it was still unused.
pub fn use_link(c: &mut Conn, id: ApprovalLinkId, now: Timestamp) -> Result<bool> {
    use approval_links as t;
    let unused = t::table.filter(t::id.eq(id).and(t::used_at.is_null()));
    Ok(diesel::update(unused).set(t::used_at.eq(now)).execute(c)? == 1)
}

/// Takes away links that ran out before this instant.
pub fn delete_links(c: &mut Conn, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(approval_links::table.filter(approval_links::expires_at.lt(before))).execute(c)?)
}
