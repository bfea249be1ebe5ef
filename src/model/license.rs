//! Licenses of a user, as `GET /api/v4/user_licenses` answers them.
//!
//! Source of the fields: <https://docs.licensespring.com/license-api/list-licenses/licenses-for-user>.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::field::read;
use super::fields::{Holder, LicenseFields};
use super::json::{Members, NotThis, tolerant};
use super::list::room;

/// A license: its fields, the user among them from either of the two places where answers have it, and its
/// own JSON.
#[derive(Debug)]
pub struct License {
    pub fields: LicenseFields,
    json: Element,
}

impl Deref for License {
    type Target = LicenseFields;

    fn deref(&self) -> &LicenseFields {
        &self.fields
    }
}

/// An element of the answer's array.
enum Element {
    /// The published example's form, `{license: {…}, user: {…}}`: where it stands in the answer.
    Nested { answer: Arc<String>, start: usize, end: usize },
    /// The published schema's form, `user` inside the license, brought into the other one.
    Flat(String),
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Element")
    }
}

impl License {
    /// `None`: it is no object.
    fn parse(answer: &Arc<String>, element: &RawValue) -> Result<Option<Self>, NotThis> {
        let text = element.get();
        if !text.starts_with('{') {
            return Ok(None);
        }
        let members: Members = serde_json::from_str(text)?;
        let (fields, outer_user, json) = match members.get("license") {
            Some(license) if license.get().starts_with('{') => {
                let start = (text.as_ptr() as usize).saturating_sub(answer.as_ptr() as usize);
                let end = start.saturating_add(text.len());
                let json = Element::Nested { answer: answer.clone(), start, end };
                (read::<Option<LicenseFields>>(license.get())?, members.get("user"), json)
            }
            _ => {
                let json = Element::Flat(nest(&members));
                (read::<Option<LicenseFields>>(text)?, None, json)
            }
        };
        let mut fields = fields.unwrap_or_default();
        let outer =
            outer_user.map(|user| read::<Option<Box<Holder>>>(user.get())).transpose()?.flatten();
        fields.holder = outer.or(fields.holder);
        Ok(Some(Self { fields, json }))
    }

    /// `{license: {…}, user: {…}}`, every field.
    pub fn json(&self) -> &str {
        match &self.json {
            Element::Nested { answer, start, end } => answer.get(*start..*end).unwrap_or_default(),
            Element::Flat(json) => json,
        }
    }
}

fn nest(flat: &Members) -> String {
    let license = Zeroizing::new(flat.without("user"));
    let user = flat.get("user").map(|user| [",\"user\":", user.get()]).unwrap_or_default();
    ["{\"license\":", &license, user[0], user[1], "}"].concat()
}

/// A user's licenses for a product.
#[derive(Debug, Default)]
pub struct Licenses(pub Vec<License>);

/// The shortest license that is worth its memory, in bytes: it names its product and its user.
const SHORTEST: usize = 48;

impl Licenses {
    /// Parses an answer, its fields leniently. The error is JSON of another shape.
    pub fn parse(answer: &Arc<String>) -> Result<Self, NotThis> {
        tolerant(answer, Self::parse_exactly)
    }

    fn parse_exactly(answer: &Arc<String>) -> Result<Self, NotThis> {
        let elements: Vec<&RawValue> = serde_json::from_str(answer)?;
        if elements.len() > room(answer.len(), SHORTEST) {
            return Err(NotThis);
        }
        let mut licenses = Vec::with_capacity(elements.len());
        for element in &elements {
            licenses.extend(License::parse(answer, element)?);
        }
        // Elements of which none is an object are no answer to the question. An empty list is one.
        if licenses.is_empty() && !elements.is_empty() {
            return Err(NotThis);
        }
        Ok(Self(licenses))
    }

    /// Parses an answer that is one license.
    pub fn parse_one(answer: &Arc<String>) -> Result<Self, NotThis> {
        tolerant(answer, |answer| {
            let element: &RawValue = serde_json::from_str(answer)?;
            let license = License::parse(answer, element)?.ok_or(NotThis)?;
            Ok(Self(vec![license]))
        })
    }

    /// The answer as an array of `{license: {…}, user: {…}}`, every field.
    pub fn json(&self) -> String {
        let elements: Vec<_> = self.0.iter().map(License::json).collect();
        format!("[{}]", elements.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reading::Number;
    use crate::model::{Date, Int};

    fn parse(json: &str) -> Licenses {
        Licenses::parse(&Arc::new(json.to_owned())).unwrap_or_else(|NotThis| panic!("{json}"))
    }

    #[test]
    fn both_shapes_give_one_model() {
        let nested = parse(r#"[{"license":{"id":1,"x":2},"user":{"email":"a@b.c"},"more":true}]"#);
        let flat = parse(r#"[{"id":1,"user":{"email":"a@b.c"},"x":2}]"#);
        for licenses in [&nested, &flat] {
            let license = &licenses.0[0];
            assert_eq!(license.fields.id.get(), Some(1));
            assert_eq!(license.holder.as_ref().unwrap().email.as_str(), Some("a@b.c"));
        }
        assert_eq!(
            nested.json(),
            r#"[{"license":{"id":1,"x":2},"user":{"email":"a@b.c"},"more":true}]"#
        );
        assert_eq!(flat.json(), r#"[{"license":{"id":1,"x":2},"user":{"email":"a@b.c"}}]"#);
    }

    #[test]
    fn one_answer_may_mix_the_shapes_and_hold_things_that_are_no_licenses() {
        let licenses =
            parse(r#"[{"license":{"id":1}}, null, {"id":2}, "x", {"license":null,"id":3}, []]"#);
        let ids: Vec<_> = licenses.0.iter().map(|license| license.fields.id.get()).collect();
        assert_eq!(ids, [Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn a_field_of_the_wrong_kind_costs_that_field_only() {
        let licenses = parse(
            r#"[{"license":{"id":"x","grace_period":{"a":1},"version":"2","custom_fields":7,
            "product_features":[null,{"code":"f"}],"customer":[],"validity_period":false}}]"#,
        );
        let fields = &licenses.0[0].fields;
        let numbers = [fields.id, fields.grace_period].map(Number::reading);
        assert_eq!(numbers, [Int::Unreadable; 2]);
        assert_eq!(fields.version.as_str(), Some("2"));
        assert_eq!(fields.product_features.0.len(), 1);
        assert!(fields.customer.is_none() && fields.custom_fields.0.is_empty());
        assert_eq!(fields.validity_period, Date::Unreadable);
    }

    #[test]
    fn an_unreadable_value_costs_its_field_only() {
        for odd in [
            r#""first_name":"Some\ud83d""#,
            r#""first_name":"\udc00x\uD83D\ude00\uDBFF""#,
            r#""max_activations":1e999"#,
            r#""nobody_knows":["\ud83d",-1E+999]"#,
            r#""\ud83d":1"#,
        ] {
            let json = format!(
                "\u{FEFF}[{{\"license\":{{\"id\":1}},\"user\":{{\"email\":\"a@b.c\",{odd}}}}}]"
            );
            let licenses = parse(&json);
            let holder = licenses.0[0].holder.as_ref().unwrap();
            assert_eq!(holder.email.as_str(), Some("a@b.c"), "{json}");
            let first_name = holder.first_name.as_str();
            let replaced = ["Some\u{FFFD}", "\u{FFFD}x😀\u{FFFD}"];
            assert!(first_name.is_none_or(|name| replaced.contains(&name)), "{first_name:?}");
            assert_eq!(holder.max_activations.get(), None);
            // Any parser can read the JSON that is given out.
            assert!(serde_json::from_str::<serde_json::Value>(&licenses.json()).is_ok(), "{json}");
        }
    }

    #[test]
    fn more_licenses_than_the_length_can_hold_are_no_answer() {
        for element in ["{}", r#"{"license":{}}"#, r#"{"id":1}"#] {
            let json = format!("[{}]", vec![element; 10_000].join(","));
            assert!(Licenses::parse(&Arc::new(json)).is_err(), "{element}");
        }
    }

    #[test]
    fn the_limit_of_consumption_is_read_under_either_of_its_names() {
        for name in ["max_consumption", "max_consumptions"] {
            let licenses =
                parse(&format!(r#"[{{"{name}":7,"product_features":[{{"{name}":8}}]}}]"#));
            let license = &licenses.0[0];
            let of_feature = license.product_features.0[0].max_consumption.get();
            assert_eq!((license.max_consumptions.get(), of_feature), (Some(7), Some(8)), "{name}");
        }
    }

    #[test]
    fn of_a_name_that_comes_twice_the_last_counts() {
        assert_eq!(parse(r#"[{"id":1,"id":2}]"#).0[0].fields.id.get(), Some(2));
    }

    #[test]
    fn what_is_no_list_of_objects_is_an_error() {
        for json in [
            "{}",
            "null",
            "7",
            "",
            "[",
            "[{]",
            "[1]",
            "[null]",
            "[[]]",
            "[\"x\",false,{}",
            "[1,[{}]]",
        ] {
            assert!(Licenses::parse(&Arc::new(json.to_owned())).is_err(), "{json}");
        }
    }
}
