//! Answers that are a word and no JSON.

/// Whether an answer is empty: no word, and nothing of JSON either.
pub fn is_nothing(answer: &str) -> bool {
    let answer = answer.trim_start_matches('\u{FEFF}').trim();
    ["", "\"\"", "null", "{}"].contains(&answer)
}

/// Whether an answer is this word. One of the vendor's pages prints such a word as a JSON string, the others as it
/// is: both count, and so does white space around it.
pub fn says(answer: &str, word: &str) -> bool {
    let answer = answer.trim_start_matches('\u{FEFF}').trim();
    let inside = answer.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or(answer) == word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_with_quotes_or_without_and_as_nothing_else() {
        for answer in ["done", "\"done\"", "\n done\r\n", " \"done\"\n", "\u{FEFF}\"done\""] {
            assert!(says(answer, "done"), "{answer}");
        }
        for answer in
            ["", "\"", "\"\"", "\"done", "done\"", "Done", "done.", "[\"done\"]", "\"\"done\"\""]
        {
            assert!(!says(answer, "done"), "{answer}");
        }
    }
}
