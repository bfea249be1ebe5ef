//! The store stays small, and keeps nothing of old formats by which a password can be guessed.

use super::file::Folder;
use super::seal::{Format, MAGIC_LEN};

/// Files at most, those that only note a name or a remembered sign-in included. Between two looks a
/// process may go beyond by what it puts there.
const MAX_FILES: usize = 256;
/// So many entries are put there from one look to the next.
const LOOK_EVERY: u32 = 32;

/// Tells of the file with a name what it is.
type Judge<'a> = Box<dyn Fn(&str) -> Option<bool> + 'a>;

/// What is done now and then.
pub struct Tidy<'a> {
    pub folder: &'a Folder,
    /// The name of the mark, which stays.
    pub mark: String,
    /// Whether a file holds an answer, and no name or note; `None`: it cannot be read. An entry by which
    /// a password can be guessed is removed by this.
    pub is_answer: Judge<'a>,
}

impl Tidy<'_> {
    /// `written`: how many entries this process had written before. What cannot be removed is seen again.
    pub fn after_a_write(&self, written: u32) {
        if written == 0 {
            self.remove_guessable();
        }
        if written.is_multiple_of(LOOK_EVERY) {
            self.remove_oldest();
        }
    }

    /// Looks at the ends of all files, and opens those of the first format: that removes what must go.
    fn remove_guessable(&self) {
        let is_first = |name: &String| {
            let end = self.folder.read_end(name, MAGIC_LEN as u64).ok().flatten();
            end.is_some_and(|end| Format::of(&end) == Some(Format::First))
        };
        for name in self.folder.names().iter().filter(|name| is_first(name)) {
            (self.is_answer)(name);
        }
    }

    /// Of too many files the answers go that were written the longest time ago. Names and notes stay:
    /// they are written once, and are needed as long as the person is.
    fn remove_oldest(&self) {
        let mut files = self.folder.list();
        let excess = files.len().saturating_sub(MAX_FILES);
        if excess == 0 {
            return;
        }
        files.sort_unstable_by_key(|file| file.modified);
        let may_go =
            |name: &String| *name != self.mark && (self.is_answer)(name).is_none_or(|is| is);
        let names = files.into_iter().map(|file| file.name).filter(may_go);
        for name in names.take(excess) {
            let _ = self.folder.remove(&name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SLOT, entry, put_first, store};
    use super::super::{Entry, Mark, Slot};
    use super::{LOOK_EVERY, MAX_FILES};

    #[test]
    fn of_too_many_answers_the_oldest_go_and_names_and_notes_stay() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        fn slot(who: &str) -> Slot<'_> {
            Slot { who, ..SLOT }
        }
        let bare = |body: &str| Entry { verifier: None, body: body.into(), ..entry() };
        store.set_mark(Mark { newest: 9, offset: 0 }, true).unwrap();
        store.put(slot("a name"), bare("")).unwrap();
        store.put(slot("a note"), bare("remembered by the platform")).unwrap();
        for number in 0..600 {
            store.put(slot(&number.to_string()), entry()).unwrap();
        }
        let left = store.folder.names().len();
        assert!((MAX_FILES..MAX_FILES + LOOK_EVERY as usize).contains(&left), "{left}");
        assert!(store.has(slot("a name")) && store.has(slot("a note")) && store.mark().is_some());
        assert!(store.has(slot("599")) && !store.has(slot("0")));
    }

    #[test]
    fn what_lets_a_password_be_guessed_goes_with_the_first_answer_that_is_stored() {
        let dir = tempfile::tempdir().unwrap();
        let (guessable, harmless) = (Slot { who: "g", ..SLOT }, Slot { who: "h", ..SLOT });
        put_first(&store(dir.path(), "k", "d"), guessable, Some(([1; 16], [2; 32])));
        put_first(&store(dir.path(), "k", "d"), harmless, None);
        let store = store(dir.path(), "k", "d");
        store.put(SLOT, entry()).unwrap();
        assert!(!store.has(guessable) && store.has(harmless) && store.has(SLOT));
    }
}
