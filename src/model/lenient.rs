//! How a field is read, whatever kind of JSON value stands there.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A field's reading of one JSON value. Null is the default: absent.
pub trait Field: Sized + Default {
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

    /// A list or an object is unreadable here; a [`Compound`] has a way of its own.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut field = Self::default();
        deserializer.deserialize_any(Place(&mut field))?;
        Ok(field)
    }
}

/// A field that is made from a list or from an object; any other value counts as absent.
pub trait Compound: Default {
    fn from_seq<'de, A: SeqAccess<'de>>(seq: A) -> Result<Self, A::Error> {
        skip_seq(seq).map(|()| Self::default())
    }

    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        skip_map(map).map(|()| Self::default())
    }

    fn read_compound<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CompoundVisitor(PhantomData))
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
        Skipped::read(deserializer).map(|_| Self)
    }
}

#[derive(Default)]
struct Skipped;

impl Field for Skipped {}

/// Lets a [`Field`] be read where serde wants a `Deserialize`.
pub struct Lenient<F>(pub F);

impl<'de, F: Field> Deserialize<'de> for Lenient<F> {
    // A record of sixty fields would hold sixty copies of it.
    #[inline(never)]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        F::read(deserializer).map(Self)
    }
}

/// Where a value goes, whatever kind of field it is: all kinds share one copy of the reader.
struct Place<'a>(&'a mut dyn Settable);

trait Settable {
    fn set_unreadable(&mut self);
    fn set_bool(&mut self, value: bool);
    fn set_int(&mut self, value: i64);
    fn set_float(&mut self, value: f64);
    fn set_text(&mut self, value: &str);
}

impl<F: Field> Settable for F {
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

const EXPECTED: &str = "any JSON value";

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.0.set_bool(value);
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.0.set_int(value);
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.0.set_int(value),
            Err(_) => self.0.set_unreadable(),
        }
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.0.set_float(value);
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.0.set_text(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.0.set_unreadable();
        skip_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.set_unreadable();
        skip_map(map)
    }
}

struct CompoundVisitor<C>(PhantomData<C>);

impl<'de, C: Compound> Visitor<'de> for CompoundVisitor<C> {
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_unit<E: Error>(self) -> Result<C, E> {
        Ok(C::default())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<C, E> {
        Ok(C::default())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<C, E> {
        Ok(C::default())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<C, E> {
        Ok(C::default())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<C, E> {
        Ok(C::default())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<C, E> {
        Ok(C::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<C, A::Error> {
        C::from_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<C, A::Error> {
        C::from_map(map)
    }
}

/// Makes fields of kinds that are made from lists or objects.
macro_rules! compound {
    ($([$($parameter:ident: $bound:ident)?] $kind:ty),* $(,)?) => {
        $(impl<$($parameter: $bound)?> $crate::model::lenient::Field for $kind {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <Self as $crate::model::lenient::Compound>::read_compound(deserializer)
            }
        })*
    };
}
pub(crate) use compound;
