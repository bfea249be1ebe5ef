//! The faults as people read about them: the one place for help and console.

use serde::Serialize;

/// One fault.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Row {
    /// As it is named in `POST /faults`.
    pub name: &'static str,
    /// What goes wrong with it.
    pub about: About,
    /// Its parameters, in the order in which they are explained.
    pub parameters: &'static [Parameter],
    /// What happens.
    pub sentence: &'static str,
}

/// What a fault goes wrong with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum About {
    /// Time and connection.
    #[serde(rename = "Connection")]
    Connection,
    /// Status, headers, length.
    #[serde(rename = "HTTP")]
    Http,
    /// Another body, or one that was changed.
    #[serde(rename = "Body and signature")]
    Body,
    /// A genuine answer to another question.
    #[serde(rename = "Meaning")]
    Meaning,
}

/// One parameter of a fault.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Parameter {
    /// As it is named in `POST /faults`.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// Does it have a default?
    pub optional: bool,
    /// A value to begin with, a text as it is and anything else as JSON; empty where the default is one.
    pub sample: &'static str,
}

/// What a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// Any JSON.
    Json,
    /// One of these.
    Choice(&'static [&'static str]),
}

const fn needs(name: &'static str, kind: Kind, sample: &'static str) -> Parameter {
    Parameter { name, kind, optional: false, sample }
}

const fn may(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, optional: true, sample: "" }
}

const fn row(
    about: About,
    name: &'static str,
    parameters: &'static [Parameter],
    sentence: &'static str,
) -> Row {
    Row { name, about, parameters, sentence }
}

use About::{Body, Connection, Http, Meaning};
use Kind::{Choice, Json, Number, Text};

const WHEN: Parameter = needs("when", Choice(&["accept", "request", "headers", "body"]), "request");
const BYTES: Parameter = needs("bytes", Number, "10");
const MILLION: Parameter = needs("bytes", Number, "1000000");
const STATUS: Parameter = may("status", Number);

/// All of them.
pub const TABLE: [Row; 30] = [
    row(Connection, "delay", &[needs("ms", Number, "3000")], "the right answer, later"),
    row(
        Connection,
        "dribble",
        &[
            needs("bytes_per_second", Number, "100"),
            may("after_bytes", Number),
            may("from", Choice(&["head", "body"])),
        ],
        "the right answer, slowly",
    ),
    row(Connection, "silent", &[], "no answer"),
    row(Connection, "reset", &[WHEN], "TCP reset there"),
    row(Connection, "close", &[WHEN], "an orderly end there"),
    row(Connection, "tls_stall", &[], "no answer to the TLS handshake"),
    row(Connection, "garbage", &[], "bytes that are not HTTP"),
    row(Connection, "truncate", &[BYTES], "the head, then so much of the body, then the end"),
    row(
        Connection,
        "lost",
        &[may("then", Json)],
        "the call is carried out, and then another fault happens to its answer (without then the connection is closed)",
    ),
    row(Http, "content_length", &[needs("delta", Number, "10")], "a length that is off by delta"),
    row(Http, "chunked", &[], "the right answer, chunked"),
    row(Http, "connection_close", &[], "the right answer, then the end"),
    row(
        Http,
        "extra_headers",
        &[needs("count", Number, "100"), may("bytes", Number)],
        "the right answer below so many more headers",
    ),
    row(
        Http,
        "status",
        &[
            needs("status", Number, "503"),
            may("body", Text),
            may("content_type", Text),
            may("headers", Json),
        ],
        "any answer, unsigned",
    ),
    row(
        Http,
        "api_error",
        &[
            needs("status", Number, "400"),
            needs("code", Text, "license_not_enabled"),
            may("message", Text),
        ],
        "an error of the licensing service",
    ),
    row(Http, "echo_query", &[STATUS, may("code", Text)], "an error that repeats the query"),
    row(
        Http,
        "redirect",
        &[needs("location", Text, "https://elsewhere.example/"), STATUS],
        "a redirect",
    ),
    row(Http, "html", &[], "a captive portal's page, with status 200"),
    row(Http, "gzip", &[], "the right answer, compressed"),
    row(Http, "gzip_bomb", &[MILLION], "a small body that inflates to so many bytes"),
    row(
        Body,
        "signature",
        &[needs("how", Choice(&["missing", "malformed", "other-key", "empty"]), "missing")],
        "the right answer with a bad signature",
    ),
    row(
        Body,
        "flip",
        &[needs("at", Number, "10")],
        "one bit of byte at differs from what was signed",
    ),
    row(Body, "truncate_json", &[BYTES], "so much of the body, with a length that fits"),
    row(
        Body,
        "body",
        &[
            needs("body", Text, "[]"),
            may("body_base64", Text),
            may("sign", Choice(&["true", "false"])),
        ],
        "this body (one of the two), signed unless sign is false",
    ),
    row(Body, "nested", &[needs("levels", Number, "1000")], "signed arrays in arrays"),
    row(Body, "invalid_utf8", &[], "signed, with a string that is not UTF-8"),
    row(Body, "huge", &[MILLION], "the right answer, padded to so many bytes, signed"),
    row(
        Meaning,
        "somebody_else",
        &[needs("email", Text, "trial@example.com")],
        "a genuine answer for another member of the cast",
    ),
    row(
        Meaning,
        "other_product",
        &[needs("short_code", Text, "another-product")],
        "a genuine answer for another product",
    ),
    row(
        Meaning,
        "altered",
        &[needs("set", Json, r#"{"/hardware_id": "another-device"}"#)],
        "signed: the right answer with other members; set is {JSON pointer: value}",
    ),
];

impl Row {
    /// Its name and parameters, those in brackets that can be left out.
    pub fn usage(&self) -> String {
        let word = |parameter: &Parameter| match (parameter.optional, parameter.kind) {
            (true, Choice(choice)) => format!(" [{}: {}]", parameter.name, choice.join("|")),
            (true, _) => format!(" [{}]", parameter.name),
            (false, Choice(choice)) => format!(" {}: {}", parameter.name, choice.join("|")),
            (false, _) => format!(" {}", parameter.name),
        };
        self.name.to_owned() + &self.parameters.iter().map(word).collect::<String>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Map, Value, json};

    use super::*;
    use crate::fault::spec::Armed;

    fn parse(
        row: &Row,
        parameters: impl IntoIterator<Item = (String, Value)>,
    ) -> Result<Armed, String> {
        let mut body = Map::from_iter([("fault".to_owned(), json!(row.name))]);
        body.extend(parameters);
        Armed::parse(Value::Object(body).to_string().as_bytes())
    }

    fn sample(parameter: &Parameter) -> Option<Value> {
        match parameter.kind {
            _ if parameter.sample.is_empty() => None,
            Number | Json => serde_json::from_str(parameter.sample).ok(),
            Text | Choice(_) => Some(parameter.sample.into()),
        }
    }

    fn samples(row: &Row) -> Vec<(String, Value)> {
        let samples = row.parameters.iter();
        samples.filter_map(|each| Some((each.name.to_owned(), sample(each)?))).collect()
    }

    /// Serde lists all names when it does not know one.
    #[test]
    fn the_table_has_every_fault_there_is() {
        let listed = Armed::parse(br#"{"fault":"nope"}"#).unwrap_err();
        let known: BTreeSet<_> = listed.split('`').skip(3).step_by(2).collect();
        let rows: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!((&rows, rows.len()), (&known, TABLE.len()));
    }

    #[test]
    fn every_row_can_be_added_as_it_begins_and_not_with_less() {
        for row in &TABLE {
            let samples = samples(row);
            assert!(parse(row, samples.clone()).is_ok(), "{}", row.name);
            for left_out in 0..samples.len() {
                let mut less = samples.clone();
                less.remove(left_out);
                assert!(parse(row, less).is_err(), "{} without {left_out}", row.name);
            }
        }
    }

    #[test]
    fn every_choice_and_every_default_is_one() {
        for row in &TABLE {
            for parameter in row.parameters {
                let values = match parameter.kind {
                    Choice(["true", "false"]) => vec![json!(true), json!(false)],
                    Choice(choice) => choice.iter().map(|value| json!(value)).collect(),
                    Number => vec![json!(200)],
                    Text if parameter.name == "body_base64" || parameter.name == "email" => {
                        continue;
                    }
                    Text => vec![json!("x")],
                    Json if parameter.name == "then" => vec![json!({"fault": "silent"})],
                    Json => vec![json!({"A": "b"})],
                };
                for value in values {
                    let mut all = samples(row);
                    all.push((parameter.name.to_owned(), value.clone()));
                    assert!(parse(row, all).is_ok(), "{} {} {value}", row.name, parameter.name);
                }
            }
        }
    }

    #[test]
    fn a_parameter_that_is_unknown_is_no_fault() {
        for row in &TABLE {
            let mut all = samples(row);
            all.push(("unknown".to_owned(), json!(1)));
            assert!(parse(row, all).is_err(), "{}", row.name);
        }
    }

    #[test]
    fn readme_and_help_explain_every_row() {
        let readme = include_str!("../../README.md");
        let help = crate::setup::help::text();
        for row in &TABLE {
            let line = readme.lines().find(|line| line.starts_with(&format!("| `{}` |", row.name)));
            let line = line.unwrap_or_else(|| panic!("{}", row.name));
            for parameter in row.parameters {
                assert!(
                    line.contains(&format!("`{}`", parameter.name)),
                    "{line}: {}",
                    parameter.name
                );
            }
            assert!(help.contains(&format!("\n  {}", row.usage())), "{}", row.name);
        }
    }
}
