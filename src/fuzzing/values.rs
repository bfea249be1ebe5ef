//! The reader of answers, by itself: what it takes, and what it makes of each kind of value.

use crate::model::{Flag, Int, Place, Placed, Record, Text, Texts, read};

/// What an object's members of these names are read as; `None` is absent or unreadable.
#[derive(Default)]
pub struct Values {
    text: Text,
    whole: Int,
    flag: Flag,
    texts: Texts,
    nested: Option<Box<Self>>,
}

impl Record for Values {
    fn member(&mut self, name: &str) -> Option<Place<'_>> {
        match name {
            "text" => Some(self.text.place()),
            "whole" => Some(self.whole.place()),
            "flag" => Some(self.flag.place()),
            "texts" => Some(self.texts.place()),
            "nested" => Some(self.nested.place()),
            _ => None,
        }
    }
}

impl Values {
    /// `None`: it is not JSON. What is no object has no members.
    pub fn read(json: &str) -> Option<Self> {
        Some(read::<Option<Self>>(json).ok()?.unwrap_or_default())
    }

    pub fn text(&self) -> Option<&str> {
        self.text.as_str()
    }

    pub fn whole(&self) -> Option<i64> {
        self.whole.get()
    }

    pub fn flag(&self) -> Option<bool> {
        self.flag.get()
    }

    pub fn texts(&self) -> Vec<Option<&str>> {
        self.texts.iter().map(Text::as_str).collect()
    }

    pub fn nested(&self) -> Option<&Self> {
        self.nested.as_deref()
    }
}
