//! How a field is read, whatever kind of JSON value stands there.
//!
//! One reader serves all fields of all records: it is handed the place that a value goes to.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A plain field's reading of one JSON value. Null is the default: absent.
pub trait Field: Default {
    /// The reading of a kind of value that it has none for.
    fn unreadable() -> Self {
        Self::default()
    }

    fn from_bool(_: bool) -> Self {
        Self::unreadable()
    }

    fn from_int(_: i64) -> Self {
        Self::unreadable()
    }

    fn from_float(_: f64) -> Self {
        Self::unreadable()
    }

    fn from_text(_: &str) -> Self {
        Self::unreadable()
    }
}

fn skip_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<Skip>()?.is_some() {}
    Ok(())
}

fn skip_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<Skip, Skip>()?.is_some() {}
    Ok(())
}

/// Any value, passed over. Unlike serde's own way it goes down by recursion, and therefore fails on
/// a value that is nested so deeply that another parser of it might overflow its stack.
pub struct Skip;

impl<'de> Deserialize<'de> for Skip {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Place::Plain(&mut Skipped).deserialize(deserializer).map(|()| Self)
    }
}

#[derive(Default)]
struct Skipped;

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

/// A [`Field`] of any type. What it held before is replaced.
pub trait Settable {
    fn set_absent(&mut self);
    fn set_unreadable(&mut self);
    fn set_bool(&mut self, value: bool);
    fn set_int(&mut self, value: i64);
    fn set_float(&mut self, value: f64);
    fn set_text(&mut self, value: &str);
}

impl<F: Field> Settable for F {
    fn set_absent(&mut self) {
        *self = F::default();
    }

    fn set_unreadable(&mut self) {
        *self = F::unreadable();
    }

    fn set_bool(&mut self, value: bool) {
        *self = F::from_bool(value);
    }

    fn set_int(&mut self, value: i64) {
        *self = F::from_int(value);
    }

    fn set_float(&mut self, value: f64) {
        *self = F::from_float(value);
    }

    fn set_text(&mut self, value: &str) {
        *self = F::from_text(value);
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

    /// To be called after each element. An error: it was one too many.
    fn count(&mut self) -> Result<(), &'static str> {
        Ok(())
    }
}

/// A place for the text of a value.
pub trait Whole {
    /// An error: it must not be handed on.
    fn set_json(&mut self, json: &str) -> Result<(), &'static str>;
}

impl<'a> Place<'a> {
    fn set_absent(self) {
        match self {
            Self::Plain(field) => field.set_absent(),
            Self::Object(object) => object.set_absent(),
            Self::List(list) => list.clear(),
            Self::Whole(_) => {}
        }
    }

    fn set_unreadable(self) {
        match self {
            Self::Plain(field) => field.set_unreadable(),
            other => other.set_absent(),
        }
    }

    /// The field that a bool, a number or a text goes to; elsewhere it counts as absent.
    fn plain(self) -> Option<&'a mut dyn Settable> {
        match self {
            Self::Plain(field) => Some(field),
            other => {
                other.set_absent();
                None
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Self::Whole(whole) => {
                let json = <&RawValue>::deserialize(deserializer)?;
                whole.set_json(json.get()).map_err(D::Error::custom)
            }
            other => deserializer.deserialize_any(other),
        }
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.set_absent();
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.plain().into_iter().for_each(|field| field.set_bool(value));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.plain().into_iter().for_each(|field| field.set_int(value));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => {
                self.set_unreadable();
                Ok(())
            }
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.plain().into_iter().for_each(|field| field.set_float(value));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.plain().into_iter().for_each(|field| field.set_text(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self::List(list) = self else {
            self.set_unreadable();
            return skip_seq(seq);
        };
        list.clear();
        while seq.next_element_seed(list.element())?.is_some() {
            list.count().map_err(A::Error::custom)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self::Object(object) = self else {
            self.set_unreadable();
            return skip_map(map);
        };
        let record = object.begin();
        while let Some(Key(key)) = map.next_key()? {
            match record.member(&key) {
                Some(place) => map.next_value_seed(place)?,
                None => map.next_value::<Skip>().map(drop)?,
            }
        }
        Ok(())
    }
}

/// Reads a field of any kind from a JSON text.
pub fn read<F: Placed>(json: &str) -> Result<F, serde_json::Error> {
    let mut field = F::default();
    read_into(field.place(), json)?;
    Ok(field)
}

fn read_into(place: Place, json: &str) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    place.deserialize(&mut deserializer)?;
    deserializer.end()
}

/// An object's key, without a copy where that is possible.
pub struct Key<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(key.into()))
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(key.to_owned().into()))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}
