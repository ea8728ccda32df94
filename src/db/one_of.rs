//! `column IN (these ids)` as a statement whose text does not depend on how many there are: Diesel's `eq_any` writes a
//! parameter for each on SQLite, so that such a statement is compiled anew each time.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel::sqlite::Sqlite;

use super::MultiBackend;

/// See [`one_of`].
#[derive(Debug, Clone, QueryId)]
pub struct OneOf<C> {
    column: C,
    ids: Vec<i64>,
    /// The same, as SQLite takes a list.
    json: String,
}

/// Whether the column holds one of the ids; a column that holds nothing does not.
pub fn one_of<C, I: Copy + Into<i64>>(column: C, ids: &[I]) -> OneOf<C> {
    let ids: Vec<i64> = ids.iter().map(|id| (*id).into()).collect();
    let numbers: Vec<_> = ids.iter().map(i64::to_string).collect();
    OneOf {
        column,
        json: format!("[{}]", numbers.join(",")),
        ids,
    }
}

impl<C: Expression> Expression for OneOf<C> {
    type SqlType = Bool;
}
impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for OneOf<C> where OneOf<C>: Expression {}
impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for OneOf<C> where OneOf<C>: AppearsOnTable<QS> {}
impl<C: ValidGrouping<G>, G> ValidGrouping<G> for OneOf<C> {
    type IsAggregate = C::IsAggregate;
}

impl<C: QueryFragment<Sqlite>> QueryFragment<Sqlite> for OneOf<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.json)?;
        out.push_sql("))");
        Ok(())
    }
}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for OneOf<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<BigInt>, _>(&self.ids)?;
        out.push_sql(")");
        Ok(())
    }
}

impl<C> QueryFragment<MultiBackend> for OneOf<C>
where
    Self: QueryFragment<Sqlite> + QueryFragment<Pg>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}
