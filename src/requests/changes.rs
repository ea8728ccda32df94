//! What an update changes, from what to what, as the history keeps it.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::persian::text;
use crate::schema;

/// The fields that were set so far.
#[derive(Debug, Default)]
pub struct Changes(Map<String, Value>);

impl Changes {
    /// Sets a field and keeps what it was before.
    pub fn set<T: Serialize>(&mut self, name: &str, field: &mut T, value: T) {
        self.0.insert(name.to_owned(), json!([field, value]));
        *field = value;
    }

    /// Sets the words of something: what is missing stays.
    ///
    /// # Errors
    /// 422 at `/title` for one that is blank.
    pub fn words(
        &mut self,
        title: (&mut String, Option<&String>),
        description: (&mut String, Option<&String>),
    ) -> Result<()> {
        if let (field, Some(typed)) = title {
            self.set("title", field, schema::required_line("/title", typed)?);
        }
        if let (field, Some(typed)) = description {
            self.set("description", field, text::tidy(typed));
        }
        Ok(())
    }

    /// For the history.
    pub fn data(&self) -> Value {
        Value::Object(self.0.clone())
    }
}
