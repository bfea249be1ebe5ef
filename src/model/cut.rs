//! Cutting members out of the text of an object. What is signed is the text, so nothing is printed again: an
//! escape or the form of a number would come out in another way.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "every place is the beginning or the end of a part of the same text; fuzz/ holds it against serde_json"
)]

use serde_json::value::RawValue;

use super::depth::is_too_deep;
use super::json::{Members, NotThis};

/// The text of an object in parts.
pub struct Parts<'a> {
    json: &'a str,
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    name: String,
    value: &'a RawValue,
    /// Where its name begins, and its value ends.
    start: usize,
    end: usize,
}

impl<'a> Parts<'a> {
    /// The error covers everything that is no object, and one that is nested too deeply.
    pub fn of(json: &'a str) -> Result<Self, NotThis> {
        if is_too_deep(json) {
            return Err(NotThis);
        }
        let Members(found) = serde_json::from_str(json)?;
        let mut members = Vec::with_capacity(found.len());
        let mut before = 0;
        for (name, value) in found {
            // Nothing but white space and a comma stands between a value and the next name.
            let start = before + json[before..].find('"').ok_or(NotThis)?;
            let end = (value.get().as_ptr() as usize).wrapping_sub(json.as_ptr() as usize)
                + value.get().len();
            members.push(Member { name: name.into_owned(), value, start, end });
            before = end;
        }
        Ok(Self { json, members })
    }

    /// The value of the object's own member of that name; none also of a name that comes twice, since nobody can say
    /// which one is meant.
    pub fn only(&self, name: &str) -> Option<&'a RawValue> {
        let mut found = self.members.iter().filter(|member| member.name == name);
        let value = found.next()?.value;
        found.next().is_none().then_some(value)
    }

    /// The text without the object's own members of these names, as a printer would have printed it without them:
    /// with each of them goes the comma that parts it from the others. Members of members stay.
    pub fn without(&self, names: &[&str]) -> String {
        let is_cut = |member: &Member| names.contains(&member.name.as_str());
        let (Some(first), Some(last)) = (self.members.first(), self.members.last()) else {
            return self.json.to_owned();
        };
        let mut text = String::with_capacity(self.json.len());
        text.push_str(&self.json[..first.start]);
        let mut is_empty = true;
        for (number, member) in self.members.iter().enumerate().filter(|(_, it)| !is_cut(it)) {
            if !is_empty {
                // What stands in front of it; the first member, which has nothing there, is never here.
                text.push_str(&self.json[self.members[number - 1].end..member.start]);
            }
            text.push_str(&self.json[member.start..member.end]);
            is_empty = false;
        }
        text.push_str(&self.json[last.end..]);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    const NAMES: [&str; 2] = ["s1", "s2"];

    fn cut(json: &str) -> String {
        Parts::of(json).unwrap().without(&NAMES)
    }

    #[test]
    fn a_member_is_cut_with_its_comma_wherever_it_stands() {
        for (json, without) in [
            (r#"{"a":1,"s1":"x","s2":"y"}"#, r#"{"a":1}"#),
            (r#"{"s1":"x","a":1,"s2":"y"}"#, r#"{"a":1}"#),
            (r#"{"s2":"y","s1":"x","a":1}"#, r#"{"a":1}"#),
            (r#"{"a":1,"s1":"x","b":2,"s2":"y","c":3}"#, r#"{"a":1,"b":2,"c":3}"#),
            (r#"{"s1":"x","s2":"y"}"#, "{}"),
            (r#"{"s1":"x"}"#, "{}"),
            (r#"{"a":1}"#, r#"{"a":1}"#),
            ("{}", "{}"),
            (" { } ", " { } "),
        ] {
            assert_eq!(cut(json), without, "{json}");
        }
    }

    #[test]
    fn everything_else_stays_to_the_byte() {
        let json = r#"{"n":1.10e+2,"t":"\u00e9é\/","o":{"s1":[1,{"s2":"}"}]},"s1":"a,\"s2\":","big":90071992547409931}"#;
        let without =
            r#"{"n":1.10e+2,"t":"\u00e9é\/","o":{"s1":[1,{"s2":"}"}]},"big":90071992547409931}"#;
        assert_eq!(cut(json), without);
        // Only the object's own members: these are a list's.
        assert_eq!(cut(r#"{"l":[{"s1":1},"s2"],"s2":{"s1":2}}"#), r#"{"l":[{"s1":1},"s2"]}"#);
    }

    #[test]
    fn white_space_goes_where_a_printer_would_not_have_put_it() {
        let pretty = "{\n  \"a\": 1,\n  \"s1\": \"x\",\n  \"b\": 2,\n  \"s2\": \"y\"\n}\n";
        assert_eq!(cut(pretty), "{\n  \"a\": 1,\n  \"b\": 2\n}\n");
        let first = "{\n  \"s1\": \"x\",\n  \"a\": 1\n}";
        assert_eq!(cut(first), "{\n  \"a\": 1\n}");
        assert_eq!(cut(r#"{"a" : 1 , "s1" : 2 , "b" : 3}"#), r#"{"a" : 1 , "b" : 3}"#);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_escaped() {
        assert_eq!(cut(r#"{"a":1,"\u00731":"x"}"#), r#"{"a":1}"#);
        let parts = Parts::of(r#"{"\u00731":"x"}"#).unwrap();
        assert_eq!(parts.only("s1").map(RawValue::get), Some("\"x\""));
    }

    #[test]
    fn of_a_name_that_comes_twice_all_are_cut_and_none_is_meant() {
        let json = r#"{"s1":"x","a":1,"s1":"y"}"#;
        assert_eq!(cut(json), r#"{"a":1}"#);
        assert!(Parts::of(json).unwrap().only("s1").is_none());
        assert_eq!(Parts::of(json).unwrap().only("a").map(RawValue::get), Some("1"));
        assert!(Parts::of(json).unwrap().only("b").is_none());
    }

    #[test]
    fn what_is_no_object_has_no_parts() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200));
        for json in
            ["", "[]", "null", "{", r#"{"a":1"#, r#"{"a":1}x"#, r#"{"a":1,}"#, r#"{1:2}"#, &deep]
        {
            assert!(Parts::of(json).is_err(), "{json}");
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
        ];
        let name = prop_oneof![Just("s1".to_owned()), Just("s2".to_owned()), "[a-c\\\\\"é]{0,3}"];
        leaf.prop_recursive(3, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(name.clone(), inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        /// As if it had been printed without them, compact or with white space.
        #[test]
        fn cutting_is_printing_without_them(value in value(), is_pretty: bool) {
            let print = |value: &Value| if is_pretty {
                serde_json::to_string_pretty(value).unwrap()
            } else {
                value.to_string()
            };
            let Value::Object(mut members) = value.clone() else {
                prop_assert!(Parts::of(&print(&value)).is_err());
                return Ok(());
            };
            let text = cut(&print(&value));
            NAMES.iter().for_each(|name| drop(members.remove(*name)));
            let expected = Value::Object(members);
            // A printer has no line between the braces of nothing.
            let is_empty = expected == serde_json::json!({});
            prop_assert_eq!(if is_empty { text.split_whitespace().collect() } else { text }, print(&expected));
        }
    }
}
