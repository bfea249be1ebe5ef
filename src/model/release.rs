//! Releases, as `GET /api/v4/versions` lists them and `GET /api/v4/installation_file` describes one.
//!
//! Source of the fields: <https://docs.licensespring.com/license-api/get-versions>.

use std::sync::Arc;

use super::fields::Release;
use super::json::{NotThis, parse_list, parse_object};

/// Releases, in the order of the answer.
#[derive(Debug)]
pub struct Releases {
    pub releases: Vec<Release>,
    answer: Arc<String>,
}

impl Releases {
    /// Parses an answer that lists them; the error covers JSON that is no array.
    pub fn parse(answer: &Arc<String>) -> Result<Self, NotThis> {
        let (releases, answer) = parse_list(answer)?;
        Ok(Self { releases, answer })
    }

    /// Parses an answer that describes one.
    pub fn parse_one(answer: &Arc<String>) -> Result<Self, NotThis> {
        let (release, answer) = parse_object(answer)?;
        Ok(Self { releases: vec![release], answer })
    }

    /// The answer, every field.
    pub fn json(&self) -> &str {
        &self.answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_examples_are_read() {
        let list = include_str!("../../tests/data/versions.200.json").to_owned();
        let list = Releases::parse(&Arc::new(list)).unwrap();
        assert_eq!(list.releases.len(), 2);
        assert_eq!(list.releases[1].version.as_str(), Some("2.0"));
        assert_eq!(list.releases[1].release_date.as_str(), Some("2026-10-03T00:00:00.000Z"));
        let one = include_str!("../../tests/data/installation_file.200.json").to_owned();
        let one = Releases::parse_one(&Arc::new(one)).unwrap();
        let [release] = &one.releases[..] else { panic!("{one:?}") };
        assert_eq!(release.id.get(), Some(5001));
        assert_eq!(release.hash_md5.as_str(), Some("5d41402abc4b2a76b9719d911017c592"));
        assert_eq!((release.size.as_str(), release.eula_link.as_str()), (None, Some("")));
    }

    #[test]
    fn json_of_another_shape_is_an_error() {
        for json in ["{}", "null", "1", "[", ""] {
            assert!(Releases::parse(&Arc::new(json.to_owned())).is_err(), "{json}");
        }
        assert!(Releases::parse_one(&Arc::new("[]".to_owned())).is_err());
        assert_eq!(Releases::parse(&Arc::new("[1,null]".to_owned())).unwrap().releases.len(), 0);
    }
}
