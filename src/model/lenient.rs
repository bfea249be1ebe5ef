//! Where the values of an answer go, whatever kind of JSON value stands there.
//!
//! One reader serves all fields of all records: it is handed the place that a value goes to.

use super::text::NewTexts;

/// JSON of another shape than it was read as.
#[derive(Debug, PartialEq, Eq)]
pub struct NotThis;

impl From<serde_json::Error> for NotThis {
    fn from(_: serde_json::Error) -> Self {
        Self
    }
}

/// A plain field's reading of one JSON value. Null is the default: absent. A text that is kept goes to the other
/// texts of the answer.
pub trait Field: Default {
    /// The reading of a kind of value that it has none for.
    fn unreadable() -> Self {
        Self::default()
    }

    fn from_bool(_: bool, _: &mut NewTexts) -> Self {
        Self::unreadable()
    }

    fn from_int(_: i64, _: &mut NewTexts) -> Self {
        Self::unreadable()
    }

    fn from_float(_: f64, _: &mut NewTexts) -> Self {
        Self::unreadable()
    }

    fn from_text(_: &str, _: &mut NewTexts) -> Self {
        Self::unreadable()
    }
}

/// A value that is passed over.
#[derive(Default)]
pub struct Skipped;

impl Field for Skipped {}

/// Where a value goes.
pub enum Place<'a> {
    /// A list or an object is unreadable here.
    Plain(&'a mut dyn Settable),
    /// Anything but an object counts as absent.
    Object(&'a mut dyn Object),
    /// Anything but a list counts as an empty one.
    List(&'a mut dyn Elements),
    /// Any value has its place here, as its text.
    Whole(&'a mut dyn Whole),
}

/// A field of any kind.
pub trait Placed: Default {
    fn place(&mut self) -> Place<'_>;
}

impl<F: Field> Placed for F {
    fn place(&mut self) -> Place<'_> {
        Place::Plain(self)
    }
}

/// A value that holds no others, unless it is a text.
pub enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A number that is too large, and where a list or an object has no place, one of these.
    Unreadable,
}

/// A [`Field`] of any type. What it held before is replaced.
pub trait Settable {
    fn set(&mut self, value: &Scalar, texts: &mut NewTexts);

    /// The text holds no U+0000.
    fn set_text(&mut self, value: &str, texts: &mut NewTexts);
}

impl<F: Field> Settable for F {
    fn set(&mut self, value: &Scalar, texts: &mut NewTexts) {
        *self = match value {
            Scalar::Null => F::default(),
            Scalar::Bool(value) => F::from_bool(*value, texts),
            Scalar::Int(value) => F::from_int(*value, texts),
            Scalar::Float(value) => F::from_float(*value, texts),
            Scalar::Unreadable => F::unreadable(),
        };
    }

    fn set_text(&mut self, value: &str, texts: &mut NewTexts) {
        *self = F::from_text(value, texts);
    }
}

/// A place for an object.
pub trait Object {
    fn set_absent(&mut self);

    /// A new object, without its members.
    fn begin(&mut self) -> &mut dyn Record;
}

/// A struct whose fields are read from an object's members; see [`record!`](super::field::record).
pub trait Record {
    /// Where the member of this name goes; `None`: it is passed over.
    fn member(&mut self, name: &str) -> Option<Place<'_>>;
}

/// A place for a list.
pub trait Elements {
    fn clear(&mut self);

    /// Where the next element goes, if there is one.
    fn element(&mut self) -> Place<'_>;

    /// So many more elements are to be expected, in so many bytes of the text.
    fn make_room(&mut self, _more: usize, _bytes: usize) {}

    /// To be called after each element. An error: it was one too many.
    fn count(&mut self) -> Result<(), NotThis> {
        Ok(())
    }
}

/// A place for the text of a value.
pub trait Whole {
    /// An error: it must not be handed on.
    fn set_json(&mut self, json: &str, texts: &mut NewTexts) -> Result<(), NotThis>;
}

impl Place<'_> {
    /// Where a scalar has no place it counts as absent.
    pub fn set(self, value: &Scalar, texts: &mut NewTexts) {
        match self {
            Self::Plain(field) => field.set(value, texts),
            other => other.set_absent(),
        }
    }

    /// The same of a text.
    #[inline]
    pub fn set_text(self, value: &str, texts: &mut NewTexts) {
        match self {
            Self::Plain(field) => field.set_text(value, texts),
            other => other.set_absent(),
        }
    }

    fn set_absent(self) {
        match self {
            Self::Object(object) => object.set_absent(),
            Self::List(list) => list.clear(),
            Self::Plain(_) | Self::Whole(_) => {}
        }
    }
}
