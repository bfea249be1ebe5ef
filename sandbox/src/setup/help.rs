//! What `--help` prints: a text with the tables of the program in it.

use crate::cast::{self, keys};
use crate::fault::table::TABLE;

const TEXT: &str = include_str!("../help.txt");
/// Where the second column begins, of names and of faults.
const NAMES: usize = 16;
const FAULTS: usize = 28;
const WIDTH: usize = 80;

/// All of it.
pub fn text() -> String {
    let members = cast::MEMBERS.iter().map(|(name, sentence)| line(name, sentence, NAMES));
    let keys = keys::KINDS.iter().map(|(kind, sentence)| line(kind, sentence, NAMES));
    let faults = TABLE.iter().map(|row| line(&row.usage(), row.sentence, FAULTS));
    TEXT.replace("@members@\n", &members.collect::<String>())
        .replace("@keys@\n", &keys.collect::<String>())
        .replace("@faults@\n", &faults.collect::<String>())
}

/// `  name   sentence`, with as many lines as the sentence needs.
fn line(name: &str, sentence: &str, column: usize) -> String {
    let mut text = format!("  {name:<width$}  ", width = column - 4);
    let mut length = text.chars().count();
    if length > column {
        text = format!("{}\n{:column$}", text.trim_end(), "");
        length = column;
    }
    for (index, word) in sentence.split(' ').enumerate() {
        let size = word.chars().count();
        if length + size >= WIDTH && index > 0 {
            text = format!("{}\n{:column$}", text.trim_end(), "");
            length = column;
        }
        text += word;
        text.push(' ');
        length += size + 1;
    }
    text.trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_every_option() {
        let options = "state-dir port control-port console plain certificate clock-offset api-key \
             shared-key client-id client-secret uipath-token uipath-method exit-with-stdin users help version";
        for option in options.split_whitespace() {
            assert!(text().contains(&format!("--{option}")), "{option}");
        }
    }

    #[test]
    fn nothing_is_left_to_fill_in() {
        let text = text();
        assert!(text.lines().all(|line| !line.starts_with('@')), "{text}");
        assert!(text.contains("\n  delay ms  "));
    }

    #[test]
    fn long_sentences_go_on_below_themselves() {
        let long = line("name", &"word ".repeat(20), NAMES);
        let lines: Vec<_> = long.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].len() < WIDTH && lines[1].starts_with("                word"), "{long}");
    }
}
