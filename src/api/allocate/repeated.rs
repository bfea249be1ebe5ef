//! Whether an answer repeats the allocation that was asked for.

use std::borrow::Cow;

use crate::model::{Allocation, Allocations};

/// How many users, and how many codes of each, a message names.
const MAX_NAMED: usize = 3;

/// Says which users are missing which codes; `None` if the answer repeats every asked code for every
/// asked user. More than was asked for, and the same more than once, does no harm.
pub fn missing(
    user_ids: &[String],
    bundle_codes: &[String],
    answer: &Allocations,
) -> Option<String> {
    let users = distinct(user_ids, user_key);
    let codes = distinct(bundle_codes, code_key);
    let repeated = repeated(&users, &codes, answer);
    let lacking = users.iter().zip(&repeated).filter(|(_, repeated)| repeated.len() < codes.len());
    let named: Vec<_> = lacking
        .clone()
        .take(MAX_NAMED)
        .map(|(user, repeated)| format!("{user} ({})", absent(&codes, repeated)))
        .collect();
    (!named.is_empty()).then(|| and_more(&named.join(", "), lacking.count()))
}

/// For each user the positions of the codes that the answer repeats.
fn repeated(
    users: &[Cow<'_, str>],
    codes: &[Cow<'_, str>],
    answer: &Allocations,
) -> Vec<Vec<usize>> {
    let mut repeated = vec![Vec::new(); users.len()];
    for allocation in &answer.allocations {
        let user = allocation.user_id.as_str().and_then(|id| position(users, &user_key(id)));
        if let Some(of_user) = user.and_then(|user| repeated.get_mut(user)) {
            of_user.extend(positions(codes, allocation));
        }
    }
    for of_user in &mut repeated {
        of_user.sort_unstable();
        of_user.dedup();
    }
    repeated
}

fn positions(codes: &[Cow<'_, str>], allocation: &Allocation) -> impl Iterator<Item = usize> {
    let texts = allocation.user_bundle_codes.iter().filter_map(|code| code.as_str());
    texts.filter_map(|code| position(codes, &code_key(code)))
}

fn position(sorted: &[Cow<'_, str>], key: &str) -> Option<usize> {
    sorted.binary_search_by(|candidate| candidate.as_ref().cmp(key)).ok()
}

/// The codes that are not among these positions.
fn absent(codes: &[Cow<'_, str>], repeated: &[usize]) -> String {
    let is_absent = |(index, _): &(usize, _)| repeated.binary_search(index).is_err();
    let absent = codes.iter().enumerate().filter(is_absent);
    let named: Vec<_> = absent.clone().take(MAX_NAMED).map(|(_, code)| &**code).collect();
    and_more(&named.join(", "), absent.count())
}

fn and_more(named: &str, count: usize) -> String {
    match count.saturating_sub(MAX_NAMED) {
        0 => named.to_owned(),
        more => format!("{named} and {more} more"),
    }
}

fn distinct<'a>(texts: &'a [String], key: fn(&'a str) -> Cow<'a, str>) -> Vec<Cow<'a, str>> {
    let mut keys: Vec<_> = texts.iter().map(|text| key(text)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Two ids are the same user's if they are equal, or the same GUID, whose letters have no case.
fn user_key(id: &str) -> Cow<'_, str> {
    if is_guid(id) { id.to_ascii_lowercase().into() } else { id.into() }
}

/// Codes are words in capitals; a suite may take and repeat them in its own way.
fn code_key(code: &str) -> Cow<'_, str> {
    code.to_ascii_uppercase().into()
}

fn is_guid(id: &str) -> bool {
    let in_place = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    id.len() == 36 && id.bytes().enumerate().all(in_place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const GUID: &str = "0A1b2c3d-4e5f-6789-abcd-EF0123456789";

    fn found_missing(users: &[&str], codes: &[&str], answer: &Value) -> Option<String> {
        let owned =
            |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let answer = Allocations::parse(answer.to_string()).unwrap();
        missing(&owned(users), &owned(codes), &answer)
    }

    fn holds(user: &str, codes: &[&str]) -> Value {
        json!({"userId": user, "userBundleCodes": codes})
    }

    #[test]
    fn every_code_is_repeated_for_every_user() {
        let both = json!([holds("u1", &["A", "B"]), holds("u2", &["B", "A"])]);
        assert_eq!(found_missing(&["u1", "u2"], &["A", "B"], &both), None);
        let more = json!([holds("u3", &["C"]), holds("u1", &["C", "B", "A", "A"]), null]);
        assert_eq!(found_missing(&["u1"], &["A", "B"], &more), None);
        let apart = json!([holds("u1", &["A"]), holds("u1", &["B"])]);
        assert_eq!(found_missing(&["u1"], &["A", "B"], &apart), None);
    }

    #[test]
    fn asked_twice_is_repeated_once() {
        let answer = json!([holds("u1", &["A"])]);
        assert_eq!(found_missing(&["u1", "u1"], &["A", "a", "A"], &answer), None);
    }

    #[test]
    fn case_counts_in_ids_that_are_no_guids_only() {
        let lower = json!([holds(&GUID.to_lowercase(), &["attunu"])]);
        assert_eq!(found_missing(&[GUID], &["ATTUNU"], &lower), None);
        assert_eq!(
            found_missing(&["u"], &["A"], &json!([holds("U", &["A"])])).as_deref(),
            Some("u (A)")
        );
        let braces = format!("{{{GUID}}}");
        assert!(found_missing(&[GUID], &["A"], &json!([holds(&braces, &["A"])])).is_some());
    }

    #[test]
    fn what_is_missing_is_named() {
        let answer =
            json!([holds("u1", &["A"]), {"userId": "u2"}, {"userBundleCodes": ["A", "B"]}]);
        let words = found_missing(&["u1", "u2", "u3"], &["A", "B"], &answer);
        assert_eq!(words.as_deref(), Some("u1 (B), u2 (A, B), u3 (A, B)"));
        assert_eq!(found_missing(&["u"], &["A"], &json!([])).as_deref(), Some("u (A)"));
    }

    #[test]
    fn of_many_that_are_missing_a_few_are_named() {
        let users = ["u1", "u2", "u3", "u4", "u5"];
        let words = found_missing(
            &users,
            &["A", "B", "C", "D"],
            &json!([holds("u5", &["A", "B", "C", "D"])]),
        );
        let each = "(A, B, C and 1 more)";
        assert_eq!(words, Some(format!("u1 {each}, u2 {each}, u3 {each} and 1 more")));
    }
}
