//! Who is who: the names of all units and desks and the tree of units, kept ready in memory, since everything that is
//! shown names them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::model::{DeskRef, UnitKind, UnitRef};
use super::service::MAX_DEPTH;
use super::store;
use crate::db::Conn;
use crate::db::kept::{Kept, Subject};
use crate::error::Result;
use crate::ids::{DeskId, UnitId};

struct Unit {
    name: String,
    kind: UnitKind,
    parent_id: Option<UnitId>,
    active: bool,
}

struct Directory {
    units: HashMap<UnitId, Unit>,
    /// Names, and whether requests can be routed there.
    desks: HashMap<DeskId, (String, bool)>,
}

static KEPT: Kept<Directory> = Kept::new(Subject::Directory);

fn directory(c: &mut Conn) -> Result<Arc<Directory>> {
    KEPT.get(c, |c| {
        let unit = |(id, name, kind, parent_id, active)| {
            let unit = Unit {
                name,
                kind,
                parent_id,
                active,
            };
            (id, unit)
        };
        Ok(Directory {
            units: store::unit_nodes(c)?.into_iter().map(unit).collect(),
            desks: store::desk_nodes(c)?
                .into_iter()
                .map(|(id, name, active)| (id, (name, active)))
                .collect(),
        })
    })
}

impl Directory {
    fn path(&self, unit: UnitId) -> Vec<(UnitId, UnitKind)> {
        let above = std::iter::successors(Some(unit), |id| self.units.get(id)?.parent_id).take(MAX_DEPTH);
        above.map_while(|id| Some((id, self.units.get(&id)?.kind))).collect()
    }
}

/// The unit and all above it with their kinds, nearest first; empty when there is no such unit.
///
/// # Errors
/// Only the database's.
pub fn ancestry(c: &mut Conn, unit: UnitId) -> Result<Vec<(UnitId, UnitKind)>> {
    Ok(directory(c)?.path(unit))
}

/// [`ancestry`] of many. Units that do not exist are left out.
///
/// # Errors
/// Only the database's.
pub fn ancestries(c: &mut Conn, units: &[UnitId]) -> Result<HashMap<UnitId, Vec<(UnitId, UnitKind)>>> {
    let directory = directory(c)?;
    let known = units.iter().filter(|id| directory.units.contains_key(id));
    Ok(known.map(|id| (*id, directory.path(*id))).collect())
}

/// Those of these units that still exist.
///
/// # Errors
/// Only the database's.
pub fn active_units(c: &mut Conn, ids: &[UnitId]) -> Result<HashSet<UnitId>> {
    let directory = directory(c)?;
    let active = |id: &UnitId| directory.units.get(id).is_some_and(|unit| unit.active);
    Ok(ids.iter().copied().filter(active).collect())
}

/// Those of these desks that requests can be routed to.
///
/// # Errors
/// Only the database's.
pub fn active_desks(c: &mut Conn, ids: &[DeskId]) -> Result<HashSet<DeskId>> {
    let directory = directory(c)?;
    let active = |id: &DeskId| directory.desks.get(id).is_some_and(|(_, active)| *active);
    Ok(ids.iter().copied().filter(active).collect())
}

/// Units by id, as others show them.
///
/// # Errors
/// Only the database's.
pub fn unit_refs(c: &mut Conn, ids: &[UnitId]) -> Result<HashMap<UnitId, UnitRef>> {
    let directory = directory(c)?;
    let shown = |id: &UnitId| {
        let name = directory.units.get(id)?.name.clone();
        Some((*id, UnitRef { id: *id, name }))
    };
    Ok(ids.iter().filter_map(shown).collect())
}

/// Desks by id, as others show them.
///
/// # Errors
/// Only the database's.
pub fn desk_refs(c: &mut Conn, ids: &[DeskId]) -> Result<HashMap<DeskId, DeskRef>> {
    let directory = directory(c)?;
    let shown = |id: &DeskId| {
        let name = directory.desks.get(id)?.0.clone();
        Some((*id, DeskRef { id: *id, name }))
    };
    Ok(ids.iter().filter_map(shown).collect())
}
