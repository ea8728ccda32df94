//! Suggestions for the director: what may be the same problem of several units. Always a person's choice.

use std::collections::{HashMap, HashSet};

use super::model::{SuggestedRequest, ThemeSort, ThemeSuggestion};
use super::ranking::{self, Group, Known, Loose};
use super::{policy, store};
use crate::accounts::Actor;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::ids::RequestId;
use crate::page::Page;
use crate::persian::search;
use crate::units::{self, UnitRef};

/// The newest open requests that are compared with each other, at most.
const COMPARED: i64 = 300;
/// The newest themes that they are compared with, and titles of requests that say what those are about.
const THEMES: i64 = 100;
const TITLES: i64 = 500;

fn tokens(text: &str) -> Vec<String> {
    search::index_text(&[text]).split(' ').map(str::to_owned).collect()
}

fn known(c: &mut Conn) -> Result<Vec<Known>> {
    let rows = store::list(c, true, ThemeSort::Newest, None, THEMES)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let theme = |row: store::Theme| {
        let title = tokens(&row.title);
        let text = title.iter().cloned().chain(tokens(&row.description)).collect();
        let categories = HashSet::new();
        (
            row.id,
            Known {
                id: row.id,
                titles: vec![title],
                text,
                categories,
            },
        )
    };
    let mut themes: HashMap<_, _> = rows.into_iter().map(theme).collect();
    for (id, category, title) in store::titles_in(c, &ids, TITLES)? {
        if let Some(theme) = themes.get_mut(&id) {
            let title = tokens(&title);
            theme.text.extend(title.iter().cloned());
            theme.titles.push(title);
            theme.categories.insert(category);
        }
    }
    Ok(themes.into_values().collect())
}

/// What the director may want to group, the most units first.
///
/// # Errors
/// 403.
pub fn suggest(c: &mut Conn, actor: &Actor) -> Result<Page<ThemeSuggestion>> {
    if !policy::may_run(actor) {
        return Err(Error::not_your_right());
    }
    let rows = store::loose(c, COMPARED)?;
    let loose = rows.iter().map(|row| Loose {
        id: row.id,
        unit: row.unit_id,
        category: row.category,
        at: row.created_at,
        title: tokens(&row.title),
        text: row.search_text.split(' ').map(str::to_owned).collect(),
    });
    let groups = ranking::suggest(loose.collect(), known(c)?);
    Ok(Page {
        items: views(c, rows, groups)?,
        next: None,
    })
}

fn views(c: &mut Conn, rows: Vec<store::Loose>, groups: Vec<Group>) -> Result<Vec<ThemeSuggestion>> {
    let themes: Vec<_> = groups.iter().filter_map(|group| group.theme).collect();
    let themes = store::refs(c, &themes)?;
    let units: Vec<_> = rows.iter().map(|row| row.unit_id).collect();
    let units = units::directory::unit_refs(c, &units)?;
    let mut rows: HashMap<RequestId, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    let mut request = |id: RequestId| {
        let row = rows.remove(&id)?;
        Some(SuggestedRequest {
            id,
            number: row.number,
            title: row.title,
            unit: units.get(&row.unit_id).cloned().unwrap_or(UnitRef {
                id: row.unit_id,
                name: String::new(),
            }),
            state: row.state,
        })
    };
    let view = |group: Group| ThemeSuggestion {
        theme: group.theme.and_then(|id| themes.get(&id).cloned()),
        category: group.category,
        score: group.score,
        requests: group.requests.into_iter().filter_map(&mut request).collect(),
    };
    Ok(groups.into_iter().map(view).collect())
}
